"""What a candidate's page is made of: stems, options under random tokens, her own answers, flags. No key."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import pgettext

from core import texts
from exams.domain.shelves import Face, Place, faces, places
from exams.domain.tokens import tokens
from exams.models import Attempt, Flag, Item, Response


def sheet(attempt: Attempt) -> list[dict[str, Any]]:
    """The items of an attempt as the page shows them, in the reader's language."""
    rows = _rows(attempt)
    places.keep({row["pk"]: _place(attempt, row) for row in rows})
    asked = faces.many(row["version_id"] for row in rows)
    return [_item(attempt, row, asked[row["version_id"]]) for row in rows]


def stem(face: Face) -> str:
    return texts.pick(face.stems)


def labels(face: Face) -> dict[str, str]:
    """What the options say, by letter."""
    own = {"true": pgettext("answer", "True"), "false": pgettext("answer", "False")}
    written = texts.pick(face.labels)
    return {option: written.get(option) or own.get(option, "") for option in face.options}


def _rows(attempt: Attempt) -> list[dict[str, Any]]:
    newest = Response.objects.filter(item=models.OuterRef("pk")).order_by("-seq")[:1]
    return list(
        Item.objects.filter(attempt=attempt)
        .order_by("position")
        .annotate(
            seq=models.Subquery(newest.values("seq")),
            answer=models.Subquery(newest.values("answer")),
            saved_at=models.Subquery(newest.values("saved_at")),
            flagged=models.Exists(Flag.objects.filter(item=models.OuterRef("pk"))),
        )
        .values("pk", "version_id", "section", "order", "seq", "answer", "saved_at", "flagged")
    )


def _place(attempt: Attempt, row: dict[str, Any]) -> Place:
    return Place(row["pk"], attempt.pk, attempt.employee_id, attempt.nonce, row["version_id"])


def _item(attempt: Attempt, row: dict[str, Any], face: Face) -> dict[str, Any]:
    named = tokens(attempt.nonce, row["pk"], face.options)
    says = labels(face)
    return {
        "id": row["pk"],
        "kind": face.kind,
        "section": row["section"],
        "stem": stem(face),
        "options": [{"token": named[option], "text": says[option]} for option in row["order"]],
        "seq": row["seq"] or 0,
        "answer": [named[option] for option in row["answer"] or []],
        "saved": clock(row["saved_at"]),
        "flagged": row["flagged"],
    }


def clock(moment: Any) -> str:
    """The time of day as the company's clocks show it."""
    return time_format(timezone.localtime(moment), "H:i") if moment else ""
