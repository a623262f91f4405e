"""Papers: what a blueprint draws from the bank, whether the bank can fill it, and for whom."""

import secrets
from random import Random

from exams.domain.papers import blueprint as blueprints
from exams.domain.papers import booklets, pool, stock
from exams.domain.papers.authority import drawable, has_open_keys
from exams.domain.papers.filling import Asked, Filled, compose, flat, lay_out, seen_by
from exams.domain.papers.samples import (
    Overlap,
    Repetition,
    Sample,
    overlap,
    overlap_of,
    samples,
    spread_of,
)
from exams.enums import Drawing
from exams.models import Paper, QuestionVersion, Sitting
from people.models import Employee

__all__ = [
    "Asked",
    "Filled",
    "Overlap",
    "Repetition",
    "Sample",
    "check",
    "drawable",
    "fill",
    "has_open_keys",
    "overlap",
    "overlap_of",
    "samples",
    "size",
    "spread_of",
]


SEED = 256


def fill(sitting: Sitting, *, employee: Employee, chance: Random | None = None) -> Filled:
    """The questions for one attempt, in the order she gets them. Raises PaperCannotBeFilled."""
    chance = chance or Random(secrets.randbits(SEED))  # noqa: S311  the seed cannot be guessed
    if sitting.exam.drawing != Drawing.PERSON:
        return booklets.fill(sitting, employee=employee, chance=chance)
    blueprint, found = pool.recent(sitting.exam.paper, practice=sitting.is_practice)
    times = seen_by(employee) if blueprint.rules else {}
    groups = compose(blueprint, found, times=times, chance=chance)
    return Filled(blueprint.frozen, flat(lay_out(groups, sitting.exam, chance)))


def check(paper: Paper, *, practice: bool = False) -> None:
    """Raises PaperCannotBeFilled where the bank cannot fill the paper; it names the section and the rule."""
    blueprint = blueprints.of(paper)
    found = stock.of(blueprint, pool.read(blueprint, practice=practice))
    if not found.is_enough:
        raise stock.refusal(blueprint, found)


def size(paper: Paper) -> int:
    """How many questions an attempt at this paper asks."""
    blueprint = blueprints.of(paper)
    fixed = QuestionVersion.objects.asked().filter(question__in=list(blueprint.fixed))
    return fixed.count() + sum(rule.count for _index, rule in blueprint.rules)
