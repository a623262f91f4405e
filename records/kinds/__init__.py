"""What each kind of entry states beside the common columns: one dataclass a kind, read by requirements
and screens."""

from dataclasses import asdict, fields
from typing import Any

from records.enums import EntryKind
from records.errors import UnknownFact
from records.kinds.assessment import AssessmentFacts
from records.kinds.course import CourseFacts
from records.kinds.exam import ExamFacts
from records.kinds.level import LevelFacts
from records.kinds.plain import PlainFacts
from records.kinds.session import SessionFacts

FACTS: dict[str, type] = {
    EntryKind.COURSE: CourseFacts,
    EntryKind.SESSION: SessionFacts,
    EntryKind.EXAM: ExamFacts,
    EntryKind.ASSESSMENT: AssessmentFacts,
    EntryKind.LEVEL: LevelFacts,
    EntryKind.COMMENDATION: PlainFacts,
    EntryKind.COACHING: PlainFacts,
}


def typed(kind: str, facts: dict[str, Any]) -> Any:
    """The facts of an entry as their dataclass. Raises UnknownFact for a name that the kind does not have."""
    cls = FACTS[kind]
    if strange := set(facts) - {field.name for field in fields(cls)}:
        raise UnknownFact(f"{kind}: {', '.join(sorted(strange))}")
    return cls(**facts)


def checked(kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    return asdict(typed(kind, facts))
