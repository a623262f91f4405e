from dataclasses import dataclass


@dataclass(frozen=True)
class SessionFacts:
    lecturer: str = ""
    place: str = ""
    method: str = ""
