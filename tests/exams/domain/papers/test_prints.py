"""Booklets on paper: drawn, printed once by the worker, kept."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from pypdf import PdfReader

from core.domain import jobs
from core.models import AuditEvent, Job
from core.pdf import UnprintableText
from exams.domain.papers import booklets, leaves, prints
from exams.enums import Leaf
from exams.errors import NotForPaper
from exams.models import BookletFile, Sitting
from people.models import User
from tests.factories.exams import (
    BookletFactory,
    BookletLineFactory,
    QuestionVersionFactory,
    StimulusVersionFactory,
    paper_of,
)

pytestmark = pytest.mark.django_db


def text_of(file: BookletFile) -> str:
    with storages["private"].open(file.path) as stored:
        pages = PdfReader(BytesIO(stored.read())).pages
    return "\n".join(page.extract_text() for page in pages)


def ordered(sitting: Sitting, by: User, letters: str = "AB", language: str = "zh-hans") -> None:
    prints.order(sitting=sitting, letters=letters, language=language, by=by, at=timezone.now())


def typed(kind: str, key: dict[str, Any], stem: str, **texts: Any) -> Any:
    return QuestionVersionFactory(
        kind=kind, key=key, texts={"zh-hans": {"stem": stem, "explanation": f"解析{stem}", **texts}}
    )


def test_a_print_is_owed_and_made_once(trainer: User) -> None:
    sitting = paper_of(*QuestionVersionFactory.create_batch(3))
    ordered(sitting, trainer)
    assert Job.objects.filter(name="exams.print_booklet").count() == 2
    jobs.run_due()
    jobs.run_due()
    rows = BookletFile.objects.values_list("booklet__letter", "leaf", "language").order_by("pk")
    assert list(rows) == [
        (letter, leaf, "zh-hans") for letter in "AB" for leaf in ("questions", "key", "answers")
    ]
    digests = set(BookletFile.objects.values_list("sha256", flat=True))
    ordered(sitting, trainer)
    jobs.run_due()
    assert set(BookletFile.objects.values_list("sha256", flat=True)) == digests
    assert AuditEvent.objects.filter(verb="printed test").count() == 2


def test_the_key_stands_on_the_key_alone(trainer: User) -> None:
    asked = typed("short_text", {"accepted": [{"text": "三声之内"}]}, "铃响几声内接听？")
    sitting = paper_of(asked, QuestionVersionFactory(explanation="金丝雀解析"))
    ordered(sitting, trainer, "A")
    jobs.run_due()
    says = {file.leaf: text_of(file) for file in BookletFile.objects.all()}
    assert [("三声之内" in says[leaf], "金丝雀解析" in says[leaf]) for leaf in Leaf.values] == [
        (False, False),
        (True, True),
        (False, False),
    ]
    assert "铃响几声内接听" in says[Leaf.QUESTIONS]
    assert "铃响几声内接听" not in says[Leaf.ANSWERS]


def test_the_key_follows_the_order_of_its_booklet() -> None:
    version = QuestionVersionFactory(key={"correct": ["a", "c"]}, kind="multiple")
    line = BookletLineFactory(version=version, order=["d", "c", "b", "a"])
    asked = booklets.flat(booklets.groups_of(line.booklet))
    section = leaves.sections(["全部"], asked, with_key=True)[0]
    question = section.blocks[0].questions[0]
    assert question.right == "BD"
    assert [(one.letter, one.text) for one in question.options] == [
        ("A", "丁"),
        ("B", "丙"),
        ("C", "乙"),
        ("D", "甲"),
    ]
    plain = leaves.sections(["全部"], asked, with_key=False)[0].blocks[0].questions[0]
    assert (plain.right, plain.explanation, [one.right for one in plain.options]) == ("", "", [False] * 4)


@pytest.mark.parametrize(
    ("kind", "key", "texts", "order", "right"),
    [
        (
            "matching",
            {"pairs": {"1": "a", "2": "b"}},
            {"options": {"a": "甲", "b": "乙", "c": "丙"}, "prompts": {"1": "一", "2": "二"}},
            ["c", "a", "b"],
            "一 B  二 C",
        ),
        (
            "ordering",
            {"order": ["c", "a", "b"]},
            {"options": {"a": "甲", "b": "乙", "c": "丙"}},
            ["b", "c", "a"],
            "(1) B  (2) C  (3) A",
        ),
        (
            "cloze",
            {"gaps": {"1": {"correct": ["b"]}, "2": {"accepted": [{"text": "您好"}], "kind": "short_text"}}},
            {"gaps": {"1": {"a": "左", "b": "右"}}},
            ["1.b", "1.a"],
            "(1) A  (2) 您好",
        ),
        ("numeric", {"accepted": [{"value": "3"}]}, {}, [], "3"),
        ("essay", {}, {}, [], ""),
    ],
)  # fmt: skip
def test_the_key_of_every_kind(
    kind: str, key: dict[str, Any], texts: dict[str, Any], order: list[str], right: str
) -> None:
    stem = "[[1]]手拿听筒，说[[2]]" if kind == "cloze" else "题干"
    line = BookletLineFactory(version=typed(kind, key, stem, **texts), order=order)
    asked = booklets.flat(booklets.groups_of(line.booklet))
    assert leaves.sections(["全部"], asked, with_key=True)[0].blocks[0].questions[0].right == right


def test_a_stimulus_stands_once_above_its_questions() -> None:
    said = StimulusVersionFactory()
    booklet = BookletFactory()
    for group in (1, 1, 2):
        BookletLineFactory(booklet=booklet, group=group, stimulus=said if group == 1 else None)
    asked = booklets.flat(booklets.groups_of(booklet))
    blocks = leaves.sections(["全部"], asked, with_key=False)[0].blocks
    assert [(block.material is not None, len(block.questions)) for block in blocks] == [(True, 2), (False, 1)]


def test_what_is_spoken_is_not_printed(trainer: User) -> None:
    sitting = paper_of(typed("spoken", {}, "请说开场白"))
    with pytest.raises(NotForPaper):
        ordered(sitting, trainer)
    assert Job.objects.filter(name="exams.print_booklet").count() == 0


def test_a_character_without_a_glyph_is_named_before_anything_is_printed(trainer: User) -> None:
    sitting = paper_of(QuestionVersionFactory(stem="客户\ue000先生来电"))
    with pytest.raises(UnprintableText):
        ordered(sitting, trainer)
    assert Job.objects.filter(name="exams.print_booklet").count() == 0
