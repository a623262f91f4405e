"""Two versions of a question side by side, with the words marked that are not the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exams.enums import Difficulty, QuestionKind
from exams.models import QuestionVersion

# A Chinese character is a word of its own; what else belongs together is not torn.
WORDS = re.compile(r"[a-zA-Z0-9À-ɏ]+|\s+|.", re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
Part = tuple[str, bool]
KEYED = ("correct", "judgements", "accepted", "pairs", "order", "gaps")


@dataclass(frozen=True)
class Line:
    """One thing that a version says: what it is, its language if it has one, the words."""

    group: str
    label: str
    language: str
    text: str


@dataclass(frozen=True)
class Difference:
    """The same line in two versions, in parts: the words, and whether the other has them not."""

    label: str
    language: str
    before: list[Part]
    after: list[Part]

    @property
    def is_changed(self) -> bool:
        return any(marked for _words, marked in self.before + self.after)


@dataclass(frozen=True)
class Section:
    """The lines of one language, or those of no language."""

    title: str
    lines: list[Difference]


def compare(before: QuestionVersion, after: QuestionVersion) -> list[Section]:
    """All that either says, section by section."""
    old, new = dict(lines(before)), dict(lines(after))
    places = sorted(old | new)
    sections: dict[str, list[Difference]] = {}
    for place in places:
        line = new.get(place) or old[place]
        left, right = (side[place].text if place in side else "" for side in (old, new))
        sections.setdefault(line.group, []).append(
            Difference(line.label, line.language, *marked(left, right))
        )
    return [Section(title, lines) for title, lines in sections.items()]


def marked(before: str, after: str) -> tuple[list[Part], list[Part]]:
    """Two texts in parts, those marked that the other does not have."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    left: list[Part] = []
    right: list[Part] = []
    for verb, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left.append(("".join(old[start:end]), verb != "equal"))
        right.append(("".join(new[begin:stop]), verb != "equal"))
    return [part for part in left if part[0]], [part for part in right if part[0]]


def lines(version: QuestionVersion) -> Iterator[tuple[tuple[Any, ...], Line]]:
    """All that a version says, each line with its place in the order; lines meet by their places."""
    names = dict(settings.LANGUAGES)
    order = list(names)
    for code, text in version.texts.items():
        place = order.index(code) if code in order else len(order)
        for rank, label, words in _texts(text):
            yield (0, place, rank, label), Line(str(names.get(code, code)), label, code, words)
    for rank, (label, words) in enumerate(_facts(version)):
        yield (1, 0, rank, label), Line(_("Key and weight"), label, "", words)


def _texts(text: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    yield 0, pgettext("a stem", "Question"), plain(text.get("stem", ""))
    for letter, words in text.get("options", {}).items():
        yield 1, _("Option %s") % letter.upper(), plain(words)
    for number, words in text.get("prompts", {}).items():
        yield 2, _("Prompt %s") % number, plain(words)
    for number, options in text.get("gaps", {}).items():
        for letter, words in options.items():
            yield 3, _("Gap %(gap)s, %(letter)s") % {"gap": number, "letter": letter.upper()}, plain(words)
    for place, words in text.get("feedback", {}).items():
        yield 4, _("Feedback on %s") % str(place).upper(), plain(words)
    if text.get("explanation"):
        yield 5, _("Explanation"), plain(text["explanation"])


def _facts(version: QuestionVersion) -> Iterator[tuple[str, str]]:
    yield _("Key"), key_in_words(version.key)
    yield _("Points"), str(number_format(version.points.normalize(), use_l10n=True))
    yield _("Difficulty"), str(Difficulty(version.difficulty).label)
    yield _("Level"), str(version.level or "–")
    yield pgettext("a question", "Kind"), str(QuestionKind(version.kind).label)
    if version.rubric:
        yield _("Rubric"), str(version.rubric)


def key_in_words(key: dict[str, Any]) -> str:
    """A key on one line, whatever the kind."""
    told = "; ".join(_value(key[name]) for name in KEYED if key.get(name))
    rest = {name: value for name, value in key.items() if name not in KEYED and value}
    others = [f"{name}: {_value(value)}" for name, value in rest.items()]
    return " · ".join(part for part in (told, *others) if part)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{_letter(name)} = {_value(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_value(inner) for inner in value)
    return _letter(str(value))


def _letter(word: str) -> str:
    return word.upper() if len(word) == 1 else word


def plain(text: str) -> str:
    """The words of a text, its tags set aside."""
    return unescape(TAGS.sub(" ", text)).strip() if "<" in text or "&" in text else text
