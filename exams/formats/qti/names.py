"""One set of names for QTI 2 and 3: `<qti-simple-choice show-hide>` is `<simpleChoice showHide>`."""

import re
from xml.etree.ElementTree import Element

from core.imports.xml_parts import local

HYPHEN = re.compile(r"-([a-z])")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def normal(root: Element) -> Element:
    """The same tree without namespaces, under the names of QTI 2."""
    for element in root.iter():
        name = local(element)
        if not name:
            continue
        is_third = name.startswith("qti-")
        element.tag = _camel(name.removeprefix("qti-")) if is_third else name
        element.attrib = {_attribute(key, is_third): value for key, value in element.attrib.items()}
    return root


def _attribute(key: str, is_third: bool) -> str:
    if key == LANGUAGE:
        return "lang"
    key = key.rpartition("}")[2]
    return _camel(key) if is_third and not key.startswith(("data-", "aria-")) else key


def _camel(name: str) -> str:
    return HYPHEN.sub(lambda found: found[1].upper(), name)
