"""Drafts written as a QTI 2.2 package. What QTI has no field for travels as keywords of the manifest."""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import gettext_lazy as _

from exams.enums import QuestionKind
from exams.formats import tagging
from exams.formats.draft import Draft, Left
from exams.formats.qti.package import MANIFEST, TAXONS
from exams.formats.qti.written_items import KINDS, item

SAFE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,60}")
STAR = re.compile(r"(?<!\\)\*")
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/LOM"
EPOCH = (2000, 1, 1, 0, 0, 0)  # the same questions give the same bytes


def write(drafts: Iterable[Draft], file: BinaryIO) -> Iterator[Left]:
    """Every question that QTI can hold, each an item of its own; yields what it cannot."""
    manifest = Element("manifest", {"xmlns": PACKAGE, "identifier": "gradus"})
    _schema(manifest)
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for draft in drafts:
            yield from draft.left
            if refusal := _refusal(draft):
                yield Left(draft.place, *refusal, is_question=True)
                continue
            yield from _without_remarks(draft)
            name = _identifier(draft.code)
            _add(package, f"items/{name}.xml", item(draft, name))
            _resource(resources, draft, name)
        _add(package, MANIFEST, manifest)


def _refusal(draft: Draft) -> tuple[Any, Any] | None:
    kind, key = draft.kind, draft.key
    if kind not in KINDS:
        return QuestionKind(kind).label, _("QTI has no such kind of question.")
    typed = [key] if kind == "short_text" else list(key.get("gaps", {}).values())
    for rules in (key, *typed):
        if rules.get("units"):
            return ", ".join(rules["units"]), _("QTI has no units.")
        if rules.get("kind", kind) == "short_text" and any(
            STAR.search(one["text"]) for one in rules.get("accepted", ())
        ):
            return "*", _("QTI has no answers with any words in their place.")
    if any(rules.get("blanks") for rules in typed if kind == "cloze"):
        return _("case or blanks"), _("QTI cannot say that blanks matter.")
    return None


def _without_remarks(draft: Draft) -> Iterator[Left]:
    if draft.kind == "cloze":
        for name, words in draft.text.get("feedback", {}).items():
            yield Left(draft.place, f"{name}: {words}", _("A gap has no remarks to single answers."))


def _identifier(code: str) -> str:
    """The code, or where QTI does not allow it as a name, one made from it."""
    return code if SAFE.fullmatch(code) else f"q-{hashlib.sha256(code.encode()).hexdigest()[:24]}"


def _add(package: zipfile.ZipFile, name: str, element: Element) -> None:
    content = b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(
        element, encoding="utf-8", xml_declaration=False
    )
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    package.writestr(entry, content)


def _schema(manifest: Element) -> None:
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = "QTIv2.2 Package"
    SubElement(metadata, "schemaversion").text = "1.0.0"


def _resource(resources: Element, draft: Draft, name: str) -> None:
    href = f"items/{name}.xml"
    resource = SubElement(
        resources, "resource", {"identifier": name, "type": "imsqti_item_xmlv2p2", "href": href}
    )
    lom = SubElement(SubElement(resource, "metadata"), "lom", {"xmlns": LOM})
    general = SubElement(lom, "general")
    for tag in tagging.written(draft):
        _string(SubElement(general, "keyword"), tag)
    if draft.category:
        path = SubElement(SubElement(lom, "classification"), "taxonPath")
        _string(SubElement(path, "source"), TAXONS)
        for word in draft.category:
            _string(SubElement(SubElement(path, "taxon"), "entry"), word)
    SubElement(resource, "file", {"href": href})


def _string(parent: Element, text: str) -> None:
    SubElement(parent, "string").text = text
