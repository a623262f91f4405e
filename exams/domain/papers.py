"""Filling a paper: fixed questions in their newest ready version, others drawn at the start, unseen first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from random import Random, SystemRandom

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from exams.domain.shelves import Face, faces
from exams.errors import PaperCannotBeFilled
from exams.kinds import Shuffle
from exams.models import Exam, Item, Paper, PaperQuestion, PaperSection, Question, QuestionVersion, Topic
from people.models import Employee, User


@dataclass(frozen=True)
class Stock:
    """A version that may be asked."""

    question: int
    version: int
    points: Decimal


@dataclass(frozen=True)
class Asked:
    """A question as one attempt will ask it."""

    version: int
    section: int
    points: Decimal
    order: list[str]


COLUMNS = ("question_id", "pk", "points")


def fill(
    exam: Exam, sections: Iterable[PaperSection], *, employee: Employee, chance: Random | None = None
) -> list[Asked]:
    """The questions for one attempt, in the order she gets them. Raises PaperCannotBeFilled."""
    chance = chance or SystemRandom()
    asked: list[Asked] = []
    taken: set[int] = set()
    for index, section in enumerate(sections):
        lines = _section_lines(section, taken=taken, employee=employee, chance=chance)
        if exam.shuffle_questions:
            chance.shuffle(lines)
        shown = faces.many(stock.version for stock, _points in lines)
        asked += [
            Asked(stock.version, index, points, _order(shown[stock.version], exam.shuffle_options, chance))
            for stock, points in lines
        ]
    if not asked:
        raise PaperCannotBeFilled(_("The paper %(paper)s asks nothing yet.") % {"paper": exam.paper})
    return asked


def check(paper: Paper) -> None:
    """Raises PaperCannotBeFilled where the bank cannot fill the paper; it names the section."""
    taken: set[int] = set()
    for section in paper.sections.order_by("position"):
        _section_lines(section, taken=taken, employee=None, chance=Random(0))  # noqa: S311
    if not taken:
        raise PaperCannotBeFilled(_("The paper %(paper)s asks nothing yet.") % {"paper": paper})


def stock(section: PaperSection) -> int:
    """How many questions the bank holds for the draw of a section."""
    return len(_pool(section))


def size(paper: Paper) -> int:
    """How many questions an attempt at this paper asks."""
    fixed = PaperQuestion.objects.filter(
        section__paper=paper, question__versions__in=QuestionVersion.objects.asked()
    )
    return fixed.values("question").distinct().count() + sum(paper.sections.values_list("count", flat=True))


def drawable(user: User) -> QuerySet[Topic]:
    """The topics from which a user may let draw: hers, and so is all that stands below them."""
    above = dict(Topic.objects.values_list("pk", "parent_id"))
    closed = set(above) - set(Topic.objects.visible_to(user).values_list("pk", flat=True))
    while grown := {parent for pk in closed if (parent := above[pk])} - closed:
        closed |= grown
    return Topic.objects.exclude(pk__in=closed)


def has_open_keys(paper: Paper, user: User) -> bool:
    """Whether every key that the paper may ask for is the user's to see."""
    drawn = set(paper.sections.exclude(topic=None).values_list("topic", flat=True))
    fixed = Question.objects.filter(paper_questions__section__paper=paper)
    return drawn <= set(drawable(user).values_list("pk", flat=True)) and not (
        fixed.exclude(topic__in=Topic.objects.visible_to(user)).exists()
    )


def _section_lines(
    section: PaperSection, *, taken: set[int], employee: Employee | None, chance: Random
) -> list[tuple[Stock, Decimal]]:
    """Fixed and drawn questions of a section with their points; `taken` grows by them."""
    fixed = _fixed(section, taken)
    taken |= {stock.question for stock, _points in fixed}
    drawn = _drawn(section, taken, employee, chance)
    taken |= {stock.question for stock in drawn}
    return fixed + [(stock, section.points or stock.points) for stock in drawn]


def _fixed(section: PaperSection, taken: set[int]) -> list[tuple[Stock, Decimal]]:
    line = "question__paper_questions"
    rows = (
        QuestionVersion.objects.asked()
        .filter(**{f"{line}__section": section})
        .order_by(f"{line}__position")
        .values_list(*COLUMNS, f"{line}__points")
    )
    return [(Stock(*row), points or row[2]) for *row, points in rows if row[0] not in taken]


def _drawn(section: PaperSection, taken: set[int], employee: Employee | None, chance: Random) -> list[Stock]:
    if not section.count:
        return []
    pool = [row for row in _pool(section) if row.question not in taken]
    if len(pool) < section.count:
        raise PaperCannotBeFilled(
            _("Section %(section)s draws %(count)d questions, the bank has %(found)d.")
            % {"section": section.title, "count": section.count, "found": len(pool)}
        )
    seen = _seen(employee, pool)
    chance.shuffle(pool)
    return sorted(pool, key=lambda stock: seen[stock.question])[: section.count]


def _pool(section: PaperSection) -> list[Stock]:
    rows = QuestionVersion.objects.asked().filter(question__topic__in=_with_below(section.topic_id))
    if section.difficulty:
        rows = rows.filter(difficulty=section.difficulty)
    if section.level:
        rows = rows.filter(level=section.level)
    return [Stock(*row) for row in rows.order_by("question_id").values_list(*COLUMNS)]


def _with_below(topic: int | None) -> set[int | None]:
    """A topic and all topics below it."""
    pairs = list(Topic.objects.values_list("pk", "parent_id"))
    found: set[int | None] = {topic}
    while grown := {pk for pk, parent in pairs if parent in found} - found:
        found |= grown
    return found


def _seen(employee: Employee | None, pool: Iterable[Stock]) -> Counter[int]:
    """How often the person was asked each question before."""
    if employee is None:
        return Counter()
    asked = Item.objects.filter(
        attempt__employee=employee, version__question__in=[row.question for row in pool]
    )
    return Counter(asked.values_list("version__question_id", flat=True))


def _order(face: Face, shuffled: bool, chance: Random) -> list[str]:
    """The order of the options on her page: as written, or shuffled where its kind lets or makes it."""
    order = list(face.options)
    if face.shuffle is Shuffle.ALWAYS or (shuffled and face.shuffle is Shuffle.IF_ASKED):
        chance.shuffle(order)
    return order
