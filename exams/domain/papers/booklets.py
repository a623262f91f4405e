"""Questions drawn once for a sitting: one booklet for everybody, or parallel ones of equal difficulty.

They are drawn when first needed and pinned for good. Questions that earlier sittings of the same exam asked
least come first, and parallel booklets share a question only where the bank has no other.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from exams.domain.papers import blueprint as blueprints
from exams.domain.papers import pool as pools
from exams.domain.papers.blueprint import Blueprint
from exams.domain.papers.drawing import Unit, draw
from exams.domain.papers.filling import (
    Asked,
    Filled,
    Group,
    choose,
    flat,
    grouped,
    lay_out,
    preferred,
    shuffled,
)
from exams.domain.papers.pool import Pool
from exams.domain.taking.shelves import booklet_lines
from exams.enums import Drawing, Medium
from exams.models import Attempt, Booklet, BookletLine, Exam, Item, Sitting
from people.models import Employee

LETTERS = "ABCD"
Made = list[list[Asked]]


def fill(sitting: Sitting, *, employee: Employee, chance: Random) -> Filled:
    """An attempt from a booklet of the sitting: one she has not had, and of those the least given out."""
    booklet = _least_used(on_screen(sitting, chance=chance), sitting, employee)
    exam = sitting.exam
    made = _grouped(booklet_lines.many([booklet.pk])[booklet.pk])
    asked = shuffled(made, exam.shuffle_questions, exam.shuffle_options, chance)
    return Filled(booklet.sections, flat(asked), booklet.pk)


def on_screen(sitting: Sitting, *, chance: Random) -> list[Booklet]:
    """The booklets for the screen, drawn by whoever asks first. Raises PaperCannotBeFilled."""
    return _standing(sitting, Medium.SCREEN) or _draw_on_screen(sitting, chance)


def on_paper(sitting: Sitting, letters: str, *, chance: Random) -> list[Booklet]:
    """The booklets of these letters for print, drawn or completed by whoever asks first.

    Parallel booklets are printed as they are; else each letter asks the same questions in another order, with
    their options in another order. Raises PaperCannotBeFilled.
    """
    with transaction.atomic():
        Sitting.objects.select_for_update().get(pk=sitting.pk)
        standing = {one.letter: one for one in _standing(sitting, Medium.PAPER)}
        missing = [letter for letter in letters if letter not in standing]
        if missing:
            made = _printed(sitting, standing, missing, chance)
            standing |= {one.letter: one for one in made}
    return [standing[letter] for letter in letters]


def groups_of(booklet: Booklet) -> Made:
    """Read anew: inside a transaction nothing may be put on the shelf, since it may be taken back."""
    return _grouped(booklet_lines.load({booklet.pk})[booklet.pk])


def _grouped(rows: list[tuple[Any, ...]]) -> Made:
    return [[Asked(*line[1:]) for line in lines] for _group, lines in groupby(rows, key=lambda line: line[0])]


def draw_series(
    blueprint: Blueprint, pool: Pool, *, number: int, times: Mapping[int, int], chance: Random
) -> list[list[Group]]:
    """Parallel choices for one paper, each with the same number of every difficulty under every rule.

    Raises PaperCannotBeFilled.
    """
    first = choose(blueprint, pool, _thrifty(pool, preferred(pool, times, chance), times, number))
    series, used = [first], _questions(pool, first)
    while len(series) < number:
        most = 1 + max(times.values(), default=0)
        weights = Counter({question: count * most for question, count in used.items()})
        weights.update(times)
        alike = _alike(first, pool, preferred(pool, weights, chance))
        series.append(alike)
        used += _questions(pool, alike)
    return [grouped(blueprint, pool, drawn) for drawn in series]


def _thrifty(pool: Pool, units: list[Unit], times: Mapping[int, int], number: int) -> list[Unit]:
    """Of units that are alike the first booklet prefers its share, so that the others find theirs."""
    alike: dict[tuple, list[Unit]] = defaultdict(list)
    for unit in units:
        alike[(_asked_before(unit, pool, times), unit.rules, _mix(unit, pool))].append(unit)
    share = {unit.pk for rows in alike.values() for unit in rows[: len(rows) // number]}
    return sorted(units, key=lambda unit: (_asked_before(unit, pool, times), unit.pk not in share))


def _asked_before(unit: Unit, pool: Pool, times: Mapping[int, int]) -> int:
    return max(times.get(one.question, 0) for one in pool.groups[unit.pk])


def _mix(unit: Unit, pool: Pool) -> tuple[str, ...]:
    return tuple(sorted(one.difficulty for one in pool.groups[unit.pk]))


def _alike(first: Sequence[Sequence[Unit]], pool: Pool, units: Sequence[Unit]) -> list[list[Unit]]:
    """Another choice with the first one's mix of difficulties: each rule becomes a rule for each mix."""
    needs: Counter[tuple[int, tuple[str, ...]]] = Counter()
    for rule, held in enumerate(first):
        for unit in held:
            needs[rule, _mix(unit, pool)] += unit.size
    split = list(needs)
    finer = [
        Unit(unit.pk, unit.size, frozenset(
            at for at, (rule, mix) in enumerate(split) if rule in unit.rules and mix == _mix(unit, pool)
        ))
        for unit in units
    ]  # fmt: skip
    drawn = draw([needs[part] for part in split], finer) or []
    found: list[list[Unit]] = [[] for _rule in first]
    for (rule, _mixed), held in zip(split, drawn, strict=True):
        found[rule] += held
    return found


