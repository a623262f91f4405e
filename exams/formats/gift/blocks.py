"""The blocks of a GIFT file: questions stand apart by blank lines, categories and comments between them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# Signs that a backslash makes ordinary stand aside as characters that no text may have, until the structure
# of the question is known.
HIDDEN = {
    ":": "\ufdd0", "#": "\ufdd1", "=": "\ufdd2", "{": "\ufdd3", "}": "\ufdd4", "~": "\ufdd5",
    "n": "\ufdd6", "\\": "\ufdd7",
}  # fmt: skip
SHOWN = str.maketrans({code: sign for sign, code in HIDDEN.items() if sign != "n"} | {"\ufdd6": "\n"})
ESCAPE = re.compile(r"\\([:#={}~n\\])")
RESERVED = re.compile("[\ufdd0-\ufdef]")
CATEGORY = re.compile(r"^\s*\$CATEGORY:\s*(.*)$")
IDENTIFIER = re.compile(r"\[id:((?:\\\]|(?!\[id:)[^\]\x00-\x1f])+)\]")
TAG = re.compile(r"\[tag:((?:\\\]|(?!\[tag:)[^\]\x00-\x1f<>`])+)\]")
Line = tuple[int, str]


def hide(text: str) -> str:
    return ESCAPE.sub(lambda found: HIDDEN[found[1]], RESERVED.sub("\ufffd", text))


def show(text: str) -> str:
    return text.translate(SHOWN)


@dataclass
class Block:
    """Some lines without a blank one between them (but inside braces), and what their comments say."""

    row: int
    text: str
    identifier: str = ""
    tags: list[str] = field(default_factory=list)


def blocks(lines: Iterable[Line]) -> Iterator[Block | str]:
    """Every block; a string is the path of a category that counts from there on."""
    for part in _parts(iter(lines)):
        comments = [text for _row, text in part if is_comment(text)]
        rest = [line for line in part if not is_comment(line[1])]
        while rest and (category := CATEGORY.match(rest[0][1])):
            yield show(hide(category[1])).strip()
            rest = rest[1:]
        while rest and not rest[0][1].strip():
            rest = rest[1:]
        if rest:
            yield _block(rest, comments)


def is_comment(text: str) -> bool:
    return text.lstrip().startswith("//")


def _block(lines: list[Line], comments: list[str]) -> Block:
    block = Block(lines[0][0], "\n".join(text.strip("\r") for _row, text in lines).strip())
    for comment in comments:
        if found := IDENTIFIER.search(comment):
            block.identifier = found[1].replace("\\]", "]").strip()
        block.tags += [tag.replace("\\]", "]").strip() for tag in TAG.findall(comment)]
    return block


def _parts(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Runs of lines. A blank line inside braces ends nothing, unless a question is seen to begin behind."""
    part: list[Line] = []
    is_open, blank = False, 0
    for row, text in lines:
        if not text.strip():
            if not is_open:
                if part:
                    yield part
                part = []
            elif not blank:
                blank = len(part)
            if is_open:
                part.append((row, text))
            continue
        if is_open and blank and _begins_another(text):
            yield part[:blank]
            *whole, part = _split(part[blank:])
            yield from filter(None, whole)
            is_open, blank = False, 0
        part.append((row, text))
        is_open = _is_open(text, is_open)
        blank = blank if is_open else 0
    if is_open and blank:
        yield part[:blank]
        yield from _parts(iter(part[blank:]))
    elif part:
        yield part


def _split(lines: list[Line]) -> list[list[Line]]:
    runs: list[list[Line]] = [[]]
    for line in lines:
        if line[1].strip():
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return runs


def _begins_another(text: str) -> bool:
    plain = hide(text)
    before, brace, _rest = plain.partition("{")
    return text.lstrip().startswith(("::", "$CATEGORY:")) or (bool(brace) and "}" not in before)


def _is_open(text: str, was: bool) -> bool:
    """Whether a brace is open behind this line."""
    if is_comment(text):
        return was
    plain = hide(text)
    last_open, last_close = plain.rfind("{"), plain.rfind("}")
    return was if last_open == last_close else last_open > last_close
