"""Questions as paper shows them: lettered options, places to write in, and on the key what is right."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from string import ascii_uppercase
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from core import texts
from core.html import safe
from exams import kinds
from exams.domain.papers.filling import Asked
from exams.domain.taking import sheets
from exams.domain.taking.shelves import HTML, Face, answer_keys, faces, reasons
from exams.domain.taking.tokens import named
from exams.enums import MediaKind, QuestionKind
from exams.errors import NotForPaper
from exams.kinds.cloze import GAP
from exams.kinds.kind import numbered
from exams.models import QuestionMedia, QuestionVersion, StimulusVersion


@dataclass(frozen=True)
class Option:
    letter: str
    text: str
    right: bool = False


@dataclass(frozen=True)
class Place:
    """A prompt, a gap or a line: what it is called, what may be chosen there, on the key what is right."""

    label: str
    options: list[Option] = field(default_factory=list)
    right: str = ""


@dataclass(frozen=True)
class Question:
    number: int
    kind: str
    stem: str
    points: Decimal
    options: list[Option]
    places: list[Place]
    lines: int
    pictures: list[str]
    right: str = ""
    explanation: str = ""

    @property
    def kind_words(self) -> str:
        return str(QuestionKind(self.kind).label)


@dataclass(frozen=True)
class Material:
    title: str
    body: str
    pictures: list[str]


@dataclass(frozen=True)
class Block:
    """Questions on one stimulus, or a question by itself."""

    material: Material | None
    questions: list[Question]


@dataclass(frozen=True)
class Section:
    title: str
    blocks: list[Block]
    points: Decimal


LINES = {"short_text": 1, "numeric": 1, "essay": 12}


def sections(
    titles: Sequence[str], asked: Sequence[Asked], *, with_key: bool, is_print: bool = True
) -> list[Section]:
    """A paper in the reader's language. In print what can only be heard or spoken raises NotForPaper."""
    versions = [line.version for line in asked]
    if is_print:
        _check(versions)
    shown = faces.many(versions)
    seen = _Seen(
        shown,
        answer_keys.many(versions) if with_key else {},
        {pk: texts.pick(one.explanations) for pk, one in reasons.many(versions).items()} if with_key else {},
        _pictures(QuestionVersion.objects.filter(pk__in=versions), is_print=is_print),
    )
    materials = _materials(asked, is_print)
    made = [(line, _question(number, line, seen)) for number, line in enumerate(asked, start=1)]
    return [
        Section(title, _blocks([pair for pair in made if pair[0].section == index], materials), worth)
        for index, title in enumerate(titles)
        if (worth := sum((line.points for line in asked if line.section == index), Decimal(0)))
    ]


def letters(face: Face, order: Iterable[str]) -> dict[str, str]:
    """The letter under which paper shows each option; every gap begins with A."""
    found: dict[str, str] = {}
    for _gap, names in groupby(order, key=lambda name: name.rpartition(".")[0]):
        found |= dict(zip(names, ascii_uppercase, strict=False))
    return found


def in_gaps(order: Sequence[str], slots: Iterable[Sequence[str]]) -> list[str]:
    """An order of options, those of a gap side by side."""
    return [name for slot in slots for name in order if name in slot]


@dataclass(frozen=True)
class _Seen:
    faces: Mapping[int, Face]
    keys: Mapping[int, dict[str, Any]]
    explanations: Mapping[int, str]
    pictures: Mapping[int, list[str]]


