"""Rows that never change, kept in the process by their id: what a candidate reads apart from what marks her.

Versions and items are append-only, so that nothing here can be out of date.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from exams import kinds
from exams.kinds import Shape, Shuffle
from exams.models import BookletLine, Item, QuestionVersion, StimulusVersion

Row = TypeVar("Row")

PLAIN, HTML = "plain", "html"
# What stands by the stem, an option, a prompt: `{"stem": [{"id": 7, "kind": "image", "alt": …}]}`.
Media = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Words:
    """A face in one language: `labels` of the options by their names, `prompts` by their numbers."""

    stem: str
    labels: dict[str, str]
    prompts: dict[str, str]
    units: list[str]
    format: str
    media: Media


@dataclass(frozen=True)
class Face:
    """What a candidate may see of a version: no key, no explanation, no feedback, no points."""

    pk: int
    kind: str
    language: str
    shape: Shape
    words: dict[str, Words]

    @property
    def options(self) -> list[str]:
        """The names of the options, in the order they were written."""
        return list(self.shape.options)

    @property
    def shuffle(self) -> Shuffle:
        return kinds.get(self.kind).shuffle


@dataclass(frozen=True)
class Ground:
    """A version of shared material, by language."""

    pk: int
    kind: str
    texts: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Reasons:
    """What is said after the fact, by language: why the right answer is right, and to single answers."""

    explanations: dict[str, str]
    feedback: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Place:
    """Whose question it is, and which."""

    item: int
    attempt: int
    employee: int
    nonce: str
    version: int


class Shelf(Generic[Row]):
    """Loads what is missing in one query, and forgets the oldest when it is full."""

    def __init__(self, load: Callable[[set[int]], dict[int, Row]], *, size: int) -> None:
        self.load = load
        self.size = size
        self.rows: dict[int, Row] = {}

    def many(self, keys: Iterable[int]) -> dict[int, Row]:
        wanted = set(keys)
        found = {key: row for key in wanted if (row := self.rows.get(key)) is not None}
        if missing := wanted - found.keys():
            loaded = self.load(missing)
            self.keep(loaded)
            found |= loaded
        return found

    def get(self, key: int) -> Row | None:
        return self.many([key]).get(key)

    def clear(self) -> None:
        self.rows = {}

    def keep(self, loaded: dict[int, Row]) -> None:
        kept = self.rows | loaded
        self.rows = dict(list(kept.items())[-self.size :])


def _load_faces(keys: set[int]) -> dict[int, Face]:
    rows = QuestionVersion.objects.filter(pk__in=keys).values_list("pk", "kind", "language", "texts")
    return {row[0]: _face(*row) for row in rows}


def _face(pk: int, kind: str, language: str, texts: dict[str, dict[str, Any]]) -> Face:
    return Face(
        pk=pk,
        kind=kind,
        language=language,
        shape=kinds.get(kind).shape(texts[language]),
        words={code: _words(text) for code, text in texts.items()},
    )


def _words(text: dict[str, Any]) -> Words:
    return Words(
        stem=text["stem"],
        labels=_labels(text),
        prompts=text.get("prompts", {}),
        units=text.get("units", []),
        format=text.get("format", PLAIN),
        media=text.get("media", {}),
    )


def _labels(text: dict[str, Any]) -> dict[str, str]:
    """What all options say by their names, those of a gap among them."""
    of_gaps = {
        f"{gap}.{letter}": says
        for gap, options in text.get("gaps", {}).items()
        for letter, says in options.items()
    }
    return text.get("options", {}) | of_gaps


def _load_keys(keys: set[int]) -> dict[int, dict[str, Any]]:
    return dict(QuestionVersion.objects.filter(pk__in=keys).values_list("pk", "key"))


def _load_reasons(keys: set[int]) -> dict[int, Reasons]:
    rows = QuestionVersion.objects.filter(pk__in=keys).values_list("pk", "texts")
    return {
        pk: Reasons(
            explanations={code: text.get("explanation", "") for code, text in written.items()},
            feedback={code: text.get("feedback", {}) for code, text in written.items()},
        )
        for pk, written in rows
    }


def _load_places(keys: set[int]) -> dict[int, Place]:
    """Whoever asks for a place asks for its face next: one query brings both."""
    place = ("pk", "attempt_id", "attempt__employee_id", "attempt__nonce", "version_id")
    face = ("version__kind", "version__language", "version__texts")
    rows = list(Item.objects.filter(pk__in=keys).values_list(*place, *face))
    faces.keep({row[4]: _face(*row[4:]) for row in rows})
    return {row[0]: Place(*row[:5]) for row in rows}


def _load_booklets(keys: set[int]) -> dict[int, list[tuple[Any, ...]]]:
    columns = ("booklet_id", "group", "version_id", "section", "points", "order", "stimulus_id")
    rows = BookletLine.objects.filter(booklet__in=keys).order_by("booklet_id", "position")
    found: dict[int, list[tuple[Any, ...]]] = {}
    for booklet, *line in rows.values_list(*columns):
        found.setdefault(booklet, []).append(tuple(line))
    return found


def _load_grounds(keys: set[int]) -> dict[int, Ground]:
    rows = StimulusVersion.objects.filter(pk__in=keys).values_list("pk", "kind", "texts")
    return {row[0]: Ground(*row) for row in rows}


faces: Shelf[Face] = Shelf(_load_faces, size=5_000)
grounds: Shelf[Ground] = Shelf(_load_grounds, size=1_000)
reasons: Shelf[Reasons] = Shelf(_load_reasons, size=5_000)
answer_keys: Shelf[dict[str, Any]] = Shelf(_load_keys, size=5_000)
places: Shelf[Place] = Shelf(_load_places, size=20_000)
booklet_lines: Shelf[list[tuple[Any, ...]]] = Shelf(_load_booklets, size=500)


def clear() -> None:
    """Forget all: another database stands behind the same ids."""
    for shelf in (faces, grounds, answer_keys, reasons, places, booklet_lines):
        shelf.clear()
