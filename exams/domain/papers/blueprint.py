"""A paper as it is drawn from: its sections with fixed questions and draw rules, read in three statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from exams.models import Paper, PaperDraw, PaperQuestion, PaperSection


@dataclass(frozen=True)
class Rule:
    """So many questions of a topic and those below it; an empty difficulty, tag or level asks for none."""

    count: int
    topic: int
    difficulty: str = ""
    tag: int | None = None
    level: int | None = None
    points: Decimal | None = None


@dataclass(frozen=True)
class Fixed:
    question: int
    points: Decimal | None = None


@dataclass(frozen=True)
class Part:
    """A section."""

    title: str
    pass_mark: Decimal | None = None
    fixed: list[Fixed] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


@dataclass(frozen=True)
class Blueprint:
    title: str
    parts: list[Part]

    @property
    def rules(self) -> list[tuple[int, Rule]]:
        """Every rule with its section's index, in their order."""
        return [(index, rule) for index, part in enumerate(self.parts) for rule in part.rules]

    @property
    def fixed(self) -> dict[int, tuple[int, Fixed]]:
        """The fixed questions, each where it stands first, with its section's index."""
        found: dict[int, tuple[int, Fixed]] = {}
        for index, part in enumerate(self.parts):
            for line in part.fixed:
                found.setdefault(line.question, (index, line))
        return found

    @property
    def frozen(self) -> list[dict[str, Any]]:
        """The sections as an attempt or a booklet keeps them."""
        return [
            {"title": part.title, "pass_mark": None if part.pass_mark is None else str(part.pass_mark)}
            for part in self.parts
        ]


def of(paper: Paper) -> Blueprint:
    sections = PaperSection.objects.filter(paper=paper).order_by("position")
    fixed = _grouped(
        PaperQuestion.objects.filter(section__paper=paper).order_by("position", "pk"), Fixed, "question_id"
    )
    rules = _grouped(
        PaperDraw.objects.filter(section__paper=paper).order_by("position", "pk"),
        Rule,
        "count",
        "topic_id",
        "difficulty",
        "tag_id",
        "level",
    )
    return Blueprint(
        title=paper.title,
        parts=[
            Part(title, pass_mark, fixed[pk], rules[pk])
            for pk, title, pass_mark in sections.values_list("pk", "title", "pass_mark")
        ],
    )


def _grouped(rows: Any, make: Any, *columns: str) -> dict[int, list[Any]]:
    """Rows by their section; their points come last."""
    found: dict[int, list[Any]] = defaultdict(list)
    for section, *values in rows.values_list("section_id", *columns, "points"):
        found[section].append(make(*values))
    return found


def tags(rules: Iterable[Rule]) -> set[int]:
    return {rule.tag for rule in rules if rule.tag}