def _question(number: int, line: Asked, seen: _Seen) -> Question:
    face, key = seen.faces[line.version], seen.keys.get(line.version)
    says = sheets.speaker(face)
    order = in_gaps(line.order, face.shape.slots or ()) if face.kind == "cloze" else line.order
    lettered = letters(face, order)
    shown = sheets.labels(face)
    right = kinds.get(face.kind).right(key) if key is not None else None
    ticked = right[0] if right and face.shape.slots is None else []
    options = [
        Option(lettered[name], says(shown[name]), name in ticked)
        for name in ([] if face.kind == "cloze" else order)
    ]
    places = _places(face, order, lettered, shown, right)
    return Question(
        number=number,
        kind=face.kind,
        stem=says(GAP.sub(r"(\1) ________", sheets.stem(face))),
        points=line.points,
        options=options,
        places=places,
        lines=LINES.get(face.kind, 0),
        pictures=seen.pictures.get(line.version, []),
        right=_right_words(options, places) if key is not None else "",
        explanation=says(seen.explanations.get(line.version, "")),
    )


def _places(
    face: Face, order: Sequence[str], lettered: Mapping[str, str], shown: Mapping[str, str], right: Any
) -> list[Place]:
    slots = face.shape.slots or ()
    says = sheets.speaker(face)
    prompts = [says(prompt) for _number, prompt in numbered(sheets.said(face).prompts)]
    names = prompts or [f"({number})" if len(slots) > 1 else "" for number in range(1, len(slots) + 1)]
    found = []
    for at, (label, slot) in enumerate(zip(names, slots, strict=True)):
        own = [name for name in order if name in slot] if face.kind == "cloze" else []
        best = [lettered.get(named(value, slot), value) for value in right[at]] if right else []
        found.append(
            Place(label, [Option(lettered[name], says(shown[name])) for name in own], " / ".join(best))
        )
    return found


def _right_words(options: list[Option], places: list[Place]) -> str:
    if places:
        return "  ".join(f"{place.label} {place.right}".strip() for place in places if place.right)
    return "".join(option.letter for option in options if option.right)


def _blocks(pairs: list[tuple[Asked, Question]], materials: Mapping[int, Material]) -> list[Block]:
    together = groupby(pairs, key=lambda pair: pair[0].stimulus or -pair[0].version)
    return [
        Block(materials.get(material), [question for _line, question in same]) for material, same in together
    ]


def _materials(asked: Iterable[Asked], is_print: bool) -> dict[int, Material]:
    wanted = {line.stimulus for line in asked if line.stimulus}
    if not wanted:
        return {}
    rows = StimulusVersion.objects.filter(pk__in=wanted)
    pictures = _pictures(rows, is_print=is_print)
    return {row.pk: _material(row, pictures.get(row.pk, [])) for row in rows}


def _material(row: StimulusVersion, pictures: list[str]) -> Material:
    said = row.texts[texts.nearest(row.texts)]
    body = said.get("body", "")
    shown = mark_safe(safe(body)) if said.get("format") == HTML else body
    return Material(said.get("title", ""), shown, pictures)


def _media(row: Any) -> list[int]:
    """The ids of what a version or a stimulus shows or plays."""
    said = row.texts[texts.nearest(row.texts)].get("media") or {}
    return [one["id"] for ones in said.values() for one in ones]


def _pictures(rows: Iterable[Any], *, is_print: bool) -> dict[int, list[str]]:
    """The pictures of versions or stimuli, as addresses that hold them. Sounds are not for paper."""
    wanted = {row.pk: _media(row) for row in rows}
    found = QuestionMedia.objects.in_bulk({pk for ids in wanted.values() for pk in ids})
    data = {pk: _data(one) for pk, one in found.items() if one.kind == MediaKind.IMAGE}
    if is_print and len(data) < len(found):
        raise NotForPaper
    return {row: [data[pk] for pk in ids if pk in data] for row, ids in wanted.items()}


def _data(picture: QuestionMedia) -> str:
    with picture.file.open("rb") as file:
        return f"data:{picture.mime};base64,{base64.b64encode(file.read()).decode()}"


def _check(versions: Iterable[int]) -> None:
    spoken = QuestionVersion.objects.filter(pk__in=versions, kind=QuestionKind.SPOKEN)
    if first := spoken.select_related("question").first():
        raise NotForPaper(_("%(code)s is spoken: it cannot be answered on paper.") % {"code": first.question})
