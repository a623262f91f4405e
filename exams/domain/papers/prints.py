"""Tests on paper: booklets printed by the worker, kept once, and printed again as they are."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import pdf
from core.domain import audit, jobs
from core.models import Job
from core.qr import qr_data_uri
from exams.domain.papers import booklets, leaves
from exams.domain.papers.booklets import LETTERS
from exams.domain.papers.filling import flat
from exams.enums import Drawing, Leaf, Medium
from exams.models import Booklet, BookletFile, Sitting

TEMPLATES = {
    Leaf.QUESTIONS: "exams/paper/questions_pdf.html",
    Leaf.KEY: "exams/paper/questions_pdf.html",
    Leaf.ANSWERS: "exams/paper/answers_pdf.html",
}
STYLE = "css/exam-paper.css"
JOB = "exams.print_booklet"


def letters_of(sitting: Sitting, number: int) -> str:
    """The letters that can be printed: of parallel booklets all, else as many orders as are wanted."""
    exam = sitting.exam
    return LETTERS[: exam.booklets if exam.drawing == Drawing.BOOKLETS else number]


@dataclass(frozen=True)
class Run:
    """What is printed of a booklet in a language, and what is being printed, or could not be."""

    booklet: Booklet
    language: str
    files: dict[str, BookletFile]
    waits: bool

    @property
    def language_words(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.language, self.language))

    @property
    def is_complete(self) -> bool:
        return len(self.files) == len(Leaf)

    @property
    def leaves(self) -> list[tuple[Leaf, BookletFile | None]]:
        return [(leaf, self.files.get(leaf.value)) for leaf in Leaf]


def runs(sitting: Sitting, *, by: Any) -> list[Run]:
    """What somebody may open of a sitting's printed booklets, by letter and language."""
    standing = Booklet.objects.open_to(by).filter(sitting=sitting, medium=Medium.PAPER).order_by("letter")
    found: dict[tuple[int, str], dict[str, BookletFile]] = {}
    booklets_by_pk = {booklet.pk: booklet for booklet in standing}
    waiting, given_up = _owed(booklets_by_pk)
    for key in sorted(waiting | given_up):
        found.setdefault(key, {})
    for file in BookletFile.objects.filter(booklet__in=booklets_by_pk).order_by("booklet__letter"):
        found.setdefault((file.booklet_id, file.language), {})[file.leaf] = file
    return [
        Run(booklets_by_pk[pk], language, files, (pk, language) in waiting)
        for (pk, language), files in found.items()
    ]


def _owed(printed: Mapping[int, Booklet]) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """Booklets and languages that the worker is still to print, and those that it has given up."""
    waiting: set[tuple[int, str]] = set()
    given_up: set[tuple[int, str]] = set()
    jobs_open = Job.objects.filter(name=JOB, done_at=None)
    for payload, ended in jobs_open.values_list("payload", "given_up_at"):
        if payload["booklet"] in printed:
            (given_up if ended else waiting).add((payload["booklet"], payload["language"]))
    return waiting, given_up


def order(*, sitting: Sitting, letters: str, language: str, by: Any, at: datetime) -> list[Booklet]:
    """Draw what is not drawn yet, and owe the printed leaves of these letters in a language.

    Raises PaperCannotBeFilled, NotForPaper, or UnprintableText for a character that no font has.
    """
    wanted = booklets.on_paper(sitting, letters, chance=SystemRandom())
    with override(language):
        for booklet in wanted:
            pdf.check_printable(_typed(_sections(booklet, with_key=True)))
    with transaction.atomic():
        for booklet in wanted:
            if not is_printed(booklet, language):
                key = f"{booklet.pk}:{language}:{at:%Y%m%d%H%M%S}"
                jobs.owe(JOB, key=key, booklet=booklet.pk, language=language)
        audit.record(by=by, verb="printed test", obj=sitting, at=at, letters=letters, language=language)
    return wanted


def is_printed(booklet: Booklet, language: str) -> bool:
    return booklet.files.filter(language=language).count() == len(Leaf)


def make(booklet: Booklet, language: str, *, at: datetime) -> None:
    """Print every leaf of a booklet that is not kept yet."""
    kept = set(booklet.files.filter(language=language).values_list("leaf", flat=True))
    for leaf in Leaf:
        if leaf.value not in kept:
            _keep(booklet, leaf, language, draw(booklet, leaf, language), at=at)


def draw(booklet: Booklet, leaf: Leaf, language: str) -> bytes:
    """The PDF: a function of booklet, leaf and language."""
    sitting = booklet.sitting
    title = sitting.titled(language)
    with override(language):
        sections = _sections(booklet, with_key=leaf == Leaf.KEY)
        printed = {_("title"): title, **_typed(sections)}
    context = {
        "booklet": booklet,
        "title": title,
        "exam": sitting.exam,
        "sections": sections,
        "points": sum(section.points for section in sections),
        "with_key": leaf == Leaf.KEY,
        "company": settings.GRADUS_COMPANY,
        "qr": qr_data_uri(address(booklet)),
    }
    return pdf.render(
        TEMPLATES[leaf],
        context,
        stylesheets=[STYLE],
        printed=printed,
        language=language,
        variant=None,
    )


def address(booklet: Booklet) -> str:
    """Where the answers on a sheet are keyed in: what its QR code says."""
    entry = reverse("exams:paper_entry", args=[booklet.sitting_id])
    return f"{settings.GRADUS_BASE_URL}{entry}?booklet={booklet.pk}"


def _sections(booklet: Booklet, *, with_key: bool) -> list[leaves.Section]:
    titles = [section["title"] for section in booklet.sections]
    return leaves.sections(titles, flat(booklets.groups_of(booklet)), with_key=with_key)


def _typed(sections: Iterable[leaves.Section]) -> dict[str, str]:
    """All that people wrote, by the number of its question."""
    found: dict[str, str] = {}
    for section in sections:
        found[_("section")] = found.get(_("section"), "") + section.title
        for block in section.blocks:
            if block.material:
                found[_("shared material")] = strip_tags(block.material.title + block.material.body)
            found |= {_("question %(n)d") % {"n": one.number}: _said(one) for one in block.questions}
    return found


def _said(question: leaves.Question) -> str:
    places = [text for place in question.places for text in (place.label, place.right)]
    gaps = [option.text for place in question.places for option in place.options]
    options = [option.text for option in question.options]
    said = [question.stem, *options, *places, *gaps, question.right, question.explanation]
    return strip_tags("\n".join(said))


def _keep(booklet: Booklet, leaf: Leaf, language: str, content: bytes, *, at: datetime) -> None:
    digest = hashlib.sha256(content).hexdigest()
    storage = storages["private"]
    name = f"booklets/{booklet.pk}/{leaf.value}-{language}-{digest[:16]}.pdf"
    path = storage.save(name, ContentFile(content))
    try:
        with transaction.atomic():
            BookletFile.objects.create(
                booklet=booklet,
                leaf=leaf,
                language=language,
                path=path,
                sha256=digest,
                size=len(content),
                rendered_at=at,
            )
    except IntegrityError:
        # Another worker was first.
        storage.delete(path)
