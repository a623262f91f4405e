"""Questions from spreadsheets: what is taken, what is refused in which words, what a second import does."""

import io
import json
import tracemalloc
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.imports import Outcome
from exams.domain.bank import bank
from exams.formats.sheet.answers import letters, truth
from exams.imports import QuestionImport
from exams.models import Question, QuestionVersion, Topic
from people.models import User
from tests.cases import CASES
from tests.exams.bank.counting import counted
from tests.exams.bank.files import HEADER, csv_file, row, xlsx_file

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[2] / "files" / "questions.csv"
D_IS_NO_OPTION = "Row 2, 正确答案: found “D”, expected letters of options that are there: A, B, C."


def take(file: io.BytesIO, *, topic: str = "热线", dry_run: bool = False, **options: Any) -> Outcome:
    return QuestionImport(topic=topic, **options).run(file, dry_run=dry_run)


def report(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_questions", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def said(code: str) -> QuestionVersion:
    return bank.newest([code])[code]


def wrong(*rows: dict[str, str]) -> list[tuple[int | None, str, str, str]]:
    """Row, column, what was found, and what was expected, in English."""
    outcome = take(csv_file(rows))
    assert not outcome.written
    assert (Topic.objects.count(), Question.objects.count()) == (0, 0)
    with override("en"):
        return [(e.row, e.column, e.found, str(e.expected)) for e in outcome.errors]


# What a file becomes


def test_our_own_file() -> None:
    outcome = take(io.BytesIO(FILE.read_bytes()))
    assert [error.as_json() for error in outcome.errors] == []
    codes = ["re-xian-001", "re-xian-002", "re-xian-003", "re-xian-004", "re-xian-005", "re-xian-006"]
    assert list(Question.objects.values_list("code", flat=True)) == codes
    versions = [said(code) for code in codes]
    assert [(v.kind, v.key["correct"], v.points, v.difficulty, v.level) for v in versions] == [
        ("single", ["a"], Decimal(5), "easy", 1),
        ("single", ["b"], Decimal(5), "easy", 1),
        ("multiple", ["a", "b", "c"], Decimal(10), "medium", 2),
        ("multiple", ["a", "b", "c", "d"], Decimal(10), "hard", 2),
        ("true_false", ["false"], Decimal(5), "easy", None),
        ("true_false", ["true"], Decimal(5), "medium", None),
    ]
    assert versions[0].texts == {
        "zh-hans": {
            "stem": "来电铃响几声之内应当接起？",
            "options": {"a": "三声", "b": "五声", "c": "七声", "d": "十声"},
            "explanation": "三声之内接起，超过五声先致歉。",
        }
    }
    assert versions[5].texts["zh-hans"]["options"] == {}
    assert (versions[0].number, versions[0].by_name) == (1, "system")


def test_report_of_the_command() -> None:
    expected = {
        "topic": "热线",
        "questions": 6,
        "by_kind": {"single": 2, "multiple": 2, "true_false": 2},
        "rows": 6,
        "added": 6,
        "changed": 0,
        "unchanged": 0,
        "left": 0,
        "also": {"single": 2, "multiple": 2, "true_false": 2, "topics": 1},
        "errors_total": 0,
        "errors": [],
        "warnings_total": 0,
        "warnings": [],
        "dropped_total": 0,
        "dropped": [],
    }
    wanted = expected | {"dry_run": True, "written": False}
    assert report(str(FILE), "--topic", "热线", "--dry-run") == wanted
    assert Topic.objects.count() == 0
    assert report(str(FILE), "--topic", "热线") == expected | {"dry_run": False, "written": True}
    assert Question.objects.count() == 6


def test_command_tells_errors_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(csv_file([row(正确答案="D")]).getvalue())
    with pytest.raises(SystemExit), override("en"):
        call_command("import_questions", str(bad), "--topic", "热线")
    assert capsys.readouterr().out.splitlines() == [
        "1 rows read: 0 added, 0 changed, 0 left as they are.",
        f"{D_IS_NO_OPTION} Write letters only, such as A or ACD.",
        "Nothing was written.",
    ]


@pytest.mark.parametrize("arguments", [("no-such-file.csv", "--topic", "热线"), (str(FILE), "--topic", " ")])
def test_command_refuses_what_it_cannot_use(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("import_questions", *arguments)


@pytest.mark.cases
@pytest.mark.parametrize(
    ("file", "questions", "by_kind"),
    [
        ("hotline-exam.csv", 10, {"single": 7, "multiple": 3}),
        ("hotline-exam.gb18030.csv", 10, {"single": 7, "multiple": 3}),
        ("finance-exam.csv", 30, {"single": 20, "multiple": 10}),
    ],
)
def test_real_files(file: str, questions: int, by_kind: dict[str, int]) -> None:
    given = report(str(CASES / "spreadsheets" / file), "--topic", "热线")
    assert (given["questions"], given["by_kind"], given["errors"]) == (questions, by_kind, [])
    points = set(QuestionVersion.objects.values_list("points", flat=True))
    assert points == {Decimal(10) if questions == 10 else Decimal(3)} or questions == 30


@pytest.mark.cases
def test_two_encodings_are_the_same_ten() -> None:
    report(str(CASES / "spreadsheets" / "hotline-exam.csv"), "--topic", "热线")
    again = report(str(CASES / "spreadsheets" / "hotline-exam.gb18030.csv"), "--topic", "热线")
    assert (again["added"], again["changed"], again["left"]) == (0, 0, 10)
    assert Question.objects.filter(code="re-xian-00010").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    take(csv_file([row(题号="00010", 正确答案="Ｃ")], encoding=encoding))
    assert said("re-xian-00010").key == {"correct": ["c"]}


def test_workbook_in_another_order_with_other_names() -> None:
    file = xlsx_file(
        [
            ["客服题库 2026"],
            ["*答案", "题目内容", "A", "B", "题目类型（必填）", "试题编号", "每题分值", "答案解析"],
            ["B", "先报什么？", "姓名", "公司名称", "单项选择题", "007", 2.5, "先报公司。"],
            [True, "先致歉。", None, None, "判断题", 8, 2, None],
        ]
    )
    assert take(file).as_json()["errors"] == []
    first, second = said("re-xian-007"), said("re-xian-8")
    assert (first.key, first.points, first.texts["zh-hans"]["explanation"]) == (
        {"correct": ["b"]},
        Decimal("2.5"),
        "先报公司。",
    )
    assert (second.key, second.texts["zh-hans"]["stem"]) == ({"correct": ["true"]}, "先致歉。")


def test_english_file() -> None:
    text = (
        "No.,Type,Question,Option A,Option B,Correct answer,Points,Difficulty,Level\n"
        "1,Single choice,Who hangs up first?,The caller,The agent,a,1,Hard,Level 3\n"
    )
    take(io.BytesIO(text.encode()), topic="Hotline", language="en")
    version = said("hotline-1")
    assert (version.language, version.difficulty, version.level) == ("en", "hard", 3)
    assert version.texts["en"]["options"] == {"a": "The caller", "b": "The agent"}


# Answers


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("ABCD", ["a", "b", "c", "d"]),
        ("A,C", ["a", "c"]),
        ("Ｃ，Ａ", ["a", "c"]),
        ("A、C", ["a", "c"]),
        ("ca", ["a", "c"]),
        ("a; h", ["a", "h"]),
        ("AA", None),
        ("i", ["i"]),
        ("1", None),
        ("，", None),
        ("A或B", None),
    ],
)
def test_letters(found: str, expected: list[str] | None) -> None:
    assert letters(found) == expected


