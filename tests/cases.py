"""Real inputs that lie beside the project: a user's clone has none; their tests are deselected by name."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / os.environ.get("GRADUS_CASES", "../shared/cases")
LEFT_OUT = pytest.StashKey[list[str]]()


def deselect(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `cases` where the folder is missing."""
    left_out = [] if CASES.is_dir() else [item for item in items if item.get_closest_marker("cases")]
    config.stash[LEFT_OUT] = [item.nodeid for item in left_out]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def named(config: pytest.Config) -> list[str]:
    return [f"deselected, GRADUS_CASES is not here: {name}" for name in config.stash.get(LEFT_OUT, [])]
