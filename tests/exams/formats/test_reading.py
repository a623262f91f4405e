"""What each format's features become, what is left out and said so, and what is refused with its place."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from core.imports import Outcome
from core.imports.errors import FileError
from exams.formats import aiken, gift, moodle, qti
from exams.formats.draft import Draft, Fault, Item, Left
from exams.imports.sources import items_of, recognise

FILES = Path(__file__).parents[2] / "files"


def lines(text: str) -> list[Item]:
    return list(gift.read(enumerate(text.split("\n"), start=1)))


def drafts(items: list[Item]) -> list[Draft]:
    return [item for item in items if isinstance(item, Draft)]


def told(items: list[Item]) -> list[tuple[str, str]]:
    with override("en"):
        return [(str(item.place.text), str(item.why)) for item in items if isinstance(item, Left)]


# GIFT


def test_features_of_gift() -> None:
    items = lines((FILES / "features.gift").read_text())
    found = drafts(items)
    assert [draft.kind for draft in found] == [
        "single", "multiple", "true_false", "short_text", "numeric", "matching", "essay", "single",
    ]  # fmt: skip
    first, several, truth, short, number, pairs, essay, blank = found
    assert {draft.category for draft in found} == {("热线", "发票 / 退款")}
    assert (first.name, first.place.row) == ("发票", 4)
    assert first.key == {"correct": ["a"], "weights": {"a": "1", "b": "0.5"}}
    assert first.text["feedback"] == {"a": "对，按订单日期算。", "b": "还可以更久。"}
    assert first.text["explanation"] == "见第 3 章。"
    assert several.key["weights"] == {"a": "0.5", "b": "0.5", "c": "-1"}
    assert several.text["options"]["c"] == "顾客的年龄: 不必"
    assert (truth.key, truth.text["feedback"]) == (
        {"correct": ["true"]},
        {"false": "先道歉。", "true": "对。"},
    )
    assert short.text["stem"] == "首都是 _____ 吗？"
    assert [(form["text"], form["fraction"]) for form in short.key["accepted"]] == [
        ("北京", "1"),
        ("南京", "0.5"),
    ]
    assert number.text["stem"] == "<p><strong>π</strong> 是多少？</p>"
    assert number.key["accepted"] == [
        {"value": "3.1415", "tolerance": "0.0005", "fraction": "1"},
        {"low": "3", "high": "3.3", "fraction": "0.5"},
    ]
    assert [str(left.feature) for left in number.left] == ["#太远"]
    assert (pairs.text["prompts"], pairs.key) == ({"1": "CRM", "2": "ERP"}, {"pairs": {"1": "a", "2": "b"}})
    assert list(pairs.text["options"].values()) == ["顾客", "资源", "天气"]
    assert (essay.text["format"], essay.text["explanation"]) == ("html", "看语气")
    assert blank.text["stem"] == "空行在\n括号里"
    assert blank.text["options"]["a"] == "甲 {}~=#:\\"
    assert told(items) == [("Line 36", "It asks nothing: it is a text between questions.")]


def test_identifier_and_tags_stand_in_a_comment() -> None:
    (draft,) = drafts(lines("// [id:a\\]b] [tag:一] [tag:difficulty:hard] [tag:points:2.5]\nWhy?{}"))
    assert (draft.code, draft.says["tags"], draft.says["difficulty"]) == ("a]b", ["一"], "hard")
    assert str(draft.says["points"]) == "2.5"


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("Who?{~a ~b}", 1, "an option that is right"),
        ("\nWho?{=a", 2, "one { before the answers and one } behind them"),
        ("Who? a}", 1, "one { before the answers and one } behind them"),
        ("Who?{=a ~b} and {=c}", 1, "one { before the answers and one } behind them"),
        ("How many?{#x}", 1, "a number such as 3.14, 3.14:0.01 or 3.1..3.2"),
        ("How many?{#5..1}", 1, "the lower bound first"),
        ("Who?{a ~b =c}", 1, "= or ~ before each answer"),
        ("Who?{~%500%a ~b}", 1, "a weight from -100 to 100"),
        ("{=a ~b}", 1, "the words of a question"),
        ("Match{=a -> b}", 1, "two options or more"),
        ("Match{=a -> b =c}", 1, "a pair such as =one -> two"),
        ("Who?{=a}\n\nWhat?{~%-50%a ~b}", 3, "an option that is right"),
    ],
)
def test_faults_of_gift(text: str, row: int, expected: str) -> None:
    faults = [item for item in lines(text) if isinstance(item, Fault)]
    with override("en"):
        assert [(fault.place.row, str(fault.expected)) for fault in faults] == [(row, expected)]


def test_a_brace_that_is_not_closed_costs_its_own_question_only() -> None:
    items = lines("::1::One?{=a ~b\n\n::2::Two?{=a ~b}\n\nThree?{T}")
    assert [type(item).__name__ for item in items] == ["Fault", "Draft", "Draft"]
    assert [draft.place.row for draft in drafts(items)] == [3, 5]


# Aiken


def test_aiken() -> None:
    text = (FILES / "questions.aiken.txt").read_text().split("\n")
    first, second = aiken.read(enumerate(text, start=1))
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert (first.kind, first.key, first.text["options"]) == (
        "single",
        {"correct": ["a"]},
        {"a": "A calm one", "b": "A loud one"},
    )
    assert (second.kind, second.key, second.place.row) == ("multiple", {"correct": ["a", "b"]}, 6)
    assert (second.text["stem"], second.text["explanation"]) == ("先做什么？\n再想一想。", "先道歉。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who?\nA. x\nB. y", "a line such as ANSWER: A"),
        ("Who?\nA. x\nB. y\nANSWER: C", "letters of options that are there: A, B"),
        ("Who?\nA. x\nANSWER: A", "two options or more"),
        ("A. x\nB. y\nANSWER: A", "the words of a question"),
        ("Who?\nA. x\nC. y\nANSWER: A", "an option such as B) or the line ANSWER:"),
    ],
)
def test_faults_of_aiken(text: str, expected: str) -> None:
    (fault,) = aiken.read(enumerate(text.split("\n"), start=1))
    assert isinstance(fault, Fault)
    with override("en"):
        assert (fault.place.row, str(fault.expected)) == (1, expected)


# Moodle XML


def test_kinds_of_moodle() -> None:
    items = list(moodle.read(io.BytesIO((FILES / "moodle.xml").read_bytes())))
    found = {draft.name: draft for draft in drafts(items)}
    assert {name: draft.kind for name, draft in found.items()} == {
        "m-1": "multiple",
        "m-2": "true_false",
        "m-3": "short_text",
        "m-4": "numeric",
        "m-5": "matching",
        "m-6": "ordering",
        "m-7": "cloze",
        "m-8": "cloze",
        "m-9": "essay",
    }
    assert {draft.category for draft in found.values()} == {("热线", "投诉")}
    assert found["m-1"].code == "K-1"
    assert found["m-1"].says["level"] == 2
    assert found["m-1"].key["weights"] == {"a": "0.3333333", "b": "0.6666667", "c": "-1"}
    assert "script" not in found["m-1"].text["stem"]
    assert found["m-2"].text["feedback"] == {"true": "不可以"}
    assert found["m-3"].key == {
        "accepted": [{"text": "CRM*", "fraction": "1"}, {"text": "crm", "fraction": "0.5"}],
        "case": True,
        "blanks": False,
    }
    assert found["m-4"].key["units"] == {"kg": "1", "g": "0.001"}
    assert found["m-4"].key["unit_required"] is True
    assert found["m-5"].key == {"pairs": {"1": "a", "2": "b"}}
    assert [found["m-6"].text["options"][letter] for letter in found["m-6"].key["order"]] == ["听", "查"]
    assert found["m-9"].text["stem"] == "<p>写 <strong>信</strong></p>"
    assert [str(item.place.row) for item in items if isinstance(item, Left)] == ["57", "58"]


def test_embedded_answers() -> None:
    items = moodle.read(io.BytesIO((FILES / "moodle.xml").read_bytes()))
    cloze, select = (draft for draft in drafts(list(items)) if draft.kind == "cloze")
    assert cloze.text["stem"] == "<p>[[1]] 是 [[2]] 之一，有 [[3]] 万人。</p>"
    assert cloze.text["gaps"] == {"2": {"a": "首都", "b": "省会", "c": "}"}}
    assert cloze.text["feedback"] == {"1.1": "旧名"}
    assert cloze.key["weights"] == {"1": "1", "2": "2", "3": "1"}
    assert cloze.key["gaps"]["2"] == {"correct": ["b"]}
    assert cloze.key["gaps"]["3"]["accepted"] == [{"value": "2189", "tolerance": "10", "fraction": "1"}]
    assert (select.text["stem"], select.key) == (
        "先[[1]]，后[[2]]。",
        {"gaps": {"1": {"correct": ["b"]}, "2": {"correct": ["a"]}}},
    )


def test_what_moodle_says_beside_is_told() -> None:
    items = drafts(list(moodle.read(io.BytesIO((FILES / "moodle.xml").read_bytes()))))
    with override("en"):
        left = {draft.name: [str(one.feature) for one in draft.left] for draft in items}
    assert left["m-1"] == [
        "hint: 想想", "correctfeedback: 好", "penalty 0.5", "answernumbering", "shuffleanswers",
        "<img> @@PLUGINFILE@@/a.png", "<script>",
    ]  # fmt: skip
    assert left["m-4"] == ["*", "unitpenalty"]
    assert left["m-9"] == ["graderinfo: 看语气", "attachments"]
    assert [left[name] for name in ("m-2", "m-3", "m-5", "m-6", "m-7", "m-8")] == [[]] * 6


# QTI


def item(body: str, declaration: str = "", more: str = "") -> list[Item]:
    inside = f"{declaration}<itemBody>{body}</itemBody>{more}"
    text = f'<assessmentItem identifier="i" title="i">{inside}</assessmentItem>'
    return list(qti.read_item(text.encode(), "i.xml"))


def declared(base: str, value: str, cardinality: str = "single", name: str = "R") -> str:
    values = "".join(f"<value>{one}</value>" for one in value.split(","))
    return (
        f'<responseDeclaration identifier="{name}" baseType="{base}" cardinality="{cardinality}">'
        f"<correctResponse>{values}</correctResponse></responseDeclaration>"
    )


CHOICES = "".join(f'<simpleChoice identifier="{one}">{one * 2}</simpleChoice>' for one in "xyz")
PAIRS = """
<matchInteraction responseIdentifier="R">
  <simpleMatchSet>
    <simpleAssociableChoice identifier="p" matchMax="1">P</simpleAssociableChoice>
    <simpleAssociableChoice identifier="q" matchMax="1">Q</simpleAssociableChoice>
  </simpleMatchSet>
  <simpleMatchSet>
    <simpleAssociableChoice identifier="s" matchMax="2">S</simpleAssociableChoice>
    <simpleAssociableChoice identifier="t" matchMax="2">T</simpleAssociableChoice>
  </simpleMatchSet>
