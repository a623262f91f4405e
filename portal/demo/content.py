"""The demo company's files."""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from courses.models.words import traditional

FOLDER = Path(__file__).parent


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def files(pattern: str) -> list[str]:
    return sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob(pattern))


def digest(names: Iterable[str]) -> str:
    """What the files say, in one fingerprint."""
    return sha256(b"".join((FOLDER / name).read_bytes() for name in names)).hexdigest()


def texts(pair: dict[str, str]) -> dict[str, str]:
    """A pair as the models keep short texts: by language, the Traditional made from the Simplified."""
    return {"zh-hans": pair["zh"], "zh-hant": traditional(pair["zh"]), "en": pair["en"]}
