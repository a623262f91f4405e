"""Papers tried out: what candidates would get, how alike two of them are, how equal in difficulty."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from random import Random

from django.utils.translation import gettext as _

from exams.domain.papers import blueprint as blueprints
from exams.domain.papers import pool as pools
from exams.domain.papers.filling import Asked, Group, choose, compose, flat, grouped, lay_out, preferred
from exams.enums import Difficulty
from exams.models import Exam, Item, Paper, Sitting

SAMPLES = 20
FAIR = 0.03
OTHERS = 0.7  # of a make-up test's questions, at least
WEIGHT = {Difficulty.EASY: 0.0, Difficulty.MEDIUM: 0.5, Difficulty.HARD: 1.0}


@dataclass(frozen=True)
class Overlap:
    """Shares, 0 to 1, of one candidate's questions that another has too: on the average and at worst."""

    mean: float
    worst: float

    @property
    def words(self) -> str:
        return _("Two candidates share %(mean)d %% of their questions on average, at worst %(worst)d %%.") % {
            "mean": round(self.mean * 100), "worst": round(self.worst * 100)
        }  # fmt: skip


@dataclass(frozen=True)
class Repetition(Overlap):
    """Shares of a make-up test's questions that a person was asked before, over `people`."""

    people: int

    @property
    def is_other_enough(self) -> bool:
        return 1 - self.worst >= OTHERS - 1e-9

    @property
    def words(self) -> str:
        facts = {"mean": round((1 - self.mean) * 100), "worst": int((1 - self.worst) * 100 + 1e-6)}
        if self.is_other_enough:
            return (
                _("On average %(mean)d %% of the questions are others than before, at least %(worst)d %%.")
                % facts
            )
        return (
            _(
                "The bank does not hold 70 %% other questions for everybody: on average %(mean)d %% are "
                "others than before, for one person only %(worst)d %%."
            )
            % facts
        )


@dataclass(frozen=True)
class Sample:
    titles: list[str]
    groups: list[Group]
    asked: list[Asked]

    @property
    def questions(self) -> frozenset[int]:
        return frozenset(one.question for group in self.groups for one, _points in group.lines)

    @property
    def points(self) -> Decimal:
        return sum((points for group in self.groups for _one, points in group.lines), Decimal(0))

    @property
    def difficulties(self) -> Counter[str]:
        return Counter(one.difficulty for group in self.groups for one, _points in group.lines)

    @property
    def difficulty(self) -> float:
        """The mean difficulty by points, from 0 (all easy) to 1 (all hard)."""
        weighed = sum(
            WEIGHT[Difficulty(one.difficulty)] * float(points)
            for group in self.groups
            for one, points in group.lines
        )
        return weighed / float(self.points)


def samples(paper: Paper, *, number: int = SAMPLES) -> list[Sample]:
    """What so many candidates would get who were never asked anything. The same bank gives the same samples.

    Raises PaperCannotBeFilled.
    """
    blueprint = blueprints.of(paper)
    pool = pools.read(blueprint)
    policy = Exam(shuffle_questions=False, shuffle_options=False)
    found = []
    for seed in range(number):
        chance = Random(seed)  # noqa: S311
        groups = compose(blueprint, pool, times={}, chance=chance)
        titles = [part.title for part in blueprint.parts]
        found.append(Sample(titles, groups, flat(lay_out(groups, policy, chance))))
    return found


@dataclass(frozen=True)
class Spread:
    """How equal the papers of several candidates are: points, and difficulty from 0 (all easy) to 1."""

    points: tuple[Decimal, Decimal]
    difficulty: tuple[float, float]
    mix: dict[str, float]

    @property
    def is_fair(self) -> bool:
        """Within three hundredths of the scale, and worth the same."""
        return self.difficulty[1] - self.difficulty[0] <= FAIR and self.points[0] == self.points[1]

    @property
    def words(self) -> str:
        low, high = (round(value * 100) for value in self.difficulty)
        return _("Difficulty, from 0 (all easy) to 100 (all hard): from %(low)d to %(high)d.") % {
            "low": low, "high": high
        }  # fmt: skip

    @property
    def mix_words(self) -> str:
        """On average: 6.0 easy, 3.5 medium, 0.5 hard."""
        parts = [f"{self.mix[level]:.1f} {level.label}" for level in Difficulty if self.mix.get(level)]
        return " · ".join(parts)

    @property
    def points_words(self) -> str:
        low, high = (f"{value.normalize():f}" for value in self.points)
        if low == high:
            return _("Each is worth %(points)s points.") % {"points": low}
        return _("They are worth from %(low)s to %(high)s points: give the rules points of their own.") % {
            "low": low, "high": high
        }  # fmt: skip


def spread_of(samples: Sequence[Sample]) -> Spread:
    points, difficulty = ([sample.points for sample in samples], [sample.difficulty for sample in samples])
    counted = sum((sample.difficulties for sample in samples), Counter())
    return Spread(
        (min(points), max(points)),
        (min(difficulty), max(difficulty)),
        {level: number / len(samples) for level, number in counted.items()},
    )


def overlap_of(sets: Sequence[frozenset[int]]) -> Overlap:
    """Over all pairs; the share is of the larger paper's questions. One paper alone overlaps with nobody."""
    shares = [len(one & other) / max(len(one), len(other), 1) for one, other in combinations(sets, 2)]
    return Overlap(sum(shares) / len(shares), max(shares)) if shares else Overlap(0.0, 0.0)


def overlap(*, exam: Exam, earlier: Sitting) -> Repetition:
    """How much of a new sitting of an exam those would know who handed in at an earlier one.

    A draw takes what a person was not asked before as far as the bank goes: this tells how far that is.
    Raises PaperCannotBeFilled.
    """
    blueprint = blueprints.of(exam.paper)
    pool = pools.read(blueprint)
    shares = []
    for known, people in _asked_at(earlier).items():
        times = dict.fromkeys(known, 1)
        drawn = choose(blueprint, pool, preferred(pool, times, Random(0)))  # noqa: S311
        asked = _questions(grouped(blueprint, pool, drawn))
        shares += [len(asked & known) / len(asked)] * people
    if not shares:
        return Repetition(0.0, 0.0, 0)
    return Repetition(sum(shares) / len(shares), max(shares), len(shares))


def _asked_at(sitting: Sitting) -> Counter[frozenset[int]]:
    """For each set of questions how many people had it."""
    rows = Item.objects.filter(attempt__sitting=sitting).values_list(
        "attempt__employee_id", "version__question_id"
    )
    by_person: dict[int, set[int]] = {}
    for employee, question in rows:
        by_person.setdefault(employee, set()).add(question)
    return Counter(frozenset(questions) for questions in by_person.values())


def _questions(groups: Iterable[Group]) -> frozenset[int]:
    return frozenset(one.question for group in groups for one, _points in group.lines)