@pytest.mark.parametrize("word", ["对", "對", "正确", "√", "✔", "T", "ｔ", "true", "TRUE", "是"])
def test_words_for_true(word: str) -> None:
    assert truth(word, {}) is True


@pytest.mark.parametrize("word", ["错", "錯誤", "错误", "×", "x", "F", "False", "否"])
def test_words_for_false(word: str) -> None:
    assert truth(word, {}) is False


@pytest.mark.parametrize(
    ("found", "options", "expected"),
    [
        ("A", {}, True),
        ("b", {}, False),
        ("A", {"a": "错误", "b": "正确"}, False),
        ("B", {"a": "错误", "b": "正确"}, True),
        ("B", {"a": "√", "b": "×"}, False),
        ("A", {"a": "同意", "b": "不同意"}, None),
        ("C", {}, None),
        ("也许", {}, None),
    ],
)
def test_letters_for_true_and_false(found: str, options: dict[str, str], expected: bool | None) -> None:
    assert truth(found, options) is expected


# What is wrong, by row and column


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ({"正确答案": "D"}, ("正确答案", "D", "letters of options that are there: A, B, C")),
        ({"正确答案": "三声"}, ("正确答案", "三声", "letters of options that are there: A, B, C")),
        ({"正确答案": ""}, ("正确答案", "", "a cell that is filled in")),
        ({"正确答案": "AB"}, ("正确答案", "AB", "one letter for a single choice")),
        ({"题干": ""}, ("题干", "", "a cell that is filled in")),
        ({"题型": ""}, ("题型", "", "a cell that is filled in")),
        (
            {"题型": "看图"},
            (
                "题型",
                "看图",
                "one of 单选 / 多选 / 判断 / 情境判断 / 填空 / 数值 / 匹配 / 排序 / 完形填空 / 问答 / 口述",
            ),
        ),
        ({"难度": "地狱"}, ("难度", "地狱", "one of 易 / 中 / 难")),
        ({"等级": "6"}, ("等级", "6", "a level from 1 to 5")),
        ({"分值": "五"}, ("分值", "五", "a number")),
        ({"分值": "0"}, ("分值", "0", "a number of at least 0.01")),
        ({"分值": "-5"}, ("分值", "-5", "a number of at least 0.01")),
        ({"分值": "1.005"}, ("分值", "1.005", "a number with at most two decimals")),
        ({"选项B": ""}, ("选项B", "", "an option before the next one")),
        ({"选项B": "", "选项C": ""}, ("选项B", "", "an option")),
        ({"选项C": "三 声"}, ("选项C", "三 声", "options that differ")),
        ({"题型": "判断", "正确答案": "也许", "选项C": ""}, ("正确答案", "也许", "对 or 错, √ or ×, T or F")),
        ({"题型": "判断", "正确答案": "对"}, ("选项C", "七声", "no third option for true or false")),
    ],
)
def test_errors(cells: dict[str, str], error: tuple[str, str, str]) -> None:
    assert wrong(row(题号="2", 题干="好的一行"), row(**cells)) == [(3, *error)]


