from dataclasses import dataclass


@dataclass(frozen=True)
class PlainFacts:
    text: str = ""
