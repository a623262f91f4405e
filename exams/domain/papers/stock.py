"""What each rule needs, what the bank has for it, and what is short, a question counting once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exams.domain.papers.blueprint import Blueprint
from exams.domain.papers.drawing import Seats, Unit, draw, split
from exams.domain.papers.pool import Pool
from exams.enums import Difficulty
from exams.errors import PaperCannotBeFilled
from exams.models import Tag, Topic


@dataclass(frozen=True)
class Shelf:
    """A rule held against the bank.

    `has` counts the questions that suit it and are not fixed elsewhere in the paper. `short` is what remains
    open in the best choice for all rules. `rivals` are the rules, by number, that it shares its questions
    with where they are short together; `together` is what these need and have.
    """

    section: int
    number: int
    needs: int
    has: int
    short: int
    rivals: tuple[int, ...] = ()
    together: tuple[int, int] = (0, 0)

    @property
    def words(self) -> str:
        facts = {"needs": self.needs, "has": self.has, "short": self.short}
        if not self.short:
            return _("needs %(needs)d, has %(has)d") % facts
        if self.has < self.needs:
            return _("needs %(needs)d, has %(has)d, short %(short)d") % facts
        return _(
            "needs %(needs)d, has %(has)d, but other rules draw from the same questions: together they need "
            "%(all)d, there are %(there)d, short %(short)d"
        ) % {**facts, "all": self.together[0], "there": self.together[1]}


@dataclass(frozen=True)
class Stock:
    shelves: list[Shelf]
    fixed: int
    left_out: int
    whole: bool

    @property
    def asks(self) -> int:
        return self.fixed + sum(shelf.needs for shelf in self.shelves)

    @property
    def is_enough(self) -> bool:
        return self.whole and bool(self.asks) and not any(shelf.short for shelf in self.shelves)


def of(blueprint: Blueprint, pool: Pool) -> Stock:
    """The stock of every rule. `whole` is False where only larger units, drawn whole, spoil the numbers."""
    rules = blueprint.rules
    needs = [rule.count for _index, rule in rules]
    seats = split(needs, pool.units)
    return Stock(
        shelves=[_shelf(seats, pool.units, needs, number, index) for number, (index, _r) in enumerate(rules)],
        fixed=len(pool.fixed),
        left_out=len(blueprint.fixed) - len(pool.fixed),
        whole=not seats.is_full or draw(needs, pool.units) is not None,
    )


def _shelf(seats: Seats, units: Sequence[Unit], needs: list[int], number: int, section: int) -> Shelf:
    has = sum(unit.size for unit in units if number in unit.rules)
    short = seats.free[number]
    if not short or has < needs[number]:
        return Shelf(section, number, needs[number], has, short)
    rivals = seats.rivals(number)
    there = sum(unit.size for unit in units if unit.rules & rivals)
    return Shelf(
        section,
        number,
        needs[number],
        has,
        short,
        tuple(sorted(rivals)),
        (sum(needs[rule] for rule in rivals), there),
    )


def refusal(blueprint: Blueprint, stock: Stock) -> PaperCannotBeFilled:
    """Why the paper cannot be filled, with the section, the rule, what it needs and has."""
    short = next((shelf for shelf in stock.shelves if shelf.short), None)
    if short:
        return PaperCannotBeFilled(
            _("Section %(section)s, %(rule)s: %(words)s.")
            % {"section": titled(blueprint, short.section), "rule": rule_words(blueprint, short.number),
               "words": short.words}
        )  # fmt: skip
    if not stock.whole:
        return PaperCannotBeFilled(
            _(
                "Questions that belong together are drawn whole, and no choice of them makes exactly the "
                "numbers of this paper: change a number by one or two."
            )
        )
    return PaperCannotBeFilled(_("The paper %(paper)s asks nothing yet.") % {"paper": blueprint.title})


def titled(blueprint: Blueprint, section: int) -> str:
    return blueprint.parts[section].title or str(section + 1)


def rule_words(blueprint: Blueprint, number: int) -> str:
    """A rule in words: "rule 2 (Telephone manner, hard, #invoice, level 3)"."""
    index, rule = blueprint.rules[number]
    own = 1 + sum(1 for at, _rule in blueprint.rules[:number] if at == index)
    parts = [_name(Topic, rule.topic)]
    if rule.difficulty:
        parts.append(str(Difficulty(rule.difficulty).label))
    if rule.tag:
        parts.append(f"#{_name(Tag, rule.tag)}")
    if rule.level:
        parts.append(_("level %(n)d") % {"n": rule.level})
    return _("rule %(n)d (%(what)s)") % {"n": own, "what": pgettext("list", ", ").join(parts)}


def _name(model: type[Topic] | type[Tag], pk: int) -> str:
    return model.objects.filter(pk=pk).values_list("name", flat=True).first() or ""