</matchInteraction>"""
INLINE = """
<p>A <inlineChoiceInteraction responseIdentifier="R">
  <inlineChoice identifier="u">U</inlineChoice><inlineChoice identifier="v">V</inlineChoice>
</inlineChoiceInteraction> B</p>"""
GAPS = """
<gapMatchInteraction responseIdentifier="R">
  <gapText identifier="u" matchMax="1">U</gapText><gapText identifier="v" matchMax="1">V</gapText>
  <p>A <gap identifier="g"/> B</p>
</gapMatchInteraction>"""
ONE_GAP = {"gaps": {"1": {"correct": ["b"]}}}
QTI: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "order": (
        f'<orderInteraction responseIdentifier="R">{CHOICES}</orderInteraction>',
        declared("identifier", "z,x,y", "ordered"),
        "ordering",
        {"order": ["c", "a", "b"]},
    ),
    "match": (
        PAIRS,
        declared("directedPair", "p t,q t", "multiple"),
        "matching",
        {"pairs": {"1": "b", "2": "b"}},
    ),
    "inline choice": (INLINE, declared("identifier", "v"), "cloze", ONE_GAP),
    "gap match": (GAPS, declared("directedPair", "v g", "multiple"), "cloze", ONE_GAP),
    "number": (
        '<p>x = <textEntryInteraction responseIdentifier="R"/></p>',
        declared("float", "2.50"),
        "numeric",
        {"accepted": [{"value": "2.5", "fraction": "1"}], "units": {}, "unit_required": False},
    ),
}


@pytest.mark.parametrize(("body", "declaration", "kind", "key"), QTI.values(), ids=QTI)
def test_interactions_of_qti(body: str, declaration: str, kind: str, key: dict[str, Any]) -> None:
    (draft,) = item(f"<p>Why?</p>{body}", declaration)
    assert isinstance(draft, Draft)
    assert (draft.kind, draft.key) == (kind, key)


@pytest.mark.parametrize(
    "name",
    [
        "hotspotInteraction",
        "sliderInteraction",
        "uploadInteraction",
        "drawingInteraction",
        "customInteraction",
    ],
)
def test_interactions_that_the_bank_has_not(name: str) -> None:
    (left,) = item(f'<p>Where?</p><{name} responseIdentifier="R"/>', declared("string", "x"))
    assert isinstance(left, Left)
    assert (left.is_question, left.feature) == (True, name)


FAULTY = [
    (
        f'<choiceInteraction responseIdentifier="Q">{CHOICES}</choiceInteraction>',
        "",
        "a response that the item declares",
    ),
    (
        f'<p>?</p><choiceInteraction responseIdentifier="R">{CHOICES}</choiceInteraction>',
        declared("identifier", "w"),
        "an option that is right",
    ),
    ('<p>?</p><textEntryInteraction responseIdentifier="R"/>', declared("float", "x"), "a number"),
]


def test_how_a_character_is_read_stands_behind_it() -> None:
    (draft,) = item(
        "<p>读 <ruby>乐<rp>(</rp><rt>yuè</rt><rp>)</rp></ruby></p>"
        '<extendedTextInteraction responseIdentifier="R"/>',
        declared("string", ""),
    )
    assert isinstance(draft, Draft)
    assert (draft.text["stem"], draft.left) == ("<p>读 乐（yuè）</p>", [])


@pytest.mark.parametrize(
    ("body", "declaration", "expected"),
    FAULTY,
)
def test_faults_of_qti(body: str, declaration: str, expected: str) -> None:
    (fault,) = item(body, declaration)
    assert isinstance(fault, Fault)
    with override("en"):
        assert str(fault.expected) == expected


# Which format it is


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("题型,题干,选项A,选项B,正确答案\n", "spreadsheet"),
        ("题型;题干;选项A;选项B;正确答案\n单选;{=a};b;c;A\n", "spreadsheet"),
        ("Who?{=a ~b}", "gift"),
        ("// only\n\n$CATEGORY: x\n", "gift"),
        ("Who?\nA. x\nB. y\nANSWER: A\n", "aiken"),
        ("<?xml version='1.0'?><!-- x --><quiz></quiz>", "moodle-xml"),
        ("<assessmentItem/>", "qti"),
        ('<q:qti-assessment-item xmlns:q="x"/>', "qti"),
        ("", "spreadsheet"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_format_is_recognised(content: str, form: str, encoding: str) -> None:
    assert recognise(io.BytesIO(content.encode(encoding))) == form


@pytest.mark.parametrize("content", ["<questestinterop/>", "<rss/>"])
def test_what_is_none_of_them(content: str) -> None:
    with pytest.raises(FileError):
        recognise(io.BytesIO(content.encode()))


@pytest.mark.parametrize(
    "content", [b"", b"\0\1", b"PK\x03\x04", b"<quiz>", b"<quiz/>", b"\xff\xfe", b"{" * 9_000]
)
@pytest.mark.parametrize("form", ["auto", "gift", "aiken", "moodle-xml", "qti", "spreadsheet"])
def test_any_bytes_are_items_or_a_file_that_is_refused(content: bytes, form: str) -> None:
    try:
        found = list(items_of(io.BytesIO(content), form, outcome=Outcome(), limit=10))
    except FileError:
        found = []
    assert drafts(found) == []
