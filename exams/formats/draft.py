"""What a file of questions comes to, whatever its format: drafts, and what could not be one.

A draft says a question in the shapes of `QuestionVersion.texts` and `.key`. A reader yields drafts, `Left`
for what the bank has no place for, and `Fault` for what is written wrongly: with one, nothing is imported.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports import Row
from core.imports.errors import Text
from exams.kinds.kind import amount

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file: the line or number a person can look up, in words too, and of which question."""

    text: Text
    row: int | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A feature that is not taken; of a whole question, `is_question`."""

    place: Place
    feature: Text
    why: Text
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    place: Place
    found: Text
    expected: Text
    remedy: Text = ""


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or a sound that a question's words name: by the stem or by an option, with words for it."""

    place: str
    name: str
    alt: str
    read: Callable[[], bytes]


@dataclass(slots=True)
class Draft:
    """One question of a file, with its words in `language` and in `others`.

    `says` holds what a question has beside words and key (`points`, `difficulty`, `level`, `tags`,
    `reserved`), as far as the file says it: a name that is missing leaves things as they are, as does a part
    of the words that `keeps` names. `languages` are those in which the file says all that there is. `row` is
    the row of a table, where wrong cells are told by their column. `files` finds what an address in the words
    names.
    """

    place: Place
    kind: str = ""
    text: dict[str, Any] = field(default_factory=dict)
    key: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    name: str = ""
    category: tuple[str, ...] = ()
    language: str = ""
    others: dict[str, dict[str, Any]] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)
    keeps: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    row: Row | None = None
    files: Callable[[str], Callable[[], bytes] | None] = lambda _address: None
    weight: int = 0  # of the files that it holds in memory
    media: list[Medium] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def leave(self, feature: Text, why: Text) -> None:
        self.left.append(Left(self.place, feature, why))


Item = Draft | Left | Fault


class NotTaken(Exception):
    """The bank has no place for this question; the others are taken all the same."""

    def __init__(self, feature: Text, why: Text) -> None:
        super().__init__(feature)
        self.feature, self.why = feature, why


class Malformed(Exception):
    """This is not written as its format asks."""

    def __init__(self, found: Text, expected: Text, remedy: Text = "") -> None:
        super().__init__(found)
        self.found, self.expected, self.remedy = found, expected, remedy


def attempt(draft: Draft, fill: Callable[[Draft], None]) -> Iterator[Item]:
    """The draft once it is filled, or why it could not be."""
    from exams.formats.sound import check

    try:
        fill(draft)
        check(draft)
    except NotTaken as refusal:
        yield Left(draft.place, refusal.feature, refusal.why, is_question=True)
    except Malformed as fault:
        yield Fault(draft.place, fault.found, fault.expected, fault.remedy)
    else:
        yield draft


def number(text: str) -> Decimal:
    """A number of a key as a file writes it. Raises Malformed for one that cannot be computed with."""
    found = amount(text.strip())
    if found is None:
        raise Malformed(text[:40], _("a number"), _("Write digits only, with a point for decimals."))
    return found


def decimal(value: Decimal) -> str:
    """As it is stored: 0.5, -1, 0.3333333; no exponent and no zeros at its end."""
    plain = format(value.normalize(), "f")
    return "0" if plain in ("-0", "0") else plain


def choice_key(weights: dict[str, Decimal], *, several: bool) -> dict[str, Any]:
    """The key of a choice by what each option earns. One right option alone needs no weights."""
    if several:
        right = [letter for letter, weight in weights.items() if weight > 0]
    else:
        most = max(weights.values())
        right = [letter for letter, weight in weights.items() if weight == most > 0]
    key: dict[str, Any] = {"correct": sorted(right)}
    earns = {letter: decimal(weight) for letter, weight in weights.items() if weight}
    if several or list(earns.values()) != ["1"]:
        key["weights"] = earns
    return key
