"""Aiken: a question, its options by letters, and ANSWER: https://docs.moodle.org/en/Aiken_format."""

import re
from collections.abc import Iterable, Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.text import clean, narrow
from exams.formats import markup
from exams.formats.draft import LETTERS, Draft, Item, Malformed, NotTaken, Place, attempt
from exams.formats.markup import said

OPTION = re.compile(r"^([A-Z])[.)]\s*(.*)$")
ANSWER = re.compile(r"^ANSWER\s*:\s*(.*)$")
FEEDBACK = re.compile(r"^FEEDBACK\s*:\s*(.*)$")
BETWEEN = re.compile(r"[\s,;、]+")
Line = tuple[int, str]


def read(lines: Iterable[Line]) -> Iterator[Item]:
    """Every question of a file: an ANSWER ends one, a FEEDBACK behind it belongs to it."""
    block: list[Line] = []
    is_answered = False
    for row, text in lines:
        text = clean(text)
        if is_answered and text and not FEEDBACK.match(text):
            yield from _question(block)
            block, is_answered = [], False
        if text:
            block.append((row, text))
            is_answered = is_answered or bool(ANSWER.match(narrow(text)))
    if block:
        yield from _question(block)


def _question(block: list[Line]) -> Iterator[Item]:
    row, first = block[0]
    draft = Draft(Place(format_lazy(_("Line {row}"), row=row), row, first[:60]))
    yield from attempt(draft, lambda draft: _fill(draft, [text for _row, text in block]))


def _fill(draft: Draft, lines: list[str]) -> None:
    stem: list[str] = []
    options: dict[str, str] = {}
    answer = feedback = ""
    for line in lines:
        option, key, remark = (
            OPTION.match(narrow(line)),
            ANSWER.match(narrow(line)),
            FEEDBACK.match(narrow(line)),
        )
        if key:
            answer = key[1].strip()
        elif remark:
            feedback = line.partition(":")[2] or line.partition("：")[2]
        elif option and option[1] == LETTERS[len(options)].upper():
            options[option[1].lower()] = line[option.start(2) :] if option[2] else ""
        elif options:
            raise Malformed(
                line, _("an option such as B) or the line ANSWER:"), _("Put each on its own line.")
            )
        else:
            stem.append(line)
        if len(options) == len(LETTERS):
            raise NotTaken(line, _("A question has at most 26 options."))
    if not answer:
        raise Malformed("", _("a line such as ANSWER: A"), _("Say which letter is right."))
    right = _letters(answer, options)
    draft.kind = "single" if len(right) == 1 else "multiple"
    draft.key = {"correct": right}
    words = {letter: markup.plain(text) for letter, text in options.items()}
    draft.text = said(
        draft, stem=markup.plain("\n".join(stem)), explanation=markup.plain(feedback), options=words
    )


def _letters(answer: str, options: dict[str, str]) -> list[str]:
    letters = sorted(set(BETWEEN.sub("", answer).lower()))
    if not set(letters) <= options.keys():
        known = ", ".join(options).upper()
        raise Malformed(answer, format_lazy(_("letters of options that are there: {letters}"), letters=known))
    return letters
