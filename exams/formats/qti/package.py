"""A QTI package: its manifest names the items, each of which is read alone."""

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.imports.archives import Archive, opened
from core.imports.errors import DamagedXml, DangerousArchive
from core.imports.xml_parts import local, tree
from core.text import clean
from exams.formats import tagging
from exams.formats.draft import Draft, Fault, Item, Left, Place, attempt
from exams.formats.errors import NoManifest, OldQti
from exams.formats.qti.items import fill
from exams.formats.qti.names import normal

MANIFEST = "imsmanifest.xml"
MANIFEST_SIZE, ITEM_SIZE, MEDIA_SIZE = 32 * 2**20, 4 * 2**20, 32 * 2**20
ITEMS = ("imsqti_item_xmlv2", "imsqti_item_xmlv3", "imsqti_apipitem_xmlv2")
OLD = ("imsqti_xmlv1", "imsqti_item_xmlv1", "imsqti_assessment_xmlv1")
SILENT = ("webcontent", "associatedcontent", "css", "controlfile", "imslr", "resourcemetadata", "imsqtiv")
TAXONS = "Gradus"
DIFFICULTIES = {
    "very easy": "easy", "easy": "easy", "medium": "medium", "difficult": "hard", "very difficult": "hard",
}  # fmt: skip


@dataclass
class Resource:
    """What the manifest says of one file."""

    kind: str
    href: str
    tags: list[str] = field(default_factory=list)
    category: tuple[str, ...] = ()
    difficulty: str = ""


def read(file: BinaryIO) -> Iterator[Item]:
    """Every item that the manifest of a package names, in its order."""
    with opened(file) as archive:
        if MANIFEST not in archive:
            raise NoManifest
        for resource in _resources(archive):
            yield from _taken(archive, resource)


def read_item(content: bytes, name: str) -> Iterator[Item]:
    """An item that comes without a package."""
    place = Place(name, None, name)
    yield from _item(content, place, Resource("", ""), lambda href: None, lambda href: None)


def _resources(archive: Archive) -> list[Resource]:
    root = tree(archive.read(MANIFEST, limit=MANIFEST_SIZE))
    base = ""
    found = []
    for element in root.iter():
        if local(element) == "resources":
            base = _base(element)
        if local(element) == "resource":
            found.append(_resource(element, base))
    return found


def _base(element: Element) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}base")), "")


def _resource(element: Element, base: str) -> Resource:
    resource = Resource(element.get("type", ""), _joined(base, _base(element), element.get("href", "")))
    for part in element.iter():
        name = local(part)
        if name == "keyword":
            resource.tags += [word for inner in part.iter() if (word := clean(inner.text or ""))]
        elif name == "difficulty":
            said = [clean(inner.text or "").lower() for inner in part.iter() if local(inner) == "value"]
            resource.difficulty = next((DIFFICULTIES[word] for word in said if word in DIFFICULTIES), "")
        elif name == "taxonPath":
            words = [
                clean(inner.text or "") for inner in part.iter() if local(inner) in ("string", "langstring")
            ]
            resource.category = tuple(words[1:]) if words[:1] == [TAXONS] else resource.category
    return resource


def _joined(*parts: str) -> str:
    return posixpath.normpath(posixpath.join("", *(unquote(part) for part in parts))).lstrip("./")


def _taken(archive: Archive, resource: Resource) -> Iterator[Item]:
    kind = resource.kind.lower()
    place = Place(resource.href or resource.kind, None, resource.href)
    if kind.startswith(OLD):
        raise OldQti(resource.kind)
    if kind.startswith(ITEMS):
        yield from _packed(archive, resource, place)
    elif kind.startswith("imsqti_test"):
        yield Left(place, _("test"), _("Its items are taken; papers are made in the bank."))
    elif not kind.startswith(SILENT):
        yield Left(place, resource.kind, _("It is no question."))


def _packed(archive: Archive, resource: Resource, place: Place) -> Iterator[Item]:
    if resource.href not in archive:
        yield Fault(place, "", _("a file that the package holds"), _("Export the package again."))
        return
    folder = posixpath.dirname(resource.href)

    def load(href: str) -> Element | None:
        name = _joined(folder, href)
        return normal(tree(archive.read(name, limit=ITEM_SIZE))) if name in archive else None

    def files(href: str) -> bytes | None:
        name = _joined(folder, href)
        return archive.read(name, limit=MEDIA_SIZE) if name in archive else None

    try:
        content = archive.read(resource.href, limit=ITEM_SIZE)
    except DangerousArchive as error:
        yield Fault(place, error.found, format_lazy(_("at most {limit} MB"), limit=ITEM_SIZE // 2**20))
        return
    yield from _item(content, place, resource, load, files)


def _item(
    content: bytes,
    place: Place,
    resource: Resource,
    load: Callable[[str], Element | None],
    files: Callable[[str], bytes | None],
) -> Iterator[Item]:
    try:
        root = normal(tree(content))
    except DamagedXml as error:
        yield Fault(place, error.found, error.expected, error.remedy)
        return
    if root.tag != "assessmentItem":
        yield Fault(place, f"<{root.tag}>", _("an item of QTI 2.1, 2.2 or 3.0"))
        return
    is_own = root.get("label") and root.get("title") == root.get("label", "")[:200]
    code, title = root.get("label" if is_own else "identifier", ""), clean(root.get("title", ""))
    draft = Draft(place, code=code, name=title, category=resource.category)

    def find(href: str) -> Callable[[], bytes] | None:
        content = files(href)
        if content is None:
            return None
        draft.weight += len(content)
        return lambda: content

    draft.files = find
    tagging.take(draft, resource.tags)
    if resource.difficulty:
        draft.says.setdefault("difficulty", resource.difficulty)
    yield from attempt(draft, lambda draft: fill(draft, root, load))
