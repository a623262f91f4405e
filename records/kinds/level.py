from dataclasses import dataclass


@dataclass(frozen=True)
class LevelFacts:
    scheme: str = ""
    level: int | None = None
    rule_version: int | None = None
    certificate: str = ""
    reason: str = ""
