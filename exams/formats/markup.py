"""Formatted words of other programs: brought to the few tags of a question, and what that costs."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext_lazy as _

from core.html import TAGS, safe
from core.imports.errors import FileError, Text
from core.imports.xml_parts import local, tree
from core.text import clean
from exams.formats.draft import Draft, Medium, NotTaken

TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
MATH = re.compile(r"<math\b(?:(?!<math\b).)*?</math\s*>", re.DOTALL | re.IGNORECASE)
# Never a tag, since nothing ends it.
UNENDED = re.compile(r"<(?![^<>]*>)")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
MEDIA = re.compile(r"<(?:img|audio|source|object|embed)\b[^<>]*>", re.IGNORECASE)
WITH_MEDIA = {"single", "multiple", "judgement", "ordering"}
# How a character is read, in brackets behind it.
RUBY = re.compile(r"<rt\b[^<>]*>((?:(?!<rt\b).)*?)</rt>", re.DOTALL | re.IGNORECASE)
FALLBACK = re.compile(r"<rp\b[^<>]*>(?:(?!<rp\b).)*?</rp>", re.DOTALL | re.IGNORECASE)
# One that nothing ends goes to the end, as browsers have it.
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# A heading of a page is one of a question, a part of a page a plain block.
RENAMED = {"h1": "h3", "h2": "h3"} | dict.fromkeys(
    ("section", "article", "header", "footer", "main", "aside", "figure", "figcaption", "center", "address"),
    "div",
)
SILENT = {"html", "body", "ruby", "rb", "rt", "rp", "rtc", "colgroup", "col", *RENAMED}
VOID = {"br", "hr", "img", "col"}
BLANK = re.compile(r"[\s\u00a0\u200b]+")


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text as a file has it: plain, or with tags."""

    text: str = ""
    is_html: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)

    def as_html(self) -> str:
        return self.text if self.is_html else escaped(self.text)


def plain(text: str) -> Words:
    return Words(clean(text))


def moodle(text: str) -> Words:
    """Moodle's own format: plain, or HTML where somebody wrote tags; line breaks count in both."""
    words = perhaps_html(text)
    return Words(words.text.replace("\n", "<br>"), is_html=True) if words.is_html else words


def perhaps_html(text: str) -> Words:
    """HTML where somebody wrote tags, else plain."""
    if any(name.lower() in KNOWN for name in TAG.findall(text)):
        return Words(clean(text), is_html=True)
    return plain(html.unescape(text) if ENTITY.search(text) else text)


def markdown(text: str) -> Words:
    return Words(_markdown().render(text).strip(), is_html=True)


def escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def unescaped(text: str) -> str:
    """HTML as plain words: a line for every break and block, no tags."""
    broken = re.sub(r"</(?:p|div|li|tr|h\d)>|<br\s*/?>", "\n", COMMENT.sub("", text), flags=re.IGNORECASE)
    return clean(re.sub(r"\n\s*\n+", "\n", html.unescape(TAG.sub("", broken))))


def words_of(text: Mapping[str, Any]) -> str:
    """The stem of a question as plain words."""
    return unescaped(text["stem"]) if text.get("format") == "html" else text["stem"]


def is_blank(text: str) -> bool:
    """Whether nothing is left to read; a picture would be something."""
    return not BLANK.sub("", html.unescape(TAG.sub("", text))) and "<img" not in text


def said(
    draft: Draft, *, stem: Words, explanation: Words = Words(), **parts: Mapping[str, Any]
) -> dict[str, Any]:
    """The texts of a draft: all plain, or all HTML that is safe; the draft is told what that leaves out."""
    parts = {name: part for name, part in parts.items() if part}
    stem = _without_media(draft, "stem", stem)
    if "options" in parts and draft.kind in WITH_MEDIA:
        parts["options"] = {
            letter: _option(draft, letter, words) for letter, words in parts["options"].items()
        }
    everything = [stem, explanation, *(words for part in parts.values() for words in _each(part))]
    is_html = any(words.is_html for words in everything)
    if is_html:
        for feature, why in dict.fromkeys(loss for words in everything for loss in _losses(words)):
            draft.leave(feature, why)
    form = _form if is_html else (lambda words: words.text)
    texts: dict[str, Any] = {"stem": form(stem), "options": {}, "explanation": form(explanation)}
    texts |= {name: _mapped(part, form) for name, part in parts.items()}
    return texts | ({"format": "html"} if is_html else {})


def _option(draft: Draft, letter: str, words: Words) -> Words:
    """An option that is a picture alone is named by the words for it."""
    left = _without_media(draft, letter, words)
    alt = next((medium.alt for medium in draft.media if medium.place == letter), "")
    return Words(escaped(alt), is_html=True) if alt and is_blank(left.text) else left


def _without_media(draft: Draft, place: str, words: Words) -> Words:
    """The words without those pictures and sounds that the file holds: the draft has them now."""
    if not words.is_html:
        return words

    def take(found: re.Match[str]) -> str:
        tag = _Tag()
        tag.feed(found[0])
        address = tag.told.get("src") or tag.told.get("data") or ""
        read = draft.files(address)
        if read is None:
            return found[0]
        name = address.rpartition("/")[2]
        alt = clean(tag.told.get("alt") or tag.told.get("title") or "") or name
        draft.media.append(Medium(place, name, alt, read))
        return ""

    return Words(MEDIA.sub(take, words.text).strip(), is_html=True)


