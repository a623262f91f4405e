from dataclasses import dataclass, field


@dataclass(frozen=True)
class AssessmentFacts:
    points: float | None = None
    points_max: float | None = None
    assessors: list[str] = field(default_factory=list)
    critical_fail: bool = False
    scenario: str = ""
    rubric_version: int | None = None
