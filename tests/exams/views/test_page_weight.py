"""What a candidate's browser fetches to run the exam page."""

import gzip
import re
from pathlib import Path

from django.conf import settings

MOST = 40 * 1024
SCRIPTS = Path(settings.BASE_DIR) / "static/js/exams"


def needed(script: Path, found: set[Path]) -> set[Path]:
    """A module and all that it imports."""
    if script not in found:
        found.add(script)
        for name in re.findall(r'^(?:import|export) .*?from "(.+?)";', script.read_text(), re.M | re.S):
            needed((script.parent / name).resolve(), found)
    return found


def test_the_exam_page_needs_forty_kilobytes_of_script_at_most() -> None:
    scripts = needed(SCRIPTS / "attempt.js", set())
    assert {"drafts.js", "answers.js", "cloze.js"} <= {script.name for script in scripts}
    assert sum(len(gzip.compress(script.read_bytes())) for script in scripts) <= MOST
