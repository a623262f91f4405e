"""Question kinds: one strategy a file, plain Python. A new kind is registered below."""

from exams.kinds.cloze import Cloze
from exams.kinds.essay import Essay
from exams.kinds.judgement import Judgement
from exams.kinds.kind import BadAnswer, Kind, Shape, Shuffle
from exams.kinds.matching import Matching
from exams.kinds.multiple import Multiple
from exams.kinds.numeric import Numeric
from exams.kinds.ordering import Ordering
from exams.kinds.short_text import ShortText
from exams.kinds.single import Single
from exams.kinds.spoken import Spoken
from exams.kinds.true_false import TrueFalse

__all__ = ["BadAnswer", "Kind", "Shape", "Shuffle", "get", "names", "register"]

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


for _kind in (
    Single(),
    Multiple(),
    TrueFalse(),
    Judgement(),
    ShortText(),
    Numeric(),
    Matching(),
    Ordering(),
    Cloze(),
    Essay(),
    Spoken(),
):
    register(_kind)
