"""The message catalogues, made and checked without the gettext programs."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize
from opencc import OpenCC

APPS = ("portal", "certification", "exams", "courses", "records", "notices", "people", "core")
LANGUAGES = ("zh_Hans", "zh_Hant")
BY_HAND = "by hand"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = {
    "Project-Id-Version": "Gradus",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sd]|\{\w*\}")

# What the conversion to Traditional gets wrong here: it takes plain words for terms of programming,
# and divides words in the wrong place.
MENDED = {
    "併發布": "並發布", "釋出": "發布", "物件": "對象", "程式碼": "代碼", "型別": "類型", "當前": "目前",
    "單元格": "儲存格", "郵箱": "信箱", "二維碼": "QR碼", "題干": "題幹", "制作": "製作", "賬": "帳",
    "後臺": "後台", "一臺": "一台", "彙報": "匯報", "周": "週", "郵件箱": "郵件匣", "“": "「", "”": "」",
}  # fmt: skip

Key = tuple[str | None, str]


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def by_key(entries: Iterable[polib.POEntry]) -> dict[Key, polib.POEntry]:
    return {key(entry): entry for entry in entries}


# What the source says


def sources(root: Path) -> Iterator[Path]:
    for app in APPS:
        yield from (p for p in sorted((root / app).rglob("*.py")) if "migrations" not in p.parts)
    yield from sorted(p for p in (root / "templates").rglob("*") if p.suffix in {".html", ".txt", ".svg"})


def gettext_calls(path: Path) -> bytes:
    """The Python file itself, or a template turned into the calls it makes."""
    text = path.read_text()
    if path.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text, str(path)).splitlines())
    return text.encode()


def entry(found: object, context: str | None, place: str) -> polib.POEntry:
    singular, plural = (found[0], found[1]) if isinstance(found, tuple) else (str(found), "")
    made = polib.POEntry(msgid=singular, msgid_plural=plural, msgctxt=context, occurrences=[(place, "")])
    if plural:
        made.msgstr_plural = {0: ""}
    return made


def extracted(root: Path) -> list[polib.POEntry]:
    """Every message of our own code and templates, once, with the files that use it."""
    entries: dict[Key, polib.POEntry] = {}
    for path in sources(root):
        place = str(path.relative_to(root))
        calls = io.BytesIO(gettext_calls(path))
        for _line, found, _comments, context in extract(
            "python", calls, KEYWORDS, options={"encoding": "utf-8"}
        ):
            made = entry(found, context, place)
            known = entries.setdefault(key(made), made)
            if (place, "") not in known.occurrences:
                known.occurrences.append((place, ""))
            if made.msgid_plural and not known.msgid_plural:
                known.msgid_plural, known.msgstr_plural = made.msgid_plural, {0: ""}
    return list(entries.values())


# Translations


def files(root: Path, language: str) -> tuple[Path, Path]:
    folder = root / "locale" / language / "LC_MESSAGES"
    return folder / "django.po", folder / "django.mo"


def stored(root: Path, language: str) -> polib.POFile:
    po, _ = files(root, language)
    return polib.pofile(str(po)) if po.exists() else polib.POFile()


def translation(entry: polib.POEntry) -> str:
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def translate(entry: polib.POEntry, text: str) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: text}
    else:
        entry.msgstr = text


def known_translations(root: Path, folder: Path | None) -> dict[Key, polib.POEntry]:
    """Those in the catalogue, and over them those of a folder of loose .po files."""
    known = {key(e): e for e in stored(root, "zh_Hans") if not e.obsolete and translation(e)}
    for path in sorted(folder.glob("*.po")) if folder else []:
        known |= {key(e): e for e in polib.pofile(str(path)) if translation_given(e)}
    return known


def translation_given(entry: polib.POEntry) -> str:
    """Loose files may give a plural's one Chinese form as a plain msgstr."""
    return translation(entry) or entry.msgstr


def simplified(root: Path, folder: Path | None) -> polib.POFile:
    known, same = known_translations(root, folder), names(root)
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = HEADER | {"Language": "zh_Hans"}
    for made in extracted(root):
        if before := known.get(key(made)):
            translate(made, translation_given(before))
            made.tcomment, made.flags = before.tcomment, [flag for flag in before.flags if flag == "fuzzy"]
        elif made.msgid in same:
            translate(made, made.msgid)
        catalogue.append(made)
    return catalogue


def traditional(root: Path, source: polib.POFile) -> polib.POFile:
    """Converted from the simplified one, except for entries whose comment says they were made by hand."""
    convert = OpenCC("s2twp").convert
    by_hand = {key(e): e for e in stored(root, "zh_Hant") if BY_HAND in e.tcomment}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = HEADER | {"Language": "zh_Hant"}
    for simple in source:
        made = entry(
            (simple.msgid, simple.msgid_plural) if simple.msgid_plural else simple.msgid, simple.msgctxt, ""
        )
        made.occurrences = simple.occurrences
        kept = by_hand.get(key(simple))
        translate(made, translation(kept) if kept else converted(translation(simple), convert))
        made.tcomment = kept.tcomment if kept else ""
        made.flags = [] if kept else list(simple.flags)
        catalogue.append(made)
    return catalogue


def converted(text: str, convert: Callable[[str], str]) -> str:
    text = convert(text)
    for wrong, right in MENDED.items():
        text = text.replace(wrong, right)
    return text


def write(root: Path, folder: Path | None = None) -> None:
    source = simplified(root, folder)
    for language, catalogue in (("zh_Hans", source), ("zh_Hant", traditional(root, source))):
        po, mo = files(root, language)
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_text(str(catalogue).strip() + "\n")
        mo.write_bytes(polib.pofile(str(po)).to_binary())


# The check


def names(root: Path) -> set[str]:
    """Messages that are names, the same in every language."""
    lines = (root / "locale" / "names.txt").read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def faults(root: Path) -> list[str]:
    messages, allowed = extracted(root), names(root)
    found = []
    for language in LANGUAGES:
        catalogue = stored(root, language)
        entries = by_key(catalogue)
        found += [
            f"{language}: {text}" for m in messages for text in faults_of(m, entries.get(key(m)), allowed)
        ]
        _, mo = files(root, language)
        if not mo.exists() or mo.read_bytes() != catalogue.to_binary():
            found.append(f"{language}: django.mo is not made from django.po")
    return found


def faults_of(message: polib.POEntry, entry: polib.POEntry | None, allowed: set[str]) -> Iterator[str]:
    where = f"{message.msgid!r} ({message.occurrences[0][0]})"
    if entry is None or entry.obsolete or not translation(entry):
        yield f"not translated: {where}"
    elif entry.fuzzy:
        yield f"fuzzy: {where}"
    elif not HAN.search(translation(entry)) and message.msgid not in allowed:
        yield f"no Han character, and not among the names: {where}"
    elif unlike(message, translation(entry)):
        yield f"placeholders differ: {where}"


def unlike(message: polib.POEntry, text: str) -> bool:
    """A translation may leave out the singular's words, never use a placeholder that the source lacks."""
    given = set(PLACEHOLDER.findall(text))
    singular, plural = set(PLACEHOLDER.findall(message.msgid)), set(PLACEHOLDER.findall(message.msgid_plural))
    return given != plural if message.msgid_plural else given != singular
