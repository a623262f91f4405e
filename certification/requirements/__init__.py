"""What a level may ask for: one strategy a file, found by the kind that a requirement's row names."""

from certification.requirements.assessment import AssessmentKind
from certification.requirements.base import Finding, Kind, Span
from certification.requirements.course import CourseKind
from certification.requirements.exam import ExamKind
from certification.requirements.tenure import TenureKind

KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    if kind.name in KINDS:
        raise ValueError(f"Two kinds of requirement called {kind.name}")
    KINDS[kind.name] = kind


for _kind in (CourseKind(), ExamKind(), AssessmentKind(), TenureKind()):
    register(_kind)

__all__ = ["KINDS", "Finding", "Kind", "Span", "register"]
