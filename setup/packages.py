"""The virtual environment and the hashed lock in it."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from setup import system
from setup.places import ROOT

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-dev.lock"}


def ensure(purpose: str) -> None:
    """Install the lock of `run` or of `test`, which contains the other, unless it stands already."""
    if any(is_current(LOCKS[name]) for name in {purpose, "test"}):
        return
    if not works():
        make_environment()
    say(f"Installing the packages of {LOCKS[purpose].name} …")
    if not any(subprocess.call(command, env=environment()) == 0 for command in installers(LOCKS[purpose])):
        sys.exit("The packages could not be installed (see above). Is the network or your mirror in reach?")
    stamp(LOCKS[purpose]).write_text(digest(LOCKS[purpose]))


def is_current(lock: Path) -> bool:
    return stamp(lock).exists() and stamp(lock).read_text() == digest(lock) and works()


def stamp(lock: Path) -> Path:
    return VENV / f"installed-{lock.stem}"


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def works() -> bool:
    return PYTHON.exists() and subprocess.call([PYTHON, "-c", ""], stderr=subprocess.DEVNULL) == 0


def make_environment() -> None:
    say(f"Making .venv with Python {sys.version_info.major}.{sys.version_info.minor} …")
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        system.ensure_venv()
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def installers(lock: Path) -> Iterator[list[str | Path]]:
    """uv where it is found, else uv brought by pip, else pip alone: 6 seconds against 90."""
    if uv := shutil.which("uv") or brought_uv():
        yield [
            uv,
            "pip",
            "install",
            "--quiet",
            "--compile-bytecode",
            "--python",
            PYTHON,
            "--require-hashes",
            "-r",
            lock,
        ]
    yield [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock]


def brought_uv() -> str | None:
    bring = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "-r",
        ROOT / "setup" / "installer.lock",
    ]
    return str(VENV / "bin" / "uv") if subprocess.call(bring) == 0 else None


def environment() -> dict[str, str]:
    """uv does not read pip's configuration: hand it the package mirror that pip would use."""
    if "UV_DEFAULT_INDEX" in os.environ:
        return dict(os.environ)
    ask = [PYTHON, "-m", "pip", "config", "get", "global.index-url"]
    mirror = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()
    mirror = os.environ.get("PIP_INDEX_URL", mirror)
    return os.environ | ({"UV_DEFAULT_INDEX": mirror} if mirror else {})


def say(text: str) -> None:
    print(text, flush=True)
