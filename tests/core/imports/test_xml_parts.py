"""XML of strangers: no document type, no entity, nothing fetched, bounded depth; one child at a time."""

import io
import tracemalloc

import pytest

from core.imports.errors import DamagedXml, DangerousXml
from core.imports.xml_parts import children, local, tree

LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
HOSTILE = {
    "laughs": LAUGHS,
    "quadratic": f'<!DOCTYPE a [<!ENTITY a "{"x" * 1_000}">]><a>{"&a;" * 1_000}</a>',
    "external": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
    "over the net": '<!DOCTYPE a [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]><a>&a;</a>',
    "parameter": '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/a"> %p;]><a/>',
    "document type": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "empty document type": "<!DOCTYPE a><a/>",
    "deep": "<a>" * 300 + "</a>" * 300,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hostile_documents_are_refused(text: str, encoding: str) -> None:
    with pytest.raises(DangerousXml):
        tree(text.encode(encoding))


@pytest.mark.parametrize(
    "text", ["", "<a>", "<a></b>", "a", "<a/><b/>", "<a>&nbsp;</a>", "<a>\x01</a>", "<a:b/>"]
)
def test_damaged_documents(text: str) -> None:
    with pytest.raises(DamagedXml):
        tree(text.encode())


def test_children_come_with_their_lines() -> None:
    text = '<q xmlns="urn:x" v="1">\n<a>1</a>\n\n<b>2<c/></b><!-- d -->\n</q>'
    (_line, root), *found = children(io.BytesIO(text.encode()))
    assert (local(root), root.get("v")) == ("q", "1")
    assert [(line, local(one), one.text) for line, one in found] == [(2, "a", "1"), (4, "b", "2")]


def test_only_one_child_is_held() -> None:
    one = "<q>" + "x" * 5_000 + "</q>"
    small, large = (peak_of(f"<z>{one * number}</z>".encode()) for number in (200, 2_000))
    assert large < 1.5 * small


def peak_of(content: bytes) -> int:
    file = io.BytesIO(content)
    tracemalloc.start()
    for _line, _element in children(file):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
