"""Training content written from plain data, as the demo company's files hold it.

A text is a pair {"zh": …, "en": …}. Whatever has a name in the data gets a key made from it: writing it
again changes only what reads otherwise, and languages share their keys: a citation fits each of them.
"""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from wagtail.log_actions import LogContext
from wagtail.models import Page

from courses.domain import rubrics
from courses.models import (
    Course,
    CourseCategory,
    CourseIndexPage,
    CoursePage,
    LessonPage,
    Rubric,
    RubricVersion,
    Scenario,
)

Data = Mapping[str, Any]
Written = TypeVar("Written", CoursePage, LessonPage)

NAMESPACE = uuid.UUID("5f1d2c0e-9a34-4c77-8d1b-0c2a6e9f7b51")
LANGUAGES = {"zh-hans": "zh", "en": "en"}
MINUTES_IN_AN_HOUR = 60


def key(name: str) -> uuid.UUID:
    """The key of a course (its code), a lesson (code/slug) or a block (its id) of the data."""
    return uuid.uuid5(NAMESPACE, name)


def put_course(*, data: Data, by: Any, at: datetime) -> Course:
    """Write a course with its lessons in both languages and publish it as somebody, at a moment."""
    with transaction.atomic(), LogContext(user=by):
        category = _category(data["category"])
        for locale, language in LANGUAGES.items():
            shelf = CourseIndexPage.objects.get(locale__language_code=locale)
            page = _put(
                shelf, CoursePage, key(data["code"]), _course_columns(data, category, language), by, at
            )
            for lesson in data["lessons"]:
                name = f"{data['code']}/{lesson['slug']}"
                _put(page, LessonPage, key(name), _lesson_columns(lesson, language), by, at)
    return Course.objects.get(code=data["code"])


def publish(*, page: CoursePage | LessonPage, by: Any, at: datetime) -> None:
    """Make a page live as it is, by somebody, as of a moment that may lie behind."""
    page.draft_title, page.live = page.title, True
    page.first_published_at, page.last_published_at = page.first_published_at or at, at
    with transaction.atomic(), LogContext(user=by):
        page.save()
        revision = page.save_revision(user=by, changed=False, clean=False)
        Page.objects.filter(pk=page.pk).update(live_revision=revision, has_unpublished_changes=False)


def put_rubric(*, data: Data, by: Any, at: datetime) -> RubricVersion:
    """Write a rubric and publish its version."""
    rubric = Rubric.objects.filter(code=data["code"]).first() or Rubric(code=data["code"])
    rubric.name_zh, rubric.name_en = data["title"]["zh"], data["title"]["en"]
    rubric.criteria = [("criterion", _criterion(row)) for row in data["criteria"]]
    return rubrics.publish(rubric=rubric, by=by, at=at)


def put_scenario(*, data: Data) -> list[Scenario]:
    """Write a role-play in both languages; its rubric is there already."""
    rubric = Rubric.objects.get(code=data["rubric"])
    return [
        Scenario.objects.update_or_create(
            code=data["code"],
            language=locale,
            defaults=_scenario_columns(data, language) | {"rubric": rubric},
        )[0]
        for locale, language in LANGUAGES.items()
    ]


def _category(data: Data) -> CourseCategory:
    columns = {
        "name_zh": data["name"]["zh"],
        "name_en": data["name"]["en"],
        "is_advanced": data["advanced"],
    }
    return CourseCategory.objects.update_or_create(code=data["code"], defaults=columns)[0]


def _course_columns(data: Data, category: CourseCategory, language: str) -> dict[str, Any]:
    hours = data.get("hours") or Decimal(data["minutes"]) / MINUTES_IN_AN_HOUR
    return {
        "title": data["title"][language],
        "slug": data["code"],
        "code": data["code"],
        "category": category,
        "intro": data["intro"][language],
        "objectives": _lines(data["objectives"], language),
        "minutes": data["minutes"],
        "hours": round(Decimal(hours), 2),
    }


def _lesson_columns(data: Data, language: str) -> dict[str, Any]:
    body = [_block(block, language) for block in data["blocks"]]
    return {
        "title": data["title"][language],
        "slug": data["slug"],
        "minutes": data["minutes"],
        "body": json.dumps(body),
    }


def _put(
    parent: Page,
    model: type[Written],
    translation_key: uuid.UUID,
    columns: dict[str, Any],
    by: Any,
    at: datetime,
) -> Written:
    page = model.objects.filter(translation_key=translation_key, locale=parent.locale).first()
    page = page or model(translation_key=translation_key, locale=parent.locale)
    for name, value in columns.items():
        setattr(page, name, value)
    if page.pk is None:
        page.live, page.last_published_at = True, at
        parent.add_child(instance=page)
    publish(page=page, by=by, at=at)
    return page


def _block(data: Data, language: str) -> dict[str, Any]:
    named = {name: value for name, value in data.items() if name not in ("id", "type")}
    value = _value(named, language, data["id"])
    return {"type": data["type"], "id": str(key(data["id"])), "value": value.get("body", value)}


def _value(data: Any, language: str, name: str) -> Any:
    """Plain data in one language as a block keeps it: the items of a list have ids of their own."""
    if isinstance(data, Mapping):
        if set(data) == {"zh", "en"}:
            return data[language]
        return {inner: _value(value, language, f"{name}/{inner}") for inner, value in data.items()}
    if isinstance(data, list):
        return [
            {
                "type": "item",
                "id": str(key(f"{name}/{number}")),
                "value": _value(value, language, f"{name}/{number}"),
            }
            for number, value in enumerate(data)
        ]
    return data


def _criterion(row: Data) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name_zh": row["title"]["zh"],
        "name_en": row["title"]["en"],
        "dimension": row["dimension"],
        "weight": row["weight"],
        "critical": row["critical"],
        "levels": [_level(level) for level in row["levels"]],
    }


def _level(row: Data) -> dict[str, Any]:
    texts = {
        f"{part}_{language}": row[part][language] for part in ("label", "anchor") for language in ("zh", "en")
    }
    return texts | {"points": row["points"]}


def _scenario_columns(data: Data, language: str) -> dict[str, Any]:
    customer, assessor = data["customer"], data["assessor"]
    hidden = [*assessor["only_when_asked"], *assessor["traps"], assessor["soften_when"]]
    watched = [stage["watch"] for stage in data["stages"]]
    return {
        "title": data["title"][language],
        "intro": data["intro"][language],
        "minutes": data["minutes"],
        "customer_card": _lines(
            [customer[part] for part in ("name", "who", "mood", "happened", "wants")], language
        ),
        "assessor_card": _lines(hidden + watched, language),
        "goals": _lines(data["goals"], language),
        "must_say": _lines(assessor["must_say"], language),
        "never_say": _lines(assessor["never_say"], language),
        **{stage["code"].replace("-", "_"): stage["expected"][language] for stage in data["stages"]},
    }


def _lines(texts: list[Data], language: str) -> str:
    return "\n".join(text[language] for text in texts)
