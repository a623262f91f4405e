"""Quick checks: what a learner sees of them, and the word of the server on an answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.models import CheckTry, LessonPage
from people.models import Employee


@dataclass(frozen=True)
class Verdict:
    option: str
    is_right: bool
    reason: str


@dataclass(frozen=True)
class Part:
    """A block of a lesson; a quick check comes with its options."""

    block: Any
    options: list["Option"] | None


@dataclass(frozen=True)
class Option:
    """An option as a learner sees it: right or wrong is told only of what she has tried."""

    token: str
    text: str
    verdict: Verdict | None


def tried(*, employee: Employee | None, lesson: LessonPage) -> dict[str, set[str]]:
    """The options somebody has chosen, by the block of their check."""
    found: dict[str, set[str]] = {}
    rows = CheckTry.objects.filter(employee=employee, lesson_key=lesson.translation_key) if employee else []
    for row in rows:
        found.setdefault(row.block, set()).add(row.option)
    return found


def parts(body: Any, chosen: dict[str, set[str]]) -> list[Part]:
    """A lesson block by block; quick checks without their key."""
    return [Part(block, _options(block, chosen.get(block.id, set()))) for block in body]


def _options(block: Any, chosen: set[str]) -> list[Option] | None:
    if block.block_type != "quick_check":
        return None
    return [
        Option(token, str(value["text"]), _verdict(token, value) if token in chosen else None)
        for token, value in _tokens(block.value)
    ]


def answer(
    *, employee: Employee | None, lesson: LessonPage, block: str, option: str, at: datetime
) -> Verdict | None:
    """Tell at once whether an option is right and why. None for a check or an option that is not there."""
    check = lesson.checks.get(block)
    value = dict(_tokens(check)).get(option) if check else None
    if value is None:
        return None
    verdict = _verdict(option, value)
    if employee:
        CheckTry.objects.get_or_create(
            employee=employee,
            lesson_key=lesson.translation_key,
            block=block,
            option=option,
            defaults={"is_right": verdict.is_right, "at": at},
        )
    return verdict


def _tokens(check: Any) -> list[tuple[str, Any]]:
    return [(bound.id, bound.value) for bound in check["options"].bound_blocks]


def _verdict(token: str, value: Any) -> Verdict:
    return Verdict(token, bool(value["correct"]), str(value["reason"]))
