"""An analysis of responses from wherever they come: figures, tables of options, and what to do.

numpy is loaded when the first analysis is asked for, not when the server starts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exams.domain.analysis import advice
from exams.domain.analysis.advice import Advice, OptionCount

if TYPE_CHECKING:
    from exams.domain.statistics import QuestionFigures, TestFigures

Chosen = tuple[str, ...]


@dataclass(frozen=True)
class Options:
    """The options of a choice: letters with their texts, and those that belong to a right answer."""

    texts: dict[str, str]
    right: frozenset[str]


@dataclass
class Responses:
    """People × questions in points; None is not asked. `counts` says for how many people a row stands.

    `chosen` holds the options of each answer, none if it was left open; None if not asked, or no choice.
    """

    names: list[Any]
    marks: list[list[float | None]]
    most: list[float]
    counts: list[int] | None = None
    chosen: list[list[Chosen | None]] | None = None
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

    totals, blank = statistics.total(marks), np.isnan(marks)
    rows = np.repeat(np.arange(len(responses.marks)), counts)
    tables = []
    for at, options in enumerate(responses.options):
        third = np.full(len(marks), -1, dtype=np.int64)
        asked = ~blank[:, at]
        third[asked] = statistics.thirds(totals[asked] - marks[asked, at])
        chosen = [row[at] for row in responses.chosen]
        tables.append([] if options is None else _table(chosen, rows, third, options))
    return tables


def _table(chosen: Sequence[Chosen | None], rows: Any, third: Any, options: Options) -> list[OptionCount]:
    """A line for each option in order, then who left it open. Of several chosen at once, each counts."""
    import numpy as np

    from exams.domain import statistics

    answers = list(dict.fromkeys(chosen))
    places = {answer: place for place, answer in enumerate(answers)}
    given = np.fromiter((places[answer] for answer in chosen), dtype=np.int64, count=len(chosen))[rows]

    def counted(letter: str) -> tuple[int, int, int]:
        hits = np.array([_chose(answer, letter) for answer in answers], dtype=bool)
        return statistics.by_third(hits[given], third)

    found = [
        OptionCount(letter, text, letter in options.right, *counted(letter))
        for letter, text in options.texts.items()
    ]
    left_open = OptionCount("", "", False, *counted(""))
    return [*found, left_open] if left_open.people else found


def _chose(answer: Chosen | None, letter: str) -> bool:
    """Whether an answer holds an option; no option at all for the empty letter."""
    return answer is not None and (letter in answer if letter else not answer)