def test_each_wrong_row_is_told() -> None:
    assert wrong(row(正确答案="D", 选项B=""), row(题号="1"), row(题号="1", 题干="又一题")) == [
        (2, "选项B", "", "an option before the next one"),
        (2, "正确答案", "D", "letters of options that are there: A, C"),
        (3, "题号", "1", "a value that no other row has"),
        (4, "题号", "1", "a value that no other row has"),
    ]


def test_the_same_stem_without_numbers() -> None:
    assert wrong(row(题号=""), row(题号="", 选项A="一声")) == [
        (3, "题干", "来电铃响几声之内应当接起？", "a value that no other row has")
    ]


def test_warnings() -> None:
    outcome = take(csv_file([row(), row(题号="2", 题型="多选")]))
    with override("en"):
        told = [(e.row, e.column, str(e.expected), str(e.remedy)) for e in outcome.warnings]
    assert told == [
        (3, "正确答案", "two letters or more for a multiple choice", "It was taken as it is."),
        (3, "题干", "a stem of its own", "Row 2 asks the same words."),
    ]
    assert outcome.written


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04cut", "题号,题干\n1,a\n".encode()]
)
def test_bad_files(content: bytes) -> None:
    outcome = take(io.BytesIO(content))
    assert (outcome.written, len(outcome.errors), Topic.objects.count()) == (False, 1, 0)


def test_more_rows_than_100_000_are_refused() -> None:
    few = QuestionImport(topic="热线")
    assert few.limit == 100_000
    few.limit = 2
    outcome = few.run(csv_file([row(题号=str(n), 题干=f"第{n}题") for n in range(3)]))
    with override("en"):
        assert [(error.row, str(error.expected)) for error in outcome.errors] == [(4, "at most 2 rows")]
    assert Question.objects.count() == 0


def test_a_row_leaves_little_in_memory() -> None:
    assert (peak_of(6_000) - peak_of(2_000)) / 4_000 < 1_024


