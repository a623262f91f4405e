"""Filling a paper: fixed questions, then what the rules draw, what was asked least first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from random import Random
from typing import Any

from exams.domain.papers import stock
from exams.domain.papers.blueprint import Blueprint
from exams.domain.papers.drawing import Unit, draw
from exams.domain.papers.pool import Candidate, Pool
from exams.domain.taking.shelves import Face, faces
from exams.kinds import Shuffle
from exams.models import Exam, Item, StimulusVersion
from people.models import Employee


@dataclass(frozen=True)
class Asked:
    """A question as one attempt will ask it."""

    version: int
    section: int
    points: Decimal
    order: list[str]
    stimulus: int | None = None


@dataclass(frozen=True)
class Filled:
    """All that an attempt asks: frozen sections and questions, and the booklet they come from, if any."""

    sections: list[dict[str, Any]]
    asked: list[Asked]
    booklet: int | None = None


@dataclass(frozen=True)
class Group:
    """Questions that stay together in a section, with their points."""

    section: int
    lines: list[tuple[Candidate, Decimal]]


def compose(blueprint: Blueprint, pool: Pool, *, times: Mapping[int, int], chance: Random) -> list[Group]:
    """The groups of every section in the paper's order. Of the drawn, those asked fewest `times` come first.

    Raises PaperCannotBeFilled where no choice fills the paper.
    """
    return grouped(blueprint, pool, choose(blueprint, pool, preferred(pool, times, chance)))


def choose(blueprint: Blueprint, pool: Pool, units: Sequence[Unit]) -> list[list[Unit]]:
    """For each rule its units, the first ones preferred. Raises PaperCannotBeFilled."""
    rules = blueprint.rules
    drawn = draw([rule.count for _index, rule in rules], units)
    if drawn is None or not (pool.fixed or rules):
        raise stock.refusal(blueprint, stock.of(blueprint, pool))
    return drawn


def grouped(blueprint: Blueprint, pool: Pool, drawn: Sequence[Sequence[Unit]]) -> list[Group]:
    """Fixed questions and what each rule drew, section by section."""
    found = _fixed(blueprint, pool)
    for (index, rule), units in zip(blueprint.rules, drawn, strict=True):
        groups = [pool.groups[unit.pk] for unit in units]
        found += [Group(index, [(one, rule.points or one.points) for one in group]) for group in groups]
    return sorted(found, key=lambda group: group.section)


def _fixed(blueprint: Blueprint, pool: Pool) -> list[Group]:
    """Fixed questions in their order; neighbours on one stimulus stay together."""
    lines = [
        (index, pool.fixed[question], line.points or pool.fixed[question].points)
        for question, (index, line) in blueprint.fixed.items()
        if question in pool.fixed
    ]
    together = groupby(lines, key=lambda line: (line[0], line[1].stimulus or -line[1].question))
    return [
        Group(index, [(one, points) for _index, one, points in same]) for (index, _what), same in together
    ]


def preferred(pool: Pool, times: Mapping[int, int], chance: Random) -> list[Unit]:
    """Units in the order they are taken: least asked first, else by chance."""
    units = list(pool.units)
    chance.shuffle(units)
    if times:
        units.sort(key=lambda unit: max(times.get(one.question, 0) for one in pool.groups[unit.pk]))
    return units


def lay_out(groups: Iterable[Group], exam: Exam, chance: Random) -> list[list[Asked]]:
    """Groups as one paper: shuffled within their sections and with shuffled options, as the policy says."""
    placed = list(groups)
    material = _material(placed)
    faces.many(one.version for group in placed for one, _points in group.lines)
    written = [[_asked(group, one, points, material) for one, points in group.lines] for group in placed]
    return shuffled(written, exam.shuffle_questions, exam.shuffle_options, chance)


def _asked(group: Group, one: Candidate, points: Decimal, material: Mapping[int | None, int]) -> Asked:
    face = faces.many([one.version])[one.version]
    return Asked(one.version, group.section, points, face.options, material.get(one.stimulus))


def _material(groups: Iterable[Group]) -> dict[int | None, int]:
    """The newest version of each stimulus that is asked about."""
    wanted = {one.stimulus for group in groups for one, _points in group.lines if one.stimulus}
    if not wanted:
        return {}
    return dict(StimulusVersion.objects.latest().filter(stimulus__in=wanted).values_list("stimulus_id", "pk"))


def shuffled(groups: list[list[Asked]], questions: bool, options: bool, chance: Random) -> list[list[Asked]]:
    """Groups in another order within their sections, and their options in another order, where wanted."""
    placed = list(groups)
    if questions:
        chance.shuffle(placed)
        placed.sort(key=lambda group: group[0].section)
    shown = faces.many(one.version for group in placed for one in group)
    return [
        [replace(one, order=_order(one.order, shown[one.version], options, chance)) for one in group]
        for group in placed
    ]


def _order(written: list[str], face: Face, shuffle: bool, chance: Random) -> list[str]:
    """The order of the options on a page: as written, or shuffled where its kind lets or makes it."""
    options = list(written)
    if face.shuffle is Shuffle.ALWAYS or (shuffle and face.shuffle is Shuffle.IF_ASKED):
        chance.shuffle(options)
    return options


def flat(groups: Iterable[Iterable[Asked]]) -> list[Asked]:
    return [one for group in groups for one in group]


def seen_by(employee: Employee) -> Counter[int]:
    """How often the person was asked each question before."""
    asked = Item.objects.filter(attempt__employee=employee)
    return Counter(asked.values_list("version__question_id", flat=True))
