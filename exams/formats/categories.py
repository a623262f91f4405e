"""The folders of questions in other programs, as a path of names below the topic that is imported into."""

import re

SLASH = re.compile(r"(?<!/)/(?!/)")
ROOTS = re.compile(r"^\$(?:course|system|cat|module|coursecat|category)\$$", re.IGNORECASE)
LONGEST = 120


def path(text: str) -> tuple[str, ...]:
    """`$course$/top/Default for HR/Calls` is Default for HR, Calls; `//` is a slash within a name."""
    names = [name.replace("//", "/").strip() for name in SLASH.split(text.strip())]
    names = [name[:LONGEST] for name in names if name and not ROOTS.match(name)]
    return tuple(names[1:] if names and names[0] == "top" else names)


def written(names: tuple[str, ...]) -> str:
    return "/".join(["$course$", "top", *(name.replace("/", "//") for name in names)])
