"""XML from a stranger, streamed: no document type, no entities, nothing fetched, bounded depth."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from core.imports.errors import DamagedXml, DangerousXml

CHUNK = 2**16
DEPTH = 200


class _Parts(TreeBuilder):
    """Builds the tree, and takes the finished children of the root out of it."""

    def __init__(self) -> None:
        super().__init__()
        self.parser: Any = None
        self.root: Element | None = None
        self.finished: list[tuple[int, Element]] = []
        self._depth = 0
        self._line = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        if self._depth > DEPTH:
            raise DangerousXml(row=self.parser.CurrentLineNumber)
        if self._depth == 2:
            self._line = self.parser.CurrentLineNumber
        element = super().start(tag, attrs)
        if self._depth == 1:
            self.root = element
        return element

    def end(self, tag: str) -> Element:
        element = super().end(tag)
        self._depth -= 1
        if self._depth == 1 and self.root is not None:
            self.root.remove(element)
            self.finished.append((self._line, element))
        return element


def children(file: BinaryIO) -> Iterator[tuple[int, Element]]:
    """Each child of the root with the line where it begins; only one at a time is held.

    The first of all is the root itself, empty but for its attributes.
    """
    parts = _Parts()
    parser = DefusedXMLParser(target=parts, forbid_dtd=True)
    parts.parser = parser.parser
    is_rooted = False
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            parser.feed(chunk)
            if parts.root is not None and not is_rooted:
                is_rooted = True
                yield 1, Element(parts.root.tag, parts.root.attrib)
            yield from _drained(parts)
        parser.close()
    except DefusedXmlException:
        raise DangerousXml(row=parts.parser.CurrentLineNumber) from None
    except (ParseError, ValueError, LookupError) as error:
        raise DamagedXml(str(error), row=getattr(error, "position", (None,))[0]) from None
    yield from _drained(parts)


def tree(content: bytes) -> Element:
    """A small document as a whole."""
    parts = children(io.BytesIO(content))
    _line, root = next(parts)
    for _line, element in parts:
        root.append(element)
    return root


def local(element: Element) -> str:
    """The element's name without its namespace; of comments and instructions none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _drained(parts: _Parts) -> Iterator[tuple[int, Element]]:
    finished, parts.finished = parts.finished, []
    yield from finished
