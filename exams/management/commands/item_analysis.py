import json
from argparse import BooleanOptionalAction
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.imports.errors import FileError
from core.imports.outcome import RowError
from exams.domain.analysis.advice import Advice, OptionCount
from exams.domain.analysis.analyses import Analysis, Options, QuestionReport, Responses, analyse
from exams.imports.mark_files import MarkFile, open_marks

COLUMNS = ("facility", "standard_deviation", "discrimination_index", "discriminative_efficiency",
           "effective_weight",
           "item_total_correlation", "item_rest_correlation", "alpha_without_item")  # fmt: skip
TEST = ("mean", "mean_share", "standard_deviation", "skewness", "kurtosis", "alpha",
        "internal_consistency", "error_ratio", "standard_error")  # fmt: skip


class Command(BaseCommand):
    help = "Item analysis of a file of raw marks (0/1 or points), or with --key of one of chosen options."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="CSV or XLSX: a row for each person, or pattern with its count."
        )
        parser.add_argument(
            "--key", type=Path, help="File of the right options; the marks are worked out from it."
        )
        parser.add_argument("--json", action="store_true", help="Print the report as JSON.")
        parser.add_argument(
            "--header", action=BooleanOptionalAction, help="Whether the first row names the columns."
        )
        parser.add_argument(
            "--counts", default="", help="The column of counts: its name, number, last, or none."
        )
        parser.add_argument(
            "--max", default="", help="Greatest possible mark: one for all, or one each with commas."
        )
        parser.add_argument(
            "--blank", choices=("missing", "zero"), help="What a blank cell is: not asked, or 0 points."
        )
        parser.add_argument(
            "--ranking", action="store_true", help="The test is to rank people, not to be passed by all."
        )

    def handle(self, *args: Any, file: Path, key: Path | None, **options: Any) -> None:
        try:
            marks = _opened(file, key, options)
        except FileError as error:
            return self._refuse([RowError.of_file(error)], options["json"])
        if marks.errors:
            return self._refuse(marks.errors, options["json"])
        found = analyse(_responses(marks), mastery=not options["ranking"])
        self.stdout.write(_as_json(marks, found) if options["json"] else "\n".join(_as_text(marks, found)))
        return None

    def _refuse(self, errors: list[RowError], as_json: bool) -> None:
        if as_json:
            self.stdout.write(_dumped({"errors": [error.as_json() for error in errors]}))
        else:
            self.stdout.write("\n".join(str(error) for error in errors))
        raise SystemExit(1)


def _opened(file: Path, key: Path | None, options: dict[str, Any]) -> MarkFile:
    blank = options["blank"]
    with ExitStack() as stack:
        return open_marks(
            _binary(file, stack),
            key=None if key is None else _binary(key, stack),
            header=options["header"],
            counts=options["counts"],
            most=_numbers(options["max"]),
            blank_is_zero=None if blank is None else blank == "zero",
        )


def _binary(file: Path, stack: ExitStack) -> BinaryIO:
    try:
        return stack.enter_context(file.open("rb"))
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


def _numbers(text: str) -> list[float]:
    try:
        found = [float(part) for part in text.split(",") if part.strip()]
    except ValueError:
        found = [0.0]
    if any(not number > 0 for number in found):
        raise CommandError("--max: numbers above 0, such as 5 or 1,2,5")
    return found


def _responses(marks: MarkFile) -> Responses:
    return Responses(
        names=marks.names,
        marks=marks.marks,
        most=marks.most,
        counts=marks.counts,
        chosen=None if marks.chosen is None else [[answer or () for answer in row] for row in marks.chosen],
        options=None if marks.keys is None else [_options(marks, at) for at in range(len(marks.names))],
    )


def _options(marks: MarkFile, at: int) -> Options:
    """What anybody chose, and what is right."""
    right = {option for answer in (marks.keys or [])[at] for option in answer}
    found = {option for row in marks.chosen or [] for option in row[at] or ()}
    return Options(dict.fromkeys(sorted(found | right), ""), frozenset(right))


def _as_json(marks: MarkFile, found: Analysis) -> str:
    return _dumped(
        {
            "file": {
                "rows": len(marks.marks),
                "header": marks.has_header,
                "kind": "marks" if marks.chosen is None else "options",
                "count_column": marks.count_column,
                "ignored_columns": marks.ignored,
                "blank_cells": marks.blanks,
                "max": "given" if marks.most_given or marks.keys else "greatest mark found",
            },
            "test": {**asdict(found.test), "advice": [_advice(one) for one in found.advice]},
            "questions": [_question(report) for report in found.questions],
            "errors": [],
        }
    )


def _question(report: QuestionReport) -> dict[str, Any]:
    return {
        "name": report.name,
        "max": report.most,
        **asdict(report.figures),
        "options": [_option(option) for option in report.options],
        "advice": [_advice(one) for one in report.advice],
    }


def _option(option: OptionCount) -> dict[str, Any]:
    return {
        "option": option.letter or None,
        "right": option.right,
        "lowest_third": option.low,
        "middle_third": option.middle,
        "best_third": option.best,
        "people": option.people,
    }


def _advice(one: Advice) -> dict[str, str]:
    return {"code": one.code, "weight": one.weight, "text": one.text}


def _as_text(marks: MarkFile, found: Analysis) -> Iterator[str]:
    yield f"{found.test.people} people, {found.test.questions} questions"
    if marks.ignored:
        yield f"Columns that were not read: {', '.join(marks.ignored)}"
    if marks.blanks:
        yield f"Blank cells: {marks.blanks}"
    for name in TEST:
        yield f"  {name.replace('_', ' '):<24}{_shown(getattr(found.test, name)):>10}"
    yield from (f"  {one.text}" for one in found.advice)
    for report in found.questions:
        yield f"{report.name} (max {report.most:g}, {report.figures.people} people)"
        yield from (
            f"  {name.replace('_', ' '):<24}{_shown(getattr(report.figures, name)):>10}" for name in COLUMNS
        )
        for option in report.options:
            mark = "*" if option.right else " "
            yield f"  {mark} {option.letter or '–':<4} {option.low:>6} {option.middle:>6} {option.best:>6}"
        yield from (f"  {one.text}" for one in report.advice)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _dumped(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)
