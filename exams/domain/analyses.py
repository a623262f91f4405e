"""An analysis of responses from wherever they come: figures, tables of options, and what to do.

numpy is loaded when the first analysis is asked for, not when the server starts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exams.domain import advice
from exams.domain.advice import Advice, OptionCount

if TYPE_CHECKING:
    from exams.domain.statistics import QuestionFigures, TestFigures


@dataclass(frozen=True)
class Options:
    """The options of a choice: letters with their texts; the right answers, each a text of letters."""

    texts: dict[str, str]
    right: frozenset[str]


@dataclass
class Responses:
    """People × questions in points; None is not asked. `counts` says for how many people a row stands.

    `chosen` is the answer as a text: letters in order, `""` left open; None if not asked, or no choice.
    """

    names: list[Any]
    marks: list[list[float | None]]
    most: list[float]
    counts: list[int] | None = None
    chosen: list[list[str | None]] | None = None
    options: list[Options | None] | None = None
    drawn: list[bool] = field(default_factory=list)


@dataclass(frozen=True)
class QuestionReport:
    name: Any
    most: float
    drawn: bool
    figures: "QuestionFigures"
    options: list[OptionCount]
    advice: list[Advice]

    @property
    def is_problem(self) -> bool:
        return any(one.weight == "problem" for one in self.advice)


@dataclass(frozen=True)
class Analysis:
    test: "TestFigures"
    questions: list[QuestionReport]
    advice: list[Advice]
    totals: list[float]
    possible: list[float]


def analyse(responses: Responses, *, mastery: bool = True) -> Analysis:
    """Everything that responses tell. Each person counts once; a row may stand for many."""
    import numpy as np

    from exams.domain import statistics

    counts = responses.counts or [1] * len(responses.marks)
    shape = (len(responses.marks), len(responses.names))
    rows = np.asarray(responses.marks, dtype=np.float64).reshape(shape)
    marks = np.repeat(rows, counts, axis=0)
    figures = statistics.of_questions(marks, responses.most, drawn=responses.drawn)
    tables = _tables(responses, marks, counts)
    test = statistics.of_test(marks, responses.most)
    asked = ~np.isnan(marks)
    return Analysis(
        test=test,
        questions=[
            _report(responses, at, figures[at], tables[at], mastery) for at in range(len(responses.names))
        ],
        advice=advice.on_test(test, mastery=mastery),
        totals=statistics.total(marks)[asked.any(axis=1)].tolist(),
        possible=(asked @ np.asarray(responses.most, dtype=np.float64))[asked.any(axis=1)].tolist(),
    )


def _report(
    responses: Responses, at: int, figures: "QuestionFigures", options: list[OptionCount], mastery: bool
) -> QuestionReport:
    return QuestionReport(
        name=responses.names[at],
        most=responses.most[at],
        drawn=bool(responses.drawn and responses.drawn[at]),
        figures=figures,
        options=options,
        advice=advice.on_question(figures, options, mastery=mastery),
    )


def _tables(responses: Responses, marks: Any, counts: Sequence[int]) -> list[list[OptionCount]]:
    """For each choice, who chose what by third of the score on the other questions: the question itself,
    whose key may be wrong, has no say in who is best."""
    if responses.chosen is None or responses.options is None:
        return [[] for _name in responses.names]
    import numpy as np

    from exams.domain import statistics

    chosen = np.repeat(np.asarray(responses.chosen, dtype=object).reshape(-1, marks.shape[1]), counts, axis=0)
    totals, blank = statistics.total(marks), np.isnan(marks)
    tables = []
    for at, options in enumerate(responses.options):
        if options is None:
            tables.append([])
            continue
        asked = ~blank[:, at]
        third = np.full(len(marks), -1, dtype=np.int64)
        third[asked] = statistics.thirds(totals[asked] - marks[asked, at])
        tables.append(_table(chosen[:, at], third, options))
    return tables


def _table(chosen: Any, third: Any, options: Options) -> list[OptionCount]:
    """A line for each option in order, then who left it open. Of several chosen at once, each counts."""
    from exams.domain import statistics

    given = [None if answer is None else str(answer) for answer in chosen]
    others = {answer for answer in given if answer and not _letters(answer, options)} - options.texts.keys()
    rows = [(letter, text, _is_right(letter, options)) for letter, text in options.texts.items()]
    rows += [(answer, "", answer in options.right) for answer in sorted(others)]
    found = [
        OptionCount(letter, text, right, *statistics.by_third(_chose(given, letter, options), third))
        for letter, text, right in rows
    ]
    left_open = OptionCount("", "", False, *statistics.by_third(_chose(given, "", options), third))
    return [*found, left_open] if left_open.people else found


def _chose(given: Sequence[str | None], letter: str, options: Options) -> Any:
    import numpy as np

    hits = {answer: _holds(answer, letter, options) for answer in set(given)}
    return np.fromiter((hits[answer] for answer in given), dtype=bool, count=len(given))


def _holds(answer: str | None, letter: str, options: Options) -> bool:
    if answer is None or not letter or not answer:
        return answer == letter
    return answer == letter or letter in _letters(answer, options)


def _letters(answer: str, options: Options) -> str:
    """The letters of an answer that is made of options; empty if it is something else."""
    return answer if all(letter in options.texts for letter in answer) else ""


def _is_right(letter: str, options: Options) -> bool:
    """Whether an option belongs to a right answer."""
    return any(letter == right or letter in _letters(right, options) for right in options.right)
