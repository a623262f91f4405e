from dataclasses import dataclass, field


@dataclass(frozen=True)
class ExamFacts:
    points: float | None = None
    points_max: float | None = None
    pass_mark: float | None = None  # fraction 0-1 of the points
    attempt: int | None = None
    sitting: str = ""
    paper: str = ""
    sections: dict[str, float] = field(default_factory=dict)  # section name to fraction 0-1
    average_of: int | None = None  # of how many attempts it is the average
