"""Questions that ask nearly the same: found for one at its saving, and among all for the report.

Two texts are near when rapidfuzz's ratio of their folded stems and options is 85 or more. Such a ratio leaves
at least seven tenths of their pairs of letters in common (Dice), and two sets that share so much share some
of their rarest: only those are compared (prefix filtering; Chaudhuri, Ganti and Kaushik 2006).
"""

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from core.text import fold
from exams.domain.bank.comparison import plain
from exams.models import QuestionVersion
from people.models import User

NEAR = 85
SHARED = 0.7
COMMON = 5  # how many of the rarest pairs of letters two near texts have in common at least
SHOWN = 3


@dataclass(frozen=True)
class Near:
    """Two questions that read nearly alike, and how nearly, in percent."""

    first: int
    second: int
    likeness: float


def read(texts: dict[str, Any]) -> str:
    """What is compared of a text in one language: the stem, and the options in whatever order."""
    options = sorted(folded(plain(words)) for words in texts.get("options", {}).values())
    return "".join([folded(plain(texts.get("stem", ""))), *options])


@functools.lru_cache(maxsize=20_000)
def folded(words: str) -> str:
    return "".join(character for character in fold(words) if character.isalnum())


def near_to(
    texts: dict[str, dict[str, Any]], *, user: User, besides: int | None = None
) -> list[tuple[QuestionVersion, float]]:
    """The newest versions nearest to a text, among questions in use that the user may see; one query."""
    known = QuestionVersion.objects.latest().visible_to(user).filter(question__retired_at=None)
    rows = list(known.exclude(question=besides).select_related("question"))
    found: dict[int, tuple[QuestionVersion, float]] = {}
    for code, said in texts.items():
        written = {at: read(row.texts[code]) for at, row in enumerate(rows) if code in row.texts}
        near = process.extract(read(said), written, scorer=fuzz.ratio, score_cutoff=NEAR, limit=SHOWN)
        for _words, likeness, at in near:
            found.setdefault(at, (rows[at], likeness))
    return sorted(found.values(), key=lambda pair: -pair[1])[:SHOWN]


def pairs(written: Iterable[tuple[int, str]]) -> list[Near]:
    """All pairs of texts that are near, the nearest first. Texts are what `read` gives, by question."""
    texts = {question: words for question, words in written if words}
    found = [
        Near(min(question, other), max(question, other), likeness)
        for question, met in _candidates(texts)
        for _words, likeness, other in process.extract(
            texts[question], met, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None
        )
    ]
    return sorted(found, key=lambda near: (-near.likeness, near.first, near.second))


def _candidates(texts: dict[int, str]) -> Iterator[tuple[int, dict[int, str]]]:
    """Each text with those before it that share enough of its rarest pairs of letters and are long enough."""
    marks = {question: _marks(words) for question, words in texts.items()}
    frequency = Counter(mark for own in marks.values() for mark in own)
    index: defaultdict[str, list[int]] = defaultdict(list)
    for question in sorted(texts, key=lambda question: len(marks[question])):
        own = sorted(marks[question], key=lambda mark: (frequency[mark], mark))
        least = math.ceil(SHARED * len(own) / (2 - SHARED))
        rarest = own[: len(own) - least + COMMON]
        met = Counter(other for mark in rarest for other in index[mark])
        yield (
            question,
            {
                other: texts[other]
                for other, common in met.items()
                if common >= min(COMMON, least) and len(marks[other]) >= least
            },
        )
        for mark in rarest:
            index[mark].append(question)


def _marks(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)} or {words}
