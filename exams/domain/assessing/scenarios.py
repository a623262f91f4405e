"""Scenarios as everybody may read them. The assessor's card is never asked for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from courses.models import STAND_IN, Scenario


@dataclass(frozen=True)
class Brief:
    """What a learner may know of a scenario before she plays it."""

    title: str
    intro: str
    minutes: int
    customer_card: str
    goals: list[str]


def titles(codes: Iterable[str] | None = None) -> dict[str, str]:
    """The title of each scenario (of these codes) by its code, in one query."""
    rows = Scenario.objects.all() if codes is None else Scenario.objects.filter(code__in=set(codes))
    written: dict[str, dict[str, str]] = defaultdict(dict)
    for code, language, title in rows.values_list("code", "language", "title"):
        written[code][language] = title
    return {code: found[_language(found)] for code, found in written.items()}


def brief(code: str) -> Brief:
    columns = ("title", "intro", "minutes", "customer_card", "goals")
    rows = Scenario.objects.filter(code=code).values("language", *columns)
    written = {row.pop("language"): row for row in rows}
    chosen = written[_language(written)]
    return Brief(**chosen | {"goals": chosen["goals"].splitlines()})


def _language(written: Iterable[str]) -> str:
    """The language a reader is shown, of those a scenario is written in."""
    wanted = STAND_IN.get(get_language() or "en", STAND_IN["en"])
    return next(one for one in wanted if one in written)
