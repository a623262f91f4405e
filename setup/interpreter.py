"""The Python to use: this one, or a newer one that is found. Written so that an old Python can read it."""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
CANDIDATES = ("python3.13", "python3.12", "python3.11")


def ensure():  # type: ignore[no-untyped-def]
    """Go on in a newer Python if this one is too old; stop with one sentence if there is none."""
    if sys.version_info >= OLDEST:
        return
    newer = find()
    if newer is None:
        sys.exit(
            "Gradus needs Python %d.%d or newer, and this is %d.%d: install one, or name it as in "
            "make run PYTHON=/usr/bin/python3.11" % (OLDEST + sys.version_info[:2])
        )
    os.execv(newer, [newer, "-m", "setup"] + sys.argv[1:])


def find():  # type: ignore[no-untyped-def]
    for name in CANDIDATES:
        path = shutil.which(name)
        if path and works(path):
            return path
    return None


def works(path):  # type: ignore[no-untyped-def]
    """A version manager's shim may stand for a Python that is not there."""
    check = "import sys; sys.exit(sys.version_info < %r)" % (OLDEST,)
    try:
        return subprocess.call([path, "-c", check], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False
