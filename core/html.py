"""Formatted text of others: what may stay of it."""

import nh3

TAGS = {
    "p", "br", "hr", "div", "span", "strong", "b", "em", "i", "u", "s", "sub", "sup", "small", "code", "pre",
    "kbd", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "h3", "h4", "h5", "h6",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
CELL = {"colspan", "rowspan"}
ATTRIBUTES = {"*": {"lang", "dir"}, "td": CELL, "th": CELL | {"scope"}, "ol": {"start"}}


def safe(html: str) -> str:
    """The text with plain structure only: no script, style, link, address, image or class stays."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, clean_content_tags={"script", "style", "title"})
