"""What must come from the operating system: text layout, fonts, and for the tests a browser."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
FONT = "LXGWWenKai-Regular.ttf"


@dataclass(frozen=True)
class Need:
    package: str
    is_there: Callable[[], bool]


def library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def program(name: str) -> bool:
    return shutil.which(name) is not None


def font() -> bool:
    """The bundled Kai face, or the font files that GRADUS_FONTS names."""
    return bool(own_fonts()) or any(
        next(folder.rglob(FONT), None) for folder in FONT_FOLDERS if folder.is_dir()
    )


def own_fonts() -> list[str]:
    return [name for name in os.environ.get("GRADUS_FONTS", "").split(",") if name]


RUN = (
    Need("libpango-1.0-0", partial(library, "libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", partial(library, "libpangoft2-1.0.so.0")),
    Need("libharfbuzz-subset0", partial(library, "libharfbuzz-subset.so.0")),
    Need("fonts-lxgw-wenkai", font),
)
TEST = (
    *RUN,
    Need("chromium", partial(program, "chromium")),
    Need("poppler-utils", partial(program, "pdftotext")),
    Need("qpdf", partial(program, "qpdf")),
)
NEEDS = {"run": RUN, "test": TEST}


def ensure(purpose: str) -> None:
    if absent := [name for name in own_fonts() if not Path(name).is_file()]:
        sys.exit(f"GRADUS_FONTS names a file that is not there: {absent[0]}")
    bring(need.package for need in missing(NEEDS[purpose]))
    if left := missing(NEEDS[purpose]):
        sys.exit(f"Still missing after the installation: {', '.join(need.package for need in left)}.")


def missing(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if not need.is_there()]


def ensure_venv() -> None:
    """Debian's Python comes without venv."""
    is_default = os.path.realpath(sys.executable) == os.path.realpath("/usr/bin/python3")
    bring(["python3-venv" if is_default else f"python3.{sys.version_info.minor}-venv"])


def bring(packages: Iterable[str]) -> None:
    """As root with apt install them, else say what to type."""
    names = list(packages)
    if not names:
        return
    if os.geteuid() != 0 or not program("apt-get"):
        sys.exit(f"Missing from this system. Type: sudo apt-get install {' '.join(names)}")
    print(f"Installing {' '.join(names)} …", flush=True)
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.call(["apt-get", "update", "-q"], **quiet)
    if subprocess.call(["apt-get", "install", "-q", "-y", "--no-install-recommends", *names], **quiet) != 0:
        sys.exit(f"apt-get could not install: {' '.join(names)} (see above).")
