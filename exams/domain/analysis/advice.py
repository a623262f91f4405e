"""What the figures of a question and of a test say in plain words, and what to do about it.

A mastery test ("everybody must pass") may be easy: only a question that tells nobody apart, or the wrong way
round, is named, and only where it is missed by enough people to matter. A test that ranks is asked for more.
Bounds: Moodle, Quiz report statistics.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from exams.domain.statistics import QuestionFigures, TestFigures

ENOUGH = 30  # people; below it every figure is mostly chance
EASY = 0.85  # facility from which a mastery test asks nothing of discrimination
NEAR_ZERO = 10.0  # discrimination index, per cent
WEAK, VERY_WEAK = 30.0, 20.0  # discriminative efficiency, per cent
TOO_HARD, TOO_EASY = 0.35, 0.85  # facility, for tests that rank
RELIABLE, DOUBTFUL = 75.0, 64.0  # internal consistency, per cent


@dataclass(frozen=True)
class OptionCount:
    """How many of the lowest, middle and best third chose an option, by their score on the other questions.

    `letter` is empty for who chose nothing; `right` is None where the reader may not know.
    """

    letter: str
    text: str
    right: bool | None
    low: int
    middle: int
    best: int

    @property
    def people(self) -> int:
        return self.low + self.middle + self.best


@dataclass(frozen=True)
class Advice:
    """A finding by its code, in words; `weight` is problem, hint or warning.

    `tells_key`: for the topic's trainers only.
    """

    code: str
    weight: str
    text: str
    tells_key: bool = False


def on_question(
    figures: "QuestionFigures", options: Sequence[OptionCount] = (), *, mastery: bool = True
) -> list[Advice]:
    """What to look at in a question, the worst first."""
    found = [
        _wrong_key(options, figures),
        _never_right(figures),
        _wrong_way_round(figures),
        _tells_nobody_apart(figures),
        *(() if mastery else (_weak(figures), _out_of_reach(figures))),
        _unused(options, figures),
        few(figures.people),
    ]
    return [advice for advice in found if advice]


def on_test(figures: "TestFigures", *, mastery: bool = True) -> list[Advice]:
    """What the totals say."""
    found = [few(figures.people), _reliability(figures, mastery)]
    return [advice for advice in found if advice]


def few(people: int) -> Advice | None:
    """Below thirty the figures are shown, and not to be relied on."""
    if people >= ENOUGH:
        return None
    text = ngettext(
        "Only %(n)d attempt: with fewer than %(enough)d, figures are mostly chance. Change nothing yet.",
        "Only %(n)d attempts: with fewer than %(enough)d, figures are mostly chance. Change nothing yet.",
        people,
    )
    return Advice("few", "warning", text % {"n": people, "enough": ENOUGH})


def _wrong_key(options: Sequence[OptionCount], figures: "QuestionFigures") -> Advice | None:
    """A wrong option that the best third choose more often than the key, and than the others choose it."""
    keys = [option for option in options if option.right]
    if not keys or figures.people < ENOUGH:
        return None
    liked = [one for one in options if one.right is False and one.letter and _rises(one, options)]
    top = max(liked, key=lambda option: option.best, default=None)
    if top is None or top.best <= sum(key.best for key in keys):
        return None
    text = _("The best people choose %(option)s: is the key wrong?") % {"option": top.letter.upper()}
    return Advice("wrong_key", "problem", text, tells_key=True)


def _rises(option: OptionCount, options: Sequence[OptionCount]) -> bool:
    """Chosen by a greater share of the best third than of the others."""
    best, people = sum(one.best for one in options), sum(one.people for one in options)
    return option.best * (people - best) > (option.people - option.best) * best


def _never_right(figures: "QuestionFigures") -> Advice | None:
    if figures.facility != 0:
        return None
    text = _("Nobody gets it right: check the key, then whether it was ever taught.")
    return Advice("never_right", "problem", text)


def _matters(figures: "QuestionFigures") -> bool:
    return figures.facility is not None and figures.facility < EASY


def _wrong_way_round(figures: "QuestionFigures") -> Advice | None:
    index = figures.discrimination_index
    if index is None or index >= 0 or not _matters(figures):
        return None
    text = _(
        "Who knows more gets it wrong more often. Check the key, then whether the wording misleads those who "
        "think further; leave it out until then."
    )
    return Advice("negative", "problem", text)


def _tells_nobody_apart(figures: "QuestionFigures") -> Advice | None:
    index = figures.discrimination_index
    if index is None or not 0 <= index < NEAR_ZERO or not _matters(figures):
        return None
    text = _(
        "Strong and weak people get it right alike: it measures guessing, or something the others do not. "
        "Rewrite it."
    )
    return Advice("near_zero", "problem", text)


def _weak(figures: "QuestionFigures") -> Advice | None:
    efficiency = figures.discriminative_efficiency
    if efficiency is None or efficiency >= WEAK:
        return None
    if efficiency < VERY_WEAK:
        return Advice("very_weak", "problem", _("It hardly tells people apart. Rewrite it, or leave it out."))
    return Advice("weak", "hint", _("It tells people apart only weakly. Look at its wrong options."))


def _out_of_reach(figures: "QuestionFigures") -> Advice | None:
    facility = figures.facility
    if facility is None or TOO_HARD <= facility <= TOO_EASY:
        return None
    if facility < TOO_HARD:
        return Advice(
            "hard", "hint", _("Few get it right: it ranks only the best. Is it clear, and was it taught?")
        )
    return Advice("easy", "hint", _("Nearly everybody gets it right: it ranks only the weakest."))


def _unused(options: Sequence[OptionCount], figures: "QuestionFigures") -> Advice | None:
    """Wrong options that nobody takes, where there are enough people and misses to say so."""
    unused = [option.letter.upper() for option in options if option.right is False and not option.people]
    if not unused or figures.people < ENOUGH or not _matters(figures):
        return None
    text = _("Nobody chooses %(options)s: put a mistake there that people really make.")
    return Advice("unused", "hint", text % {"options": ", ".join(unused)}, tells_key=True)


def _reliability(figures: "TestFigures", mastery: bool) -> Advice | None:
    consistency = figures.internal_consistency
    if consistency is None or figures.people < ENOUGH:
        return None
    if consistency >= RELIABLE:
        return Advice("reliable", "hint", _("The questions hang together: the total is a sound measure."))
    if consistency >= DOUBTFUL:
        return Advice(
            "fair", "hint", _("The total is a fair measure. More questions, or better ones, make it sound.")
        )
    if mastery:
        text = _(
            "Totals say little about who is better than whom. That is no fault where nearly all pass. "
            "Where many fail, mend the questions named below and ask more of them."
        )
    else:
        text = _("Totals are mostly chance. Mend the questions named below, and ask more of them.")
    return Advice("unreliable", "hint", text)
