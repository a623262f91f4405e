"""What is worth a second look about a question, and over many: pure functions, one finding a sentence.

Findings warn; none of them forbids.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from core.text import fold
from exams.enums import QuestionKind

# A right answer this many times as long as the longest wrong one, and this many characters longer, shows.
LONGER, LONGER_BY = 1.6, 6
# Key positions are judged from so many expected in each place on, at this probability.
EXPECTED, SIGNIFICANT = 5, 0.01
ALL_OF_THEM = [
    fold(words)
    for words in (
        "以上都是", "以上都对", "以上皆是", "以上全是", "以上全对", "以上都正确", "以上均是", "以上均正确",
        "以上都不是", "以上都不对", "以上皆非", "以上均不是",
        "all of the above", "none of the above", "all of these", "none of these", "all the above",
    )
]  # fmt: skip


class Said(Protocol):
    """What a version says: a QuestionVersion, or a Wording that is not saved yet."""

    kind: str
    language: str
    texts: dict[str, dict[str, Any]]
    key: dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """What is wrong in a sentence, and what to do about it."""

    code: str
    text: str
    remedy: str


def lint(said: Said, *, languages: Iterable[str] = (), shuffled: bool = True) -> list[Finding]:
    """What is to be said of one version. `languages` are those the bank is written in; `shuffled` says
    whether exams shuffle its options."""
    found = [finding for rule in RULES for finding in rule(said)]
    found += _not_written(said, languages)
    return found + (list(_all_of_the_above(said)) if shuffled else [])


def expected_languages(said: Iterable[Said]) -> list[str]:
    """The languages in which more than half of the questions are written."""
    listed = [one.texts for one in said]
    counted = Counter(code for texts in listed for code in texts)
    return [code for code, _name in settings.LANGUAGES if counted[code] * 2 > len(listed)]


# One version


def _no_key(said: Said) -> Iterator[Finding]:
    if not KEYED.get(said.kind, lambda said: True)(said):
        yield Finding("no-key", _("No answer counts as right."), _("Say which answer is right."))


def _twins(said: Said) -> Iterator[Finding]:
    for code, text in said.texts.items():
        seen: dict[str, str] = {}
        for letter, words in text.get("options", {}).items():
            first = seen.setdefault(fold(words), letter)
            if first != letter:
                yield Finding(
                    "twins",
                    _("Options %(first)s and %(second)s say the same (%(language)s).")
                    % {"first": first.upper(), "second": letter.upper(), "language": _name(code)},
                    _("Change one of them, or take it out."),
                )


def _long_key(said: Said) -> Iterator[Finding]:
    options = said.texts.get(said.language, {}).get("options", {})
    right = [len(options[letter]) for letter in _right(said) if letter in options]
    wrong = [len(words) for letter, words in options.items() if letter not in _right(said)]
    if right and wrong and min(right) > max(LONGER * max(wrong), LONGER_BY + max(wrong)):
        yield Finding(
            "long-key",
            _("The right answer is much longer than the others: whoever guesses takes the longest."),
            _("Shorten it, or write the wrong ones as carefully."),
        )


def _half_translated(said: Said) -> Iterator[Finding]:
    own = said.texts.get(said.language, {})
    for code, text in said.texts.items():
        if any(_parts(own) - _parts(text)):
            yield Finding(
                "half-translated",
                _("%(language)s lacks a part of the question.") % {"language": _name(code)},
                _("Fill in the same parts in each language."),
            )


def _pictures_unsaid(said: Said) -> Iterator[Finding]:
    for code, text in said.texts.items():
        if any(_lacks_alt(words) for words in _strings(text)):
            yield Finding(
                "no-alt",
                _("A picture says nothing to who cannot see it (%(language)s).") % {"language": _name(code)},
                _("Describe what the picture shows, without giving the answer away."),
            )


def _not_written(said: Said, languages: Iterable[str]) -> list[Finding]:
    return [
        Finding(
            "no-translation",
            _("It is not written in %(language)s.") % {"language": _name(code)},
            _("Translate it, or leave it to readers of the other languages."),
        )
        for code in languages
        if code not in said.texts
    ]


def _all_of_the_above(said: Said) -> Iterator[Finding]:
    options = said.texts.get(said.language, {}).get("options", {})
    for letter, words in options.items():
        if fold(words).rstrip("。.!") in ALL_OF_THEM:
            yield Finding(
                "all-of-the-above",
                _("Option %(letter)s points at the others, and exams shuffle them.")
                % {"letter": letter.upper()},
                _("Make it a multiple choice, or write what it stands for."),
            )


RULES: tuple[Callable[[Said], Iterator[Finding]], ...] = (
    _no_key,
    _twins,
    _long_key,
    _half_translated,
    _pictures_unsaid,
)


# Which answers are right


def _right(said: Said) -> list[str]:
    if said.kind == QuestionKind.TRUE_FALSE:
        return []
    judged = said.key.get("judgements", {})
    return said.key.get("correct", []) or [letter for letter, value in judged.items() if value == "best"]


def _has_correct(said: Said) -> bool:
    return bool(said.key.get("correct"))


def _has_best(said: Said) -> bool:
    return "best" in said.key.get("judgements", {}).values()


def _has_accepted(said: Said) -> bool:
    return any(float(one.get("fraction", 1)) == 1 for one in said.key.get("accepted", []))


def _has_pairs(said: Said) -> bool:
    prompts = said.texts.get(said.language, {}).get("prompts", {})
    return bool(prompts) and prompts.keys() <= said.key.get("pairs", {}).keys()


def _has_order(said: Said) -> bool:
    options = said.texts.get(said.language, {}).get("options", {})
    return bool(options) and sorted(options) == sorted(said.key.get("order", []))


def _has_gaps(said: Said) -> bool:
    gaps = said.key.get("gaps", {})
    return bool(gaps) and all(gap.get("correct") or gap.get("accepted") for gap in gaps.values())


KEYED: dict[str, Callable[[Said], bool]] = {
    "single": _has_correct,
    "multiple": _has_correct,
    "true_false": _has_correct,
    "judgement": _has_best,
    "short_text": _has_accepted,
    "numeric": _has_accepted,
    "matching": _has_pairs,
    "ordering": _has_order,
    "cloze": _has_gaps,
}


# Many versions


@dataclass(frozen=True)
class Bias:
    """Where the keys of single choices with so many options stand: counts by position, and how likely."""

    options: int
    counts: list[int]
    probability: float


def key_positions(said: Iterable[Said]) -> list[Bias]:
    """Key positions of single choices and of true or false, by the number of options: those biased at 1 %.

    A chi-square test of goodness of fit against equal shares; too few questions are not judged.
    """
    counts: defaultdict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    for one in said:
        letters = _letters(one)
        right = one.key.get("correct", [])
        if len(right) == 1 and right[0] in letters:
            counts[one.kind, len(letters)][letters.index(right[0])] += 1
    found = [
        Bias(options, [counted[at] for at in range(options)], _fit([counted[at] for at in range(options)]))
        for (_kind, options), counted in sorted(counts.items())
        if options > 1 and counted.total() >= EXPECTED * options
    ]
    return [bias for bias in found if bias.probability < SIGNIFICANT]


def _letters(said: Said) -> list[str]:
    if said.kind == QuestionKind.TRUE_FALSE:
        return ["true", "false"]
    return sorted(said.texts.get(said.language, {}).get("options", {})) if said.kind == "single" else []


def _fit(counts: list[int]) -> float:
    """The probability of counts at least this uneven, were all places equally likely."""
    expected = sum(counts) / len(counts)
    return chi_square_tail(sum((n - expected) ** 2 / expected for n in counts), len(counts) - 1)


def chi_square_tail(value: float, degrees: int) -> float:
    """P(X >= value) for the chi-square distribution with whole degrees of freedom, by its closed forms.

    Even: exp(-x/2) sum (x/2)^i / i!; odd: erfc(sqrt(x/2)) and the same sum over half-integers
    (Abramowitz and Stegun 26.4.4, 26.4.5).
    """
    half = value / 2
    if degrees % 2 == 0:
        return math.exp(-half) * sum(half**i / math.factorial(i) for i in range(degrees // 2))
    steps = range(1, (degrees - 1) // 2 + 1)
    rest = sum(half ** (i - 0.5) / math.gamma(i + 0.5) for i in steps)
    return math.erfc(math.sqrt(half)) + math.exp(-half) * rest


# Texts


def _parts(text: dict[str, Any], place: str = "") -> set[str]:
    """The places in a text at which something is said; explanations and feedback may be left out."""
    found: set[str] = set()
    for name, words in text.items():
        if name in ("format", "explanation", "feedback"):
            continue
        if isinstance(words, dict):
            found |= _parts(words, f"{place}{name}.")
        elif str(words).strip():
            found.add(f"{place}{name}")
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


class _Pictures(HTMLParser):
    """Looks for pictures without a description."""

    silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img" and not (dict(attrs).get("alt") or "").strip():
            self.silent = True


def _lacks_alt(words: str) -> bool:
    if "<img" not in words:
        return False
    parser = _Pictures()
    parser.feed(words)
    return parser.silent


def _name(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))
