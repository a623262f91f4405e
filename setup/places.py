"""Where things lie."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def var() -> Path:
    """What Gradus writes: databases, files, keys."""
    return Path(os.environ.get("GRADUS_VAR") or ROOT / "var").resolve()


def ensure_writable(*folders: Path) -> None:
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            sys.exit(f"Gradus cannot write to {folder} ({error.strerror}): put it into a folder of your own.")
