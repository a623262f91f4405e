"""A question as a candidate would see it: no key in the page, nothing is saved."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from exams.domain.taking import sheets
from exams.domain.taking.shelves import faces, grounds
from exams.models import Question
from exams.views.bank.access import AuthorRequest, for_authors
from exams.views.words import words


@for_authors
def preview(request: AuthorRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
    shell = {"layout": "list", "sections": [""], "items": [_item(question)]}
    return render(
        request, "exams/bank/preview.html", {"question": question, "shell": shell, "words": words()}
    )


def _item(question: Question) -> dict[str, Any]:
    face = faces.many([question.versions.latest().get().pk]).popitem()[1]
    item = {"id": 1, "section": 0, "seq": 0, "answer": [], "saved": "", "flagged": False}
    return sheets.asked(face, face.options, str, _address) | _unit(question) | item


def _address(media: int) -> str:
    return reverse("exams:bank_media", args=[media])


def _unit(question: Question) -> dict[str, Any]:
    """The shared material as it stands."""
    if question.stimulus is None:
        return {}
    newest = question.stimulus.versions.latest().get()
    return {"stimulus": sheets.ground(grounds.many([newest.pk])[newest.pk], _address)}
