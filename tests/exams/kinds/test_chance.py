"""What a page shows of the options tells nothing of the key: neither their order nor their random names."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from random import Random
from typing import NamedTuple

from exams.domain.taking.tokens import tokens

QUESTIONS, LETTERS = 2_000, "abcd"


class Seen(NamedTuple):
    """An option as a candidate's page shows it: its place, the rank and the first sign of its name."""

    place: int
    rank: int
    first: str
    is_right: bool


def questions(order: Callable[[Random], list[str]], chance: Random) -> list[list[Seen]]:
    """Questions of an author who likes to write the right option first."""
    return [page(number, order(chance), right=chance.choice("aaabcd")) for number in range(1, QUESTIONS + 1)]


def page(number: int, order: list[str], *, right: str) -> list[Seen]:
    names = tokens(secrets.token_hex(16), number, order)
    ranks = {name: rank for rank, name in enumerate(sorted(names.values()))}
    return [
        Seen(place, ranks[names[letter]], names[letter][0], letter == right)
        for place, letter in enumerate(order)
    ]


def classifier(seen: Iterable[Seen]) -> Callable[[Seen], float]:
    """Naive Bayes: how often options in this place, with this rank and first sign of the name, were right."""
    options = list(seen)
    share = Counter(option.is_right for option in options)
    counts = Counter((at, value, one.is_right) for one in options for at, value in enumerate(one[:3]))

    def odds(option: Seen) -> float:
        product = 1.0
        for at, value in enumerate(option[:3]):
            right = (counts[at, value, True] + 1) / share[True]
            wrong = (counts[at, value, False] + 1) / share[False]
            product *= right / wrong
        return product

    return odds


def auc(odds: Callable[[Seen], float], seen: Iterable[Seen]) -> float:
    """How often a right option is guessed likelier than a wrong one; ties count half."""
    options = list(seen)
    right = [odds(option) for option in options if option.is_right]
    wrong = Counter(odds(option) for option in options if not option.is_right)
    wins = sum(
        count * ((mine > other) + (mine == other) / 2) for mine in right for other, count in wrong.items()
    )
    return wins / (len(right) * wrong.total())


def guessed(order: Callable[[Random], list[str]]) -> float:
    """Trained on one set of questions, asked about another."""
    chance = Random(7)
    seen, asked = questions(order, chance), questions(order, chance)
    odds = classifier(option for question in seen for option in question)
    return auc(odds, (option for question in asked for option in question))


def shuffled(chance: Random) -> list[str]:
    order = list(LETTERS)
    chance.shuffle(order)
    return order


def test_shuffled_options_tell_nothing() -> None:
    assert abs(guessed(shuffled) - 0.5) <= 0.03


def test_the_classifier_would_find_a_habit() -> None:
    """In the written order the author's habit is plain: so the test above could fail."""
    assert guessed(lambda chance: list(LETTERS)) > 0.6