def _questions(pool: Pool, drawn: Sequence[Sequence[Unit]]) -> Counter[int]:
    return Counter(one.question for held in drawn for unit in held for one in pool.groups[unit.pk])


def _standing(sitting: Sitting, medium: Medium) -> list[Booklet]:
    return list(Booklet.objects.filter(sitting=sitting, medium=medium).order_by("letter"))


def _least_used(booklets: list[Booklet], sitting: Sitting, employee: Employee) -> Booklet:
    if len(booklets) == 1 or sitting.exam.drawing == Drawing.ONCE:
        return booklets[0]
    given = Attempt.objects.filter(sitting=sitting).order_by().values_list("booklet")
    counted = given.annotate(own=Count("pk", filter=Q(employee=employee)), n=Count("pk"))
    had = {pk: (own, n) for pk, own, n in counted}
    return min(booklets, key=lambda one: (*had.get(one.pk, (0, 0)), one.letter))


def _draw_on_screen(sitting: Sitting, chance: Random) -> list[Booklet]:
    with transaction.atomic():
        Sitting.objects.select_for_update().get(pk=sitting.pk)
        if standing := _standing(sitting, Medium.SCREEN):
            return standing
        number = sitting.exam.booklets if sitting.exam.drawing == Drawing.BOOKLETS else 1
        blueprint, series = _series(sitting, number, chance)
        return _keep(sitting, Medium.SCREEN, blueprint.frozen, dict(zip(LETTERS, series, strict=False)))


def _series(sitting: Sitting, number: int, chance: Random) -> tuple[Blueprint, list[Made]]:
    """Drawn in the paper's own order: each attempt, and each printed letter, is shuffled from there."""
    blueprint = blueprints.of(sitting.exam.paper)
    pool = pools.read(blueprint, practice=sitting.is_practice)
    series = draw_series(blueprint, pool, number=number, times=_asked(sitting.exam), chance=chance)
    as_written = Exam(shuffle_questions=False, shuffle_options=False)
    return blueprint, [lay_out(groups, as_written, chance) for groups in series]


def _asked(exam: Exam) -> Counter[int]:
    """How often earlier sittings of an exam asked each question."""
    rows = Item.objects.filter(attempt__sitting__exam=exam).order_by().values_list("version__question_id")
    return Counter(dict(rows.annotate(n=Count("pk"))))


def _printed(
    sitting: Sitting, standing: Mapping[str, Booklet], missing: Sequence[str], chance: Random
) -> list[Booklet]:
    if sitting.exam.drawing == Drawing.BOOKLETS:
        screen = {one.letter: one for one in on_screen(sitting, chance=chance)}
        wanted = [screen[letter] for letter in missing]
        made = {one.letter: shuffled(groups_of(one), False, False, chance) for one in wanted}
        return _keep(sitting, Medium.PAPER, wanted[0].sections, made)
    sections, written = _written(sitting, standing, chance)
    made = {
        letter: shuffled(written, letter != LETTERS[0], letter != LETTERS[0], chance) for letter in missing
    }
    return _keep(sitting, Medium.PAPER, sections, made)


def _written(sitting: Sitting, standing: Mapping[str, Booklet], chance: Random) -> tuple[list, Made]:
    """The questions that all printed letters ask: booklet A's, the screen's, or drawn now."""
    if standing:
        first = next(iter(standing.values()))
        return first.sections, groups_of(first)
    if sitting.exam.drawing == Drawing.ONCE:
        first = on_screen(sitting, chance=chance)[0]
        return first.sections, groups_of(first)
    blueprint, series = _series(sitting, 1, chance)
    return blueprint.frozen, series[0]


def _keep(sitting: Sitting, medium: Medium, sections: list, made: Mapping[str, Made]) -> list[Booklet]:
    booklets = [
        Booklet.objects.create(
            sitting=sitting, medium=medium, letter=letter, sections=sections, drawn_at=timezone.now()
        )
        for letter in made
    ]
    BookletLine.objects.bulk_create(
        BookletLine(
            booklet=booklet,
            position=position,
            group=group,
            version_id=line.version,
            section=line.section,
            points=line.points,
            order=line.order,
            stimulus_id=line.stimulus,
        )
        for booklet in booklets
        for position, (group, line) in enumerate(_numbered(made[booklet.letter]), start=1)
    )
    return booklets


def _numbered(groups: Made) -> list[tuple[int, Asked]]:
    return [(number, line) for number, group in enumerate(groups, start=1) for line in group]
