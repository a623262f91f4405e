from datetime import date
from decimal import Decimal

import pytest

from certification.enums import RequirementKind
from certification.models import Requirement
from certification.requirements import KINDS, register
from certification.requirements.course import CourseKind
from records.models import Entry

ON = date(2026, 3, 2)


def entry(kind: str, subject: str = "x:1", **more: object) -> Entry:
    made = Entry(pk=1, kind=kind, subject=subject, on=ON, **more)
    made.ends_on = None
    return made


def is_met(requirement: Requirement, line: Entry) -> bool:
    return bool(KINDS[requirement.kind].spans(requirement, [line]))


def test_every_kind_of_the_choices_has_a_strategy() -> None:
    assert set(KINDS) == set(RequirementKind)


def test_two_strategies_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="Two kinds of requirement called course"):
        register(CourseKind())


@pytest.mark.parametrize(
    ("result", "met"), [("done", True), ("passed", True), ("failed", False), ("none", False)]
)
def test_a_course_counts_when_it_was_completed(result: str, met: bool) -> None:
    assert is_met(Requirement(kind="course", subject="x:1"), entry("course", result=result)) is met


@pytest.mark.parametrize(
    ("least", "score", "result", "met"),
    [
        (None, None, "passed", True),
        (None, "0.9", "failed", False),
        ("0.8", "0.8", "passed", True),
        ("0.8", "0.799999", "passed", False),
        ("0.8", None, "passed", False),
    ],
)
@pytest.mark.parametrize("kind", ["exam", "assessment"])
def test_a_score_counts_from_the_least_that_is_asked(
    kind: str, least: str | None, score: str | None, result: str, met: bool
) -> None:
    asked = Requirement(kind=kind, subject="x:1", min_score=Decimal(least) if least else None)
    line = entry(kind, result=result, score=Decimal(score) if score else None)
    assert is_met(asked, line) is met


def test_a_critical_fail_never_passes_an_assessment() -> None:
    line = entry("assessment", result="passed", score=Decimal(1), facts={"critical_fail": True})
    asked = Requirement(kind="assessment", subject="x:1")
    assert is_met(asked, line) is False


@pytest.mark.parametrize("kind", ["course", "exam", "assessment"])
def test_neither_another_subject_nor_another_kind_counts(kind: str) -> None:
    asked = Requirement(kind=kind, subject="x:1")
    assert is_met(asked, entry(kind, subject="x:2", result="passed", score=Decimal(1))) is False
    assert is_met(asked, entry("commendation", result="passed", score=Decimal(1))) is False
