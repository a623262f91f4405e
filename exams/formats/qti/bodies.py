"""The body of an item as words: interactions give way to their prompts, or to gaps."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from core.imports.errors import Text
from core.text import clean
from exams.formats import markup
from exams.formats.draft import Draft, NotTaken
from exams.formats.markup import Words, add_text

PLAIN, HTML, CLOZE = "gradus-plain", "gradus-html", "gradus-cloze"
SIMPLE = {"p", "div", "br", "span", "section"}
SPACE = re.compile(r"[ \t\r\n]+")
INLINE = {"textEntryInteraction", "inlineChoiceInteraction", "gap"}
VARYING = {"printedVariable", "templateInline", "templateBlock", "templateBlockFeedback"}
BLANK = "_____"
Replace = Callable[[Element], str]


def marks(body: Element) -> set[str]:
    """What one of our own files says of its words."""
    return {
        name
        for element in body.iter()
        for name in element.get("class", "").split()
        if name.startswith("gradus-")
    }


def own_part(body: Element) -> Element:
    """Where one of our own files has the words of the question."""
    return next((one for one in body.iter() if {PLAIN, HTML} & set(one.get("class", "").split())), body)


def words_of(element: Element, own: set[str]) -> Words:
    """What stands inside: exactly as it was in our own files, else as simply as it can be said."""
    if PLAIN in own:
        return Words(clean(_lines(element)))
    text = markup.inner_html(element)
    if HTML in own:
        return Words(text, is_html=True)
    if all(markup_name in SIMPLE for markup_name in map(str.lower, markup.TAG.findall(text))):
        return Words(_tidy(markup.unescaped(SPACE.sub(" ", text))))
    return Words(SPACE.sub(" ", text).strip(), is_html=True)


def _tidy(text: str) -> str:
    return "\n".join(filter(None, (line.strip() for line in text.split("\n"))))


def _lines(element: Element) -> str:
    """Plain words: a break is a new line, other tags are none."""
    return (element.text or "") + "".join(
        ("\n" if child.tag == "br" else _lines(child)) + (child.tail or "") for child in element
    )


def strip(draft: Draft, body: Element, replace: Replace) -> None:
    """Take out of a body what is not its words; each interaction leaves what `replace` says."""
    for parent in list(body.iter()):
        for child in list(parent):
            _strip_child(draft, parent, child, replace)


def _strip_child(draft: Draft, parent: Element, child: Element, replace: Replace) -> None:
    name = child.tag
    if not isinstance(name, str):
        _remove(parent, child)
    elif name in VARYING:
        raise NotTaken(name, _("Its words are drawn anew for each person; the bank's questions are fixed."))
    elif name == "rubricBlock" and "candidate" not in child.get("view", "candidate"):
        _leave_words(
            draft, child, format_view(child), _("It is for those who mark; give the question a rubric.")
        )
        _remove(parent, child)
    elif name in ("feedbackInline", "feedbackBlock", "infoControl", "modalFeedback", "catalogInfo"):
        _leave_words(draft, child, name, _("It is shown during the attempt, which the bank does not do."))
        _remove(parent, child)
    elif name in INLINE:
        _remove(parent, child, replace(child))
    elif name.endswith("Interaction"):
        _unwrap(parent, child)
    elif name in ("rubricBlock", "contentBody", "stimulusBody"):
        child.tag = "div"


def format_view(element: Element) -> str:
    return f"rubricBlock {element.get('view', '')}".strip()


def _leave_words(draft: Draft, element: Element, name: str, why: Text) -> None:
    if shown := clean(SPACE.sub(" ", "".join(element.itertext()))):
        draft.leave(f"{name}: {shown[:200]}", why)


def _remove(parent: Element, child: Element, text: str = "") -> None:
    """The child goes, the words behind it stay."""
    at = list(parent).index(child)
    tail = text + (child.tail or "")
    parent.remove(child)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _unwrap(parent: Element, child: Element) -> None:
    """A block interaction: its prompt stays, and words with gaps."""
    block = Element("div")
    for inner in list(child):
        if inner.tag == "prompt":
            inner.tag = "div"
            block.append(inner)
        elif child.tag == "gapMatchInteraction" and inner.tag not in ("gapText", "gapImg"):
            block.append(inner)
    block.tail = child.tail
    at = list(parent).index(child)
    parent.remove(child)
    if len(block):
        parent.insert(at, block)
    elif child.tail:
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            add_text(parent, child.tail) if not len(parent) else _prepend(parent, child.tail)


def _prepend(parent: Element, text: str) -> None:
    parent.text = (parent.text or "") + text
