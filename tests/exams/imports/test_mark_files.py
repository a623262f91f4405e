"""Files of marks and of chosen options, as other programs write them."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import translation

from core.imports.errors import FileError
from exams.imports.mark_files import WrongKey, open_marks
from tests.cases import CASES

LSAT6 = "psychometrics"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def opened(text, *, key=None, **told):
    return open_marks(file_of(text), key=None if key is None else file_of(key), **told)


def file_of(text):
    return io.BytesIO(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "Q1,Q2,Q3\n1,0,1\n0,0,1\n1,1,1\n",
        "1,0,1\n0,0,1\n1,1,1\n",
        "1;0;1\n0;0;1\n1;1;1\n",
        "1\t0\t1\n0\t0\t1\n1\t1\t1\n",
        "1 0 1\n0 0 1\n1 1 1\n",
        "\ufeffQ1,Q2,Q3\r\n1,0,1\r\n\r\n0,0,1\r\n1,1,1",
        "1,2,3\n1,0,1\n0,0,1\n1,1,1\n",
        '"Q1","Q2","Q3"\n"1","0","1"\n"0","0","1"\n"1","1","1"\n',
        '"","Q1","Q2","Q3"\n"1",1,0,1\n"2",0,0,1\n"3",1,1,1\n',
        "Q1,Q2,Q3\n1,1,0,1\n2,0,0,1\n3,1,1,1\n",
        "工号,题1,题2,题3,总分\n0001,1,0,1,2\n0002,0,0,1,1\n0003,1,1,1,3\n",
        "李明,1,0,1\n王芳,0,0,1\n张伟,1,1,1\n",
        "Q1,Q2,Q3\nTRUE,FALSE,TRUE\nFALSE,FALSE,TRUE\nTRUE,TRUE,TRUE\n",
        "101\n001\n111\n",
        "pattern,freq\n101,1\n001,1\n111,1\n",
    ],
)
def test_one_matrix_in_many_dresses(text):
    found = opened(text)
    assert (found.marks, found.errors, found.most) == ([[1, 0, 1], [0, 0, 1], [1, 1, 1]], [], [1, 1, 1])


def test_chinese_excel_writes_gb18030():
    found = opened("姓名,题一,题二\n李明,1,0\n王芳,0,1\n".encode("gb18030"))
    assert (found.names, found.marks) == (["题一", "题二"], [[1, 0], [0, 1]])


def test_a_workbook():
    book = openpyxl.Workbook()
    for row in (["工号", "题1", "题2"], ["0001", 2, 0.5], ["0002", 1, None]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    found = opened(file.getvalue())
    assert (found.marks, found.most, found.blanks) == ([[2, 0.5], [1, None]], [2, 0.5], 1)


@pytest.mark.parametrize(
    ("text", "told", "column"),
    [
        ("a,b,n\n0,1,3\n1,1,0\n1,0,2\n", {}, "n"),
        ("0,1,3\n1,1,0\n1,0,2\n", {}, "3"),
        ("a,b,how many\n0,1,3\n1,1,0\n1,0,2\n", {"counts": "how many"}, "how many"),
        ("a,b,x\n0,1,3\n1,1,0\n1,0,2\n", {"counts": "3"}, "x"),
        ("a,b,x\n0,1,3\n1,1,0\n1,0,2\n", {"counts": "last"}, "x"),
    ],
)
def test_patterns_with_counts(text, told, column):
    found = opened(text, **told)
    assert (found.counts, found.count_column, found.names[:2]) == ([3, 0, 2], column, found.names)


def test_counts_may_be_refused():
    assert opened("0,1,3\n1,1,0\n1,0,2\n", counts="none").most == [1, 1, 3]


def test_a_blank_was_not_asked_unless_it_is_said_to_be_nothing():
    text = "a,b\n1,\n1,NA\n,0\n0,1\n"
    assert opened(text).marks == [[1, None], [1, None], [None, 0], [0, 1]]
    assert opened(text).blanks == 3
    assert opened(text, blank_is_zero=True).marks == [[1, 0], [1, 0], [0, 0], [0, 1]]


def test_points_with_a_comma_and_a_row_of_greatest_marks():
    found = opened("姓名;甲;乙\n满分;2;5\n李明;0,5;4\n王芳;2;3,5\n")
    assert (found.marks, found.most, found.most_given) == ([[0.5, 4], [2, 3.5]], [2, 5], True)


def test_greatest_marks_may_be_given():
    assert opened("a,b\n1,3\n2,3\n", most=[4]).most == [4, 4]
    assert opened("a,b\n1,3\n2,3\n", most=[2, 5]).most == [2, 5]
    assert opened("a,b\n1,0\n2,0\n").most == [2, 1]


def test_a_person_who_left_everything_open_is_a_person():
    assert opened("Q1,Q2\nA,B\n,\nB,B\n,\n", key="A,B").marks == [[1, 1], [0, 0], [0, 1]]


def test_points_that_count_up_are_no_header():
    assert opened("1,2,3\n3,2,3\n0,1,1\n").marks == [[1, 2, 3], [3, 2, 3], [0, 1, 1]]
    assert opened("1,2,3\n2,2,3\n4,1,3\n", key="1,2,3").marks == [[1, 1, 1], [0, 1, 1], [0, 0, 1]]
    assert opened("1,2,3\n3,2,3\n0,1,1\n", header=True).marks == [[3, 2, 3], [0, 1, 1]]


KEYS = ["A,B,C", "Q1,Q2,Q3\nA,B,C", "Q1,A\nQ2,B\nQ3,C", "item,key\nQ3,C\nQ1,A\nQ2,B", "A\nB\nC", "ABC", "abc"]


@pytest.mark.parametrize("key", KEYS)
def test_chosen_options_with_a_key_in_many_dresses(key):
    found = opened("Q1,Q2,Q3\nA,B,C\na,C,\nD,b,A\n", key=key)
    assert found.marks == [[1, 1, 1], [1, 0, 0], [0, 1, 0]]
    assert found.chosen == [[("A",), ("B",), ("C",)], [("A",), ("C",), None], [("D",), ("B",), ("A",)]]
    assert found.blanks == 1


def test_options_without_a_header_and_with_counts():
    found = opened("A,B,12\nB,B,3\n", key="A,B")
    assert (found.marks, found.counts) == ([[1, 1], [0, 1]], [12, 3])


def test_several_options_at_once_and_several_keys():
    found = opened('Q1,Q2\nAC,B\n"c, a",D\nA,C\n', key="Q1,AC\nQ2,B/D\nQ9,A")
    assert found.marks == [[1, 1], [1, 1], [0, 0]]


@pytest.mark.parametrize(
    ("text", "told", "place"),
    [
        ("a,b\n1,0\nx,1\n0,1\n", {}, (3, "a", "x")),
        ("1,0\n1,1\n0,1x\n0,0\n", {}, (3, "2", "1x")),
        ("a,b\n1,0\n1,0,1\n0,1\n", {}, (3, "", "cells: 3")),
        ("a,b\n1,0\n1\n0,1\n", {}, (3, "", "cells: 1")),
        ("a,b,n\n1,0,3\n0,1,two\n", {}, (3, "n", "two")),
        ("a,b,n\n1,0,3\n0,1,-2\n", {}, (3, "n", "-2")),
        ("a,b\n1,0\n3,1\n", {"most": [2]}, (3, "a", "3")),
    ],
)
def test_an_error_names_its_place_and_its_remedy(text, told, place):
    (error,) = opened(text, **told).errors
    assert (error.row, str(error.column), str(error.found)) == place
    assert str(error.expected)
    assert str(error.remedy)


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n", "李明,王芳\n张伟,赵敏\n", b"%PDF-1.7"])
def test_what_is_no_table_of_marks_is_refused(text):
    with pytest.raises(FileError) as refused:
        opened(text)
    assert str(refused.value.remedy)


@pytest.mark.parametrize("key", ["A,B", "Q1,A\nQ2,B\nQ4,D", "Q1,A\nQ2,\nQ3,C"])
def test_a_key_that_does_not_fit_is_refused(key):
    with pytest.raises(WrongKey):
        opened("Q1,Q2,Q3\nA,B,C\nB,B,C\n", key=key)


def analysed(capsys, *args):
    call_command("item_analysis", *map(str, args), "--json")
    return json.loads(capsys.readouterr().out)


def test_the_command_prints_figures_and_options(tmp_path, capsys):
    marks, key = tmp_path / "chosen.csv", tmp_path / "key.csv"
    marks.write_text("Q1,Q2\nA,B\nA,C\nB,B\n,B\n")
    key.write_text("A,B")
    found = analysed(capsys, marks, "--key", key)
    assert found["test"]["people"] == 4
    assert [one["facility"] for one in found["questions"]] == [0.5, 0.75]
    assert [(one["option"], one["right"], one["people"]) for one in found["questions"][0]["options"]] == [
        ("A", True, 2),
        ("B", False, 1),
        (None, False, 1),
    ]
    assert [one["code"] for one in found["test"]["advice"]] == ["few"]


def test_the_command_lists_what_is_wrong(tmp_path, capsys):
    file = tmp_path / "marks.csv"
    file.write_text("a,b\n1,0\nx,1\n0,1\n")
    with pytest.raises(SystemExit, match="1"):
        analysed(capsys, file)
    error = json.loads(capsys.readouterr().out)["errors"][0]
    assert {name: error[name] for name in ("row", "column", "found", "expected", "remedy")} == {
        "row": 3,
        "column": "a",
        "found": "x",
        "expected": "a number of points, or nothing",
        "remedy": "Correct the cell, or leave it empty. If the file holds chosen options, "
        "give the key with --key.",
    }


@pytest.mark.cases
def test_lsat6_has_its_published_values(capsys):
    folder: Path = CASES / LSAT6
    published = json.loads((folder / "lsat6-published.json").read_text())
    found = analysed(capsys, folder / "lsat6.csv")
    assert found["test"]["people"] == 1000
    near = {"abs": 0.001}
    assert [one["facility"] for one in found["questions"]] == pytest.approx(published["p_correct"], **near)
    correlations = [one["item_total_correlation"] for one in found["questions"]]
    assert correlations == pytest.approx(published["point_biserial_with_total"], **near)
    assert found["test"]["alpha"] == pytest.approx(published["cronbach_alpha"], **near)