def peak_of(rows: int) -> int:
    many = csv_file([row(题号=str(n), 题干=f"第{n}题") for n in range(rows)])
    tracemalloc.start()
    take(many, dry_run=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


# A second time


def test_again_changes_nothing() -> None:
    take(io.BytesIO(FILE.read_bytes()))
    outcome = take(io.BytesIO(FILE.read_bytes()))
    assert (len(outcome.added), len(outcome.changed), outcome.unchanged) == (0, 0, 6)
    assert QuestionVersion.objects.count() == 6


def test_a_changed_row_is_a_new_version() -> None:
    take(csv_file([row(), row(题号="2", 题干="另一题")]))
    outcome = take(csv_file([row(正确答案="B"), row(题号="2", 题干="另一题")]))
    assert [line.as_json() for line in outcome.changed] == [
        {"row": 2, "text": "re-xian-1 v2: 来电铃响几声之内应当接起？"}
    ]
    assert list(Question.objects.get(code="re-xian-1").versions.values_list("number", "key")) == [
        (1, {"correct": ["a"]}),
        (2, {"correct": ["b"]}),
    ]
    assert outcome.unchanged == 1


def test_without_a_number_the_stem_tells_which_question() -> None:
    header = [name for name in HEADER if name != "题号"]
    take(csv_file([row()], header=header))
    outcome = take(csv_file([row(题干=" 来电铃响几声之内应当接起？", 正确答案="C")], header=header))
    assert (len(outcome.added), len(outcome.changed)) == (0, 1)
    assert Question.objects.get().code == "re-xian-2f9ab65b96fb"


def test_a_column_that_is_not_there_leaves_what_was() -> None:
    take(csv_file([row(解析="因为", 难度="难", 等级="2")]))
    outcome = take(csv_file([row()], header=[n for n in HEADER if n not in ("解析", "难度", "等级", "分值")]))
    assert outcome.unchanged == 1
    take(csv_file([row()]))
    emptied = said("re-xian-1")
    assert emptied.texts["zh-hans"]["explanation"] == ""
    assert (emptied.difficulty, emptied.level) == ("medium", None)


def test_another_language_is_added_beside_the_first() -> None:
    take(csv_file([row()]))
    english = row(题干="Within how many rings?", 选项A="Three", 选项B="Five", 选项C="Seven")
    take(csv_file([english]), language="en")
    assert sorted(said("re-xian-1").texts) == ["en", "zh-hans"]
    take(csv_file([english | {"选项C": ""}]), language="en")
    assert sorted(said("re-xian-1").texts) == ["en"]


def test_a_retired_question_is_left_alone(trainer: User) -> None:
    take(csv_file([row()]))
    bank.retire(Question.objects.get(), by=trainer)
    outcome = take(csv_file([row(正确答案="B")]))
    assert (outcome.unchanged, len(outcome.warnings), QuestionVersion.objects.count()) == (1, 1, 1)


def test_a_number_of_another_topic(trainer: User) -> None:
    take(csv_file([row(题号="a-1")]), topic="hot")
    outcome = take(csv_file([row(题号="1")]), topic="hot-a")
    assert [error.column for error in outcome.errors] == ["题号"]


# Whose topic


def test_a_topic_is_hers_who_makes_it(trainer: User) -> None:
    take(csv_file([row()]), by=trainer)
    assert list(Topic.objects.get().trainers.all()) == [trainer]
    assert said("re-xian-1").by_name == str(trainer)


def test_topic_by_name_or_code_and_none_of_others(trainer: User, assessor: User) -> None:
    hers = bank.make_topic(name="热线", by=assessor)
    take(csv_file([row()]), by=trainer, topic="热线")
    own = Topic.objects.exclude(pk=hers.pk).get()
    assert (own.code, list(own.trainers.all())) == ("re-xian-2", [trainer])
    take(csv_file([row()]), by=trainer, topic="re-xian-2")
    assert Question.objects.get().topic == own


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(rows: int) -> None:
    bank.make_topic(name="热线", by=None)
    file = csv_file([row(题号=str(n), 题干=f"第{n}题") for n in range(rows)])
    with CaptureQueriesContext(connection) as captured:
        take(file)
    assert counted(captured) == 7


# Any export comes in as it is

word = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12).filter(
    lambda text: text.strip() == text and not text.startswith("sep=")
)


@st.composite
def questions(draw: st.DrawFn) -> list[dict[str, str]]:
    rows = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["单选", "多选", "判断"]))
        options = draw(st.lists(st.integers(0, 10**6), min_size=2, max_size=4, unique=True))
        right = draw(st.sets(st.integers(0, len(options) - 1), min_size=1))
        picked = sorted(right)[:1] if kind == "单选" else sorted(right)
        cells = {f"选项{'ABCD'[at]}": f"{text} 元" for at, text in enumerate(options)}
        answer = "".join("ABCD"[at] for at in picked)
        if kind == "判断":
            cells, answer = {}, draw(st.sampled_from(["对", "错"]))
        points = str(draw(st.integers(1, 999_999)) / 100)
        rows.append(
            {"题号": f"{number:04d}", "题型": kind, "题干": draw(word) + "？", "正确答案": answer}
            | {"分值": points, "难度": draw(st.sampled_from(["易", "中", "难"])), "解析": draw(word)}
            | cells
        )
    return rows


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=questions(), order=st.permutations(HEADER), encoding=st.sampled_from(["utf-8-sig", "gb18030"]))
def test_round_trip(rows: list[dict[str, str]], order: list[str], encoding: str) -> None:
    topic = f"t{Topic.objects.count()}"
    outcome = take(csv_file(rows, header=order, encoding=encoding), topic=topic)
    assert [str(error) for error in outcome.errors] == []
    assert len(outcome.added) == len(rows)
    for cells in rows:
        version = said(f"{topic}-{cells['题号']}")
        text = version.texts["zh-hans"]
        options = {key[-1].lower(): value for key, value in cells.items() if key[:2] == "选项"}
        assert text["options"] == options
        assert version.points == Decimal(cells["分值"])
        assert version.key["correct"] == (
            [{"对": "true", "错": "false"}[cells["正确答案"]]]
            if cells["题型"] == "判断"
            else list(cells["正确答案"].lower())
        )
    again = take(csv_file(rows, header=order, encoding=encoding), topic=topic)
    assert (len(again.added), len(again.changed), again.unchanged) == (0, 0, len(rows))
