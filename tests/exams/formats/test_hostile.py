"""Files that would stop the marking or the import: a fault with its place, and soon."""

import io
import time
from collections.abc import Callable
from html import escape

import pytest

from core.imports import Outcome
from exams.formats import gift, moodle
from exams.formats.draft import Draft, Fault, Item
from exams.imports.sources import items_of

SOON = 3  # seconds; each of these took 5 to 60


def cloze(stem: str) -> list[Item]:
    return moodle_xml("cloze", stem)


def moodle_xml(kind: str, stem: str, answers: str = "") -> list[Item]:
    text = f'<questiontext format="html"><text>{escape(stem)}</text></questiontext>'
    file = f'<?xml version="1.0"?><quiz><question type="{kind}">{text}{answers}</question></quiz>'
    return list(moodle.read(io.BytesIO(file.encode())))


def table(**cells: str) -> Outcome:
    row = ",".join(f'"{cell}"' for cell in cells.values())
    outcome = Outcome()
    file = io.BytesIO(f"{','.join(cells)}\n{row}".encode())
    file.name = "a.csv"
    list(items_of(file, "auto", outcome=outcome, limit=10))
    return outcome


def essay(stem: str) -> list[Item]:
    return moodle_xml("essay", stem)


def gift_of(text: str) -> list[Item]:
    return list(gift.read(enumerate(text.split("\n"), start=1)))


def matching(answer: str) -> object:
    return table(kind="matching", stem="x", prompts="a|b", option_a="a", option_b="b", answer=answer)


@pytest.mark.parametrize(
    "range_",
    [
        "NaN",
        "sNaN",
        "NaN..NaN",
        "1..Infinity",
        "1:NaN",
        "1e999999",
        "1e-999999",
        "1e99999999999999",
        "1:1e31",
    ],
)
def test_a_gap_takes_no_number_that_cannot_be_computed_with(range_: str) -> None:
    (fault,) = cloze(f"<p>How many? {{1:NUMERICAL:={range_}}} and {{1:NUMERICAL:=3}}</p>")
    assert isinstance(fault, Fault)
    assert str(fault.found) == range_


def test_a_gap_takes_no_weight_of_such_a_size() -> None:
    (fault,) = cloze("<p>How many? {" + "9" * 40 + ":NUMERICAL:=3}</p>")
    assert isinstance(fault, Fault)


@pytest.mark.parametrize("factor", ["NaN", "sNaN", "Infinity", "1e999999", "1e99999999999999", "1e-31"])
def test_a_unit_takes_no_such_number(factor: str) -> None:
    outcome = table(kind="numeric", stem="How much?", answer="3", units=f"kg=1\ng={factor}")
    assert [error.column for error in outcome.errors] == ["units"]


@pytest.mark.parametrize("weight", ["NaN", "sNaN", "Infinity", "1e999999"])
def test_a_weight_takes_no_such_number(weight: str) -> None:
    outcome = table(kind="numeric", stem="How much?", answer="3", weights=f"1={weight}")
    assert [error.column for error in outcome.errors] == ["weights"]


@pytest.mark.parametrize("answer", ["1" * 40, "1" * 5_000 + "x", "." * 20_000 + "x"])
def test_an_answer_takes_no_such_number(answer: str) -> None:
    outcome = table(kind="numeric", stem="How much?", answer=answer)
    assert [error.column for error in outcome.errors] == ["answer"]


def test_an_answer_may_hold_a_brace() -> None:
    (draft,) = cloze("Which? {1:SHORTANSWER:=a{b~%50%c{1}")
    assert isinstance(draft, Draft)
    assert [form["text"] for form in draft.key["gaps"]["1"]["accepted"]] == ["a{b", "c{1"]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (cloze, "{1:A:" * 20_000),
        (essay, "<p>x</p>" + "<math " * 20_000),
        (essay, "<p>x</p>" + "<!--" * 30_000),
        (essay, "<p>x</p>" + "<rt>" * 30_000),
        (essay, "<p>x</p>" + "<rp>" * 30_000),
        (matching, "1" * 20_000),
        (matching, ("1" + " " * 10_000) * 3),
        (gift_of, "What" + " " * 50_000 + "is this?{}"),
        (gift_of, "What is this?{=a" + " " * 50_000 + "b -> c =d -> e" + " " * 50_000 + "f}"),
        (gift_of, "// " + "[id:" * 20_000 + "\nWhat?{}"),
        (gift_of, "// " + "[tag:" * 20_000 + "\nWhat?{}"),
    ],
    ids=[
        "gaps",
        "formulas",
        "comments",
        "ruby",
        "fallbacks",
        "pairs",
        "blanks",
        "lines",
        "match",
        "ids",
        "tags",
    ],
)
def test_no_text_keeps_the_import_busy(read: Callable[[str], object], text: str) -> None:
    start = time.process_time()
    assert read(text) is not None
    assert time.process_time() - start < SOON
