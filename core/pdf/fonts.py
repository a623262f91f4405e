"""The fonts of documents: which files, what they cover, and a configuration that knows no others."""

import contextlib
import functools
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings

# Where Debian's package fonts-lxgw-wenkai puts them.
FOLDER = Path("/usr/share/fonts/truetype/lxgw-wenkai")
DEFAULT = (FOLDER / "LXGWWenKai-Regular.ttf", FOLDER / "LXGWWenKai-Bold.ttf")
# The names by which a style sheet asks for all of them, in the order of the setting.
ANSWERS_TO = ("Gradus", "serif", "sans-serif", "monospace")
FAMILY_NAMES = (1, 16)
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
  {aliases}
</fontconfig>
"""
ALIAS = '<alias binding="same"><family>{name}</family><prefer>{families}</prefer></alias>'


def font_files() -> tuple[Path, ...]:
    """The files named by GRADUS_FONTS, or those of Debian's package."""
    return tuple(Path(name) for name in settings.GRADUS_FONTS) or DEFAULT


def missing_fonts() -> list[Path]:
    """Font files that are not there; no document can be made without them."""
    return [path for path in font_files() if not path.is_file()]


def families() -> tuple[str, ...]:
    """The family names of the fonts, as a document will name them."""
    return _families(font_files())


def covered() -> frozenset[int]:
    """The code points that at least one of the fonts can draw."""
    return _covered(font_files())


@contextlib.contextmanager
def only_our_fonts() -> Iterator[None]:
    """Within this, a font configuration that is made finds our fonts and no others."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(_configuration(font_files()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


@functools.lru_cache(maxsize=4)
def _families(files: tuple[Path, ...]) -> tuple[str, ...]:
    names = [
        face.get_name(entry.name_id, entry.language)
        for face in map(_face, files)
        for entry in face.list_names()
        if entry.name_id in FAMILY_NAMES
    ]
    return tuple(dict.fromkeys(name for name in names if name))


@functools.lru_cache(maxsize=4)
def _covered(files: tuple[Path, ...]) -> frozenset[int]:
    return frozenset().union(*(_face(path).unicodes for path in files))


def _face(path: Path) -> Any:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))


def _configuration(files: tuple[Path, ...]) -> Path:
    """A folder of links to the fonts, and beside them the file that names it to Fontconfig."""
    digest = hashlib.sha256("\n".join(map(str, files)).encode()).hexdigest()[:16]
    folder = Path(settings.VAR_DIR) / "fonts" / digest
    file = folder / "fonts.conf"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for number, path in enumerate(files):
            with contextlib.suppress(FileExistsError):
                (folder / f"{number}{path.suffix}").symlink_to(path.resolve())
        written = folder / f"fonts.{os.getpid()}"
        written.write_text(_xml(folder, _families(files)))
        written.replace(file)
    return file


def _xml(folder: Path, names: tuple[str, ...]) -> str:
    preferred = "".join(f"<family>{escape(name)}</family>" for name in names)
    aliases = [ALIAS.format(name=name, families=preferred) for name in ANSWERS_TO]
    return CONFIGURATION.format(folder=escape(str(folder)), aliases="\n  ".join(aliases))
