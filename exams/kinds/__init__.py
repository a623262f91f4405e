"""Question kinds: one strategy a file, plain Python. A new kind is registered below."""

from exams.kinds.kind import BadAnswer, Kind
from exams.kinds.multiple import MULTIPLE
from exams.kinds.single import SINGLE
from exams.kinds.true_false import TRUE_FALSE

__all__ = ["BadAnswer", "Kind", "get", "names", "register"]

_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    if kind.name in _kinds:
        raise ValueError(f"Two kinds of question called {kind.name}")
    _kinds[kind.name] = kind
    return kind


def get(name: str) -> Kind:
    return _kinds[name]


def names() -> list[str]:
    return sorted(_kinds)


for _kind in (SINGLE, MULTIPLE, TRUE_FALSE):
    register(_kind)