class _Tag(HTMLParser):
    """The attributes of one tag."""

    told: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.told = dict(attrs)


def _each(part: Any) -> Iterator[Words]:
    if isinstance(part, Words):
        yield part
    else:
        for inner in part.values():
            yield from _each(inner)


def _mapped(part: Any, form: Any) -> Any:
    return (
        form(part)
        if isinstance(part, Words)
        else {name: _mapped(inner, form) for name, inner in part.items()}
    )


def _form(words: Words) -> str:
    return safe(renamed(words.text)).strip() if words.is_html else escaped(words.text)


# Tags that mean the same, and what is lost


def renamed(text: str) -> str:
    """With formulas as lines of text, and tags that the bank has under another name."""

    def rename(found: re.Match[str]) -> str:
        name = RENAMED.get(found[1].lower())
        return found[0].replace(found[1], name, 1) if name else found[0]

    text = RUBY.sub(r"（\1）", FALLBACK.sub("", text))
    return TAG.sub(rename, MATH.sub(lambda found: _formula(found[0]), COMMENT.sub("", text)))


def _losses(words: Words) -> Iterator[tuple[Text, Text]]:
    if not words.is_html:
        return
    if MATH.search(words.text):
        yield "MathML", _("The formula is written as a line of text.")
    seen = _Seen()
    seen.feed(UNENDED.sub("&lt;", MATH.sub("", COMMENT.sub("", words.text))))
    seen.close()
    for feature in seen.features:
        yield feature, _("The words inside are kept, this is left out.")


class _Seen(HTMLParser):
    """Tags and addresses that the bank does not keep. Names of styles (class, id) say nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.features: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("audio", "video", "object") and not (told.get("src") or told.get("data")):
            return  # what it plays stands inside
        if tag in ("img", "audio", "video", "source", "object", "embed", "iframe", "a"):
            address = told.get("src") or told.get("data") or told.get("href") or ""
            self._note(f"<{tag}> {address[:80]}".strip())
        elif tag not in TAGS and tag not in SILENT:
            self._note(f"<{tag}>")
        if told.get("style"):
            self._note("style")
        for name in told:
            if name.startswith("on"):
                self._note(name)

    def _note(self, feature: str) -> None:
        self.features[feature] = None


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True, "breaks": False}).enable("table")


KNOWN = TAGS | SILENT | {"a", "img", "font", "script", "audio", "video", "iframe", "math", "svg", "big", "tt"}

# Formulas


def _formula(text: str) -> str:
    try:
        return linear(tree(re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)", "&amp;", text).encode()))
    except FileError:
        raise NotTaken("MathML", _("The formula cannot be written as a line of text.")) from None


def linear(element: Element) -> str:
    """MathML as one line of HTML: 1/6, x<sup>2</sup>, √(a + b). Raises NotTaken for what has no such line."""
    name = local(element)
    inner = [linear(child) for child in element if local(child) and not local(child).startswith("annotation")]
    if name in ("mn", "mi", "mo", "mtext", "ms"):
        return escaped((element.text or "").strip()) if name != "mtext" else escaped(element.text or "")
    if name in ("mspace",):
        return " "
    if name in ("math", "mrow", "mstyle", "mpadded", "semantics", "msqrt", "menclose"):
        joined = "".join(inner)
        return f"√{_bracketed(joined)}" if name == "msqrt" else joined
    if name == "mfenced":
        return f"{element.get('open', '(')}{', '.join(inner)}{element.get('close', ')')}"
    if name in PAIRS and len(inner) == 2:
        return PAIRS[name](*inner)
    if name == "msubsup" and len(inner) == 3:
        return f"{inner[0]}<sub>{inner[1]}</sub><sup>{inner[2]}</sup>"
    raise NotTaken("MathML", _("The formula cannot be written as a line of text."))


def _bracketed(text: str) -> str:
    return text if re.fullmatch(r"\w+", text) else f"({text})"


PAIRS = {
    "mfrac": lambda above, below: f"{_bracketed(above)}/{_bracketed(below)}",
    "msup": lambda base, power: f"{base}<sup>{power}</sup>",
    "msub": lambda base, index: f"{base}<sub>{index}</sub>",
    "mroot": lambda base, index: f"<sup>{index}</sup>√{_bracketed(base)}",
}

# Between HTML and XML


def as_xml(text: str, parent: Element) -> None:
    """Safe HTML as children of an element."""
    builder = _Builder(parent)
    builder.feed(text)
    builder.close()


class _Builder(HTMLParser):
    def __init__(self, parent: Element) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [parent]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        add_text(self.open[-1], data)


def add_text(parent: Element, text: str) -> None:
    """Behind what the element has already."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def inner_html(element: Element) -> str:
    """What stands inside, as HTML; formulas as lines of text."""
    return escape_text(element.text) + "".join(
        outer_html(child) + escape_text(child.tail) for child in element
    )


def outer_html(element: Element) -> str:
    name = local(element)
    if not name:
        return ""
    if name == "math":
        return linear(element)
    attributes = "".join(
        f' {key.rpartition("}")[2]}="{html.escape(value)}"' for key, value in element.attrib.items()
    )
    if name in VOID:
        return f"<{name}{attributes}>"
    return f"<{name}{attributes}>{inner_html(element)}</{name}>"


def escape_text(text: str | None) -> str:
    return html.escape(text or "", quote=False)
