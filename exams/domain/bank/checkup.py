"""The whole bank of a trainer looked through at once, in one query: warnings, never refusals."""

from collections import defaultdict
from dataclasses import dataclass

from exams.domain.bank import duplicates, lint, topics
from exams.domain.bank.comparison import plain
from exams.domain.bank.duplicates import Near
from exams.domain.bank.lint import Bias, Finding
from exams.models import QuestionVersion, Topic
from people.models import User

SHOWN = 50


@dataclass(frozen=True)
class Group:
    """Questions with the same finding: how many, and the first of them with what is said of each."""

    remedy: str
    number: int
    found: list[tuple[QuestionVersion, Finding]]


@dataclass(frozen=True)
class Pair:
    first: QuestionVersion
    second: QuestionVersion
    likeness: float

    @property
    def words(self) -> str:
        """What the first of them asks, in the language it was written in."""
        return plain(self.first.texts[self.first.language]["stem"])


@dataclass(frozen=True)
class Report:
    questions: int
    groups: list[Group]
    pairs: list[Pair]
    near: int
    biases: list[Bias]

    @property
    def is_clean(self) -> bool:
        return not (self.groups or self.pairs or self.biases)


def look_through(*, user: User, topic: Topic | None = None) -> Report:
    """What is worth a look among the newest versions that a user may see, of all topics or below one."""
    known = QuestionVersion.objects.latest().visible_to(user).filter(question__retired_at=None)
    if topic:
        known = known.filter(question__topic__in=topics.below(topic))
    versions = list(known.select_related("question").order_by("question__code"))
    near = _near(versions)
    by_question = {version.question_id: version for version in versions}
    shown = [Pair(by_question[one.first], by_question[one.second], one.likeness) for one in near[:SHOWN]]
    return Report(len(versions), _groups(versions), shown, len(near), lint.key_positions(versions))


def _groups(versions: list[QuestionVersion]) -> list[Group]:
    languages = lint.expected_languages(versions)
    by_code: defaultdict[str, list[tuple[QuestionVersion, Finding]]] = defaultdict(list)
    for version in versions:
        for finding in lint.lint(version, languages=languages):
            by_code[finding.code].append((version, finding))
    return [Group(found[0][1].remedy, len(found), found[:SHOWN]) for found in by_code.values()]


def _near(versions: list[QuestionVersion]) -> list[Near]:
    """Each version is compared in the language it was written in, with those of the same."""
    by_language: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for version in versions:
        written = duplicates.read(version.texts.get(version.language, {}))
        by_language[version.language].append((version.question_id, written))
    return [near for written in by_language.values() for near in duplicates.pairs(written)]
