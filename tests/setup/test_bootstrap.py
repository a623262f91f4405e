"""Each thing that is missing is said in one clear sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from setup import places, system

ROOT = Path(__file__).resolve().parent.parent.parent


def test_an_old_python_is_told_what_is_needed() -> None:
    code = "from setup import interpreter; interpreter.OLDEST = (9, 0); interpreter.ensure()"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert result.returncode == 1
    assert result.stderr == (
        f"Gradus needs Python 9.0 or newer, and this is {ours}: install one, or name it as in "
        "make run PYTHON=/usr/bin/python3.11\n"
    )


def test_a_folder_that_cannot_be_written_is_named() -> None:
    with pytest.raises(SystemExit) as stop:
        places.ensure_writable(Path("/proc/gradus"))
    assert stop.value.code == (
        "Gradus cannot write to /proc/gradus (No such file or directory): put it into a folder of your own."
    )


def test_a_font_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADUS_FONTS", "/no/such/font.ttf")
    with pytest.raises(SystemExit) as stop:
        system.ensure("run")
    assert stop.value.code == "GRADUS_FONTS names a file that is not there: /no/such/font.ttf"


def test_a_missing_package_is_found() -> None:
    needs = [system.Need("libnothing0", lambda: system.library("libnothing.so.0")), system.RUN[0]]
    assert [need.package for need in system.missing(needs)] == ["libnothing0"]


def test_without_apt_the_line_to_type_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit) as stop:
        system.bring(["libharfbuzz-subset0", "chromium"])
    assert stop.value.code == (
        "Missing from this system. Type: sudo apt-get install libharfbuzz-subset0 chromium"
    )
