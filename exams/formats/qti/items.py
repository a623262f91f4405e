"""A QTI item read as a draft, by its interactions."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from core.text import fold
from exams.formats import tagging
from exams.formats.draft import LETTERS, Draft, Malformed, NotTaken, choice_key, decimal
from exams.formats.markup import Words, is_blank, said
from exams.formats.qti import bodies, remarks, scoring
from exams.formats.qti.bodies import CLOZE, words_of
from exams.formats.qti.scoring import Response

Load = Callable[[str], Element | None]
TRUE = {"true", "对", "正确", "√", "✓"}
FALSE = {"false", "错", "错误", "×", "✗"}
NO_SUCH_KIND = _("The bank has no such kind of question.")
NOT_HELD = {
    "associateInteraction": NO_SUCH_KIND,
    "endAttemptInteraction": NO_SUCH_KIND,
    "hottextInteraction": NO_SUCH_KIND,
    "mediaInteraction": NO_SUCH_KIND,
    "uploadInteraction": _("Answers are typed; files cannot be handed in."),
    "customInteraction": _("It brings a program of its own."),
    "portableCustomInteraction": _("It brings a program of its own."),
}
PICTURES = _("The bank has no questions that are answered on a picture, by drawing or by sliding.")


class Reading:
    """One item while it is read."""

    def __init__(self, draft: Draft, root: Element, body: Element) -> None:
        self.draft, self.root, self.body = draft, root, body
        self.own = bodies.marks(body)
        self.responses = scoring.responses(root)
        self.found = [
            one for one in body.iter() if isinstance(one.tag, str) and one.tag.endswith("Interaction")
        ]
        self.names = {one.get("responseIdentifier", "") for one in self.found}

    def response(self, element: Element) -> Response:
        name = element.get("responseIdentifier", "")
        if name not in self.responses:
            raise Malformed(name, _("a response that the item declares"))
        return self.responses[name]

    def stem(self, replace: Callable[[Element], str] = lambda _gap: bodies.BLANK) -> Words:
        bodies.strip(self.draft, self.body, replace)
        return words_of(bodies.own_part(self.body), self.own)

    def say(
        self,
        kind: str,
        key: dict[str, Any],
        *,
        names: dict[str, str] | None = None,
        stem: Words,
        **parts: Any,
    ) -> None:
        """`names` are the option letters by their identifiers, for the remarks."""
        draft = self.draft
        draft.kind, draft.key = kind, key
        explanation, feedback = remarks.read(draft, self.root, names or {}, self.own)
        feedback = parts.pop("feedback", {}) | feedback
        draft.text = said(draft, stem=stem, explanation=explanation, feedback=feedback, **parts)


def fill(draft: Draft, root: Element, load: Load) -> None:
    if root.get("adaptive") == "true":
        raise NotTaken("adaptive", _("It changes while it is answered."))
    if root.find("templateDeclaration") is not None or root.find("templateProcessing") is not None:
        raise NotTaken(
            "templateDeclaration",
            _("Its words are drawn anew for each person; the bank's questions are fixed."),
        )
    body = root.find("itemBody")
    if body is None:
        raise Malformed("", _("a body with the words of the question"))
    _add_stimuli(root, body, load)
    reading = Reading(draft, root, body)
    draft.language = language(root.get("lang", ""))
    if points := scoring.points(root, reading.responses):
        draft.says["points"] = points
    scoring.leave_processing(draft, root, reading.responses)
    _leave_parts(draft, root)
    _reader(reading)(reading)
    tagging.settle(draft)


def language(code: str) -> str:
    """The bank's code of a language tag, as far as it has the language."""
    code = code.lower().replace("_", "-")
    if code.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
        return "zh-hant"
    return {"zh": "zh-hans", "en": "en"}.get(code.partition("-")[0], "")


def _add_stimuli(root: Element, body: Element, load: Load) -> None:
    """A shared text stands above the question."""
    for at, reference in enumerate(root.findall("assessmentStimulusRef")):
        stimulus = load(reference.get("href", ""))
        shared = None if stimulus is None else stimulus.find("stimulusBody")
        if shared is None:
            raise Malformed(reference.get("href", ""), _("a file that the package holds"))
        body.insert(at, shared)


def _leave_parts(draft: Draft, root: Element) -> None:
    for name in ("stylesheet", "companionMaterialsInfo", "catalogInfo"):
        for element in root.iter(name):
            draft.leave(
                f"{name} {element.get('href', '')}".strip(), _("Questions look as the exam page does.")
            )
    for element in root.findall("outcomeDeclaration"):
        model = element.findtext("defaultValue/value") or ""
        if element.get("identifier") == "MODEL_ANSWER" and model.strip():
            draft.leave(f"MODEL_ANSWER: {model.strip()[:200]}", _("Give the question a rubric in its place."))


def _reader(reading: Reading) -> Callable[[Reading], None]:
    kinds = [one.tag for one in reading.found]
    for kind in kinds:
        if kind not in READERS and kind not in ("textEntryInteraction", "inlineChoiceInteraction"):
            raise NotTaken(kind, NOT_HELD.get(kind, PICTURES))
    if not kinds:
        raise NotTaken(_("no interaction"), _("It asks nothing that can be answered."))
    if set(kinds) <= {"textEntryInteraction", "inlineChoiceInteraction"}:
        is_one = kinds == ["textEntryInteraction"] and CLOZE not in reading.own
        return _typed if is_one else _cloze
    if len(kinds) > 1:
        raise NotTaken(", ".join(kinds), _("A question has one way to answer; make several of it."))
    return READERS[kinds[0]]


# Choices


def _lettered(elements: list[Element]) -> dict[str, str]:
    """The letter of each option by its identifier."""
    if len(elements) > len(LETTERS):
        raise NotTaken(str(len(elements)), _("A question has at most 26 options."))
    return {one.get("identifier", ""): letter for one, letter in zip(elements, LETTERS, strict=False)}


def _options(reading: Reading, elements: list[Element]) -> dict[str, Words]:
    names = _lettered(elements)
    return {names[one.get("identifier", "")]: words_of(one, reading.own) for one in elements}


def _choice(reading: Reading) -> None:
    element = reading.found[0]
    response, choices = reading.response(element), element.findall("simpleChoice")
    names = _lettered(choices)
    feedback = remarks.inline(reading.draft, choices, names, reading.own)
    options = _options(reading, choices)
    if _is_truth(response, names, options):
        _truth(reading, response, names, options, feedback)
        return
    several = response.cardinality != "single"
    key = _choice_key(response, names, several=several)
    kind = "multiple" if several else "single"
    reading.say(kind, key, names=names, stem=reading.stem(), options=options, feedback=feedback)


def _choice_key(response: Response, names: dict[str, str], *, several: bool) -> dict[str, Any]:
    worth = {letter: response.worth(name) for name, letter in names.items()}
    if not any(value > 0 for value in worth.values()):
        raise Malformed(
            ", ".join(response.correct), _("an option that is right"), _("Mark the right answer.")
        )
    if several and not response.is_mapped:
        return {"correct": sorted(names[name] for name in response.correct if name in names)}
    return choice_key(worth, several=several)


def _is_truth(response: Response, names: dict[str, str], options: dict[str, Words]) -> bool:
    if response.cardinality != "single" or response.is_mapped or len(options) != 2:
        return False
    return names.keys() == {"true", "false"} or set(map(_truth_of, options.values())) == {"true", "false"}


def _truth_of(words: Words) -> str:
    text = fold(words.text)
    return "true" if text in TRUE else "false" if text in FALSE else ""


def _truth(
    reading: Reading,
    response: Response,
    names: dict[str, str],
    options: dict[str, Words],
    feedback: dict[str, Words],
) -> None:
    """Two options that say true and false."""
    words = {letter: _truth_of(said) for letter, said in options.items()}
    if names.keys() == {"true", "false"}:
        words = {letter: name for name, letter in names.items()}
    right = [words[names[name]] for name in response.correct if name in names]
    named = {name: words[letter] for name, letter in names.items()}
    told = {words[letter]: said for letter, said in feedback.items()}
    reading.say("true_false", {"correct": right}, names=named, stem=reading.stem(), feedback=told)


def _ordering(reading: Reading) -> None:
    element = reading.found[0]
    response, choices = reading.response(element), element.findall("simpleChoice")
    names = _lettered(choices)
    order = [names.get(name, "?") for name in response.correct]
    options = _options(reading, choices)
    reading.say("ordering", {"order": order}, names=names, stem=reading.stem(), options=options)


def _matching(reading: Reading) -> None:
    """Each prompt has one option; where it is the other way round, the two columns change places."""
    element = reading.found[0]
    response = reading.response(element)
    sets = [one.findall("simpleAssociableChoice") for one in element.findall("simpleMatchSet")]
    named = [pair.split() for pair in response.correct]
    if len(sets) != 2 or any(len(pair) != 2 for pair in named):
        raise Malformed(", ".join(response.correct), _("pairs of two columns"))
    left, right = sets
    known = {one.get("identifier") for one in left}
    pairs = [(one, two) if one in known else (two, one) for one, two in named]
    if len({pair[0] for pair in pairs}) != len(pairs):
        left, right, pairs = right, left, [(pair[1], pair[0]) for pair in pairs]
    _pair(reading, left, right, dict(pairs), len(pairs))


def _pair(
    reading: Reading, left: list[Element], right: list[Element], pairs: dict[str, str], number: int
) -> None:
    if len(pairs) != number:
        raise NotTaken("matchInteraction", _("To each prompt belongs one option."))
    letters = _lettered(right)
    asked = [one for one in left if one.get("identifier") in pairs]
    for one in left:
        if one not in asked:
            reading.draft.leave("".join(one.itertext()).strip(), _("To each prompt belongs one option."))
    key = {
        str(at): letters.get(pairs[one.get("identifier", "")], "?") for at, one in enumerate(asked, start=1)
    }
    prompts = {str(at): words_of(one, reading.own) for at, one in enumerate(asked, start=1)}
    options = _options(reading, right)
    reading.say("matching", {"pairs": key}, stem=reading.stem(), options=options, prompts=prompts)


# What is typed


def _essay(reading: Reading) -> None:
    response = reading.response(reading.found[0])
    if any(response.correct):
        reading.draft.leave(
            f"correctResponse: {response.correct[0][:200]}", _("Give the question a rubric in its place.")
        )
    reading.say("essay", {}, stem=reading.stem())


def _typed(reading: Reading) -> None:
    element = reading.found[0]
    response = reading.response(element)
    key = _typed_key(reading, element, response)
    kind = key.pop("kind")
    alone = _stands_alone(reading.body, element)
    names = {f"r{at}": str(at) for at in range(len(key["accepted"]))}
    reading.say(kind, key, names=names, stem=reading.stem(lambda _gap: "" if alone else bodies.BLANK))


def _stands_alone(body: Element, element: Element) -> bool:
    """Whether the field has a line of its own, with no words around it."""
    block = next((one for one in body.iter() if element in list(one)), body)
    return is_blank("".join(block.itertext()))


def _typed_key(reading: Reading, element: Element, response: Response) -> dict[str, Any]:
    if response.base in ("float", "integer"):
        accepted = scoring.ranges(reading.root, element.get("responseIdentifier", ""), response)
        return {"kind": "numeric", "accepted": accepted, "units": {}, "unit_required": False}
    worth = {
        text: response.worth(text) for text in (response.mapping if response.is_mapped else response.correct)
    }
    forms = [
        {"text": _literal(text), "fraction": decimal(value)}
        for text, value in worth.items()
        if text and value >= 0
    ]
    case = response.case if response.is_mapped else True
    return {"kind": "short_text", "accepted": forms, "case": case, "blanks": False}


def _literal(text: str) -> str:
    return text.replace("*", r"\*")


# Gaps


def _cloze(reading: Reading) -> None:
    gaps: dict[str, dict[str, Words]] = {}
    rules: dict[str, dict[str, Any]] = {}
    weights: dict[str, str] = {}
    numbers = {id(element): str(at) for at, element in enumerate(reading.found, start=1)}
    for element in reading.found:
        gap, response = numbers[id(element)], reading.response(element)
        weights[gap] = _weight(reading, element, response)
        if element.tag == "textEntryInteraction":
            rules[gap] = _typed_key(reading, element, response)
        else:
            choices = element.findall("inlineChoice")
            gaps[gap] = _options(reading, choices)
            rules[gap] = _choice_key(response, _lettered(choices), several=False)
    key = {"gaps": rules} | ({"weights": weights} if set(weights.values()) != {"1"} else {})
    stem = reading.stem(lambda element: f"[[{numbers[id(element)]}]]")
    reading.say("cloze", key, stem=stem, gaps=gaps)


def _weight(reading: Reading, element: Element, response: Response) -> str:
    if response.is_mapped and response.most:
        return decimal(response.most)
    score = element.get("responseIdentifier", "").replace("RESPONSE", scoring.SCORE)
    return decimal(scoring.tops_of(reading.root).get(score, Decimal(1))) if score != scoring.SCORE else "1"


def _gap_match(reading: Reading) -> None:
    """Every gap may take any of the words."""
    element = reading.found[0]
    if element.find("gapImg") is not None:
        raise NotTaken("gapImg", PICTURES)
    response, choices = reading.response(element), element.findall("gapText")
    letters, options = _lettered(choices), _options(reading, choices)
    right = {pair.split()[-1]: pair.split()[0] for pair in response.correct if pair.split()}
    numbers = {one.get("identifier", ""): str(at) for at, one in enumerate(element.iter("gap"), start=1)}
    rules = {number: {"correct": [letters.get(right.get(gap, ""), "?")]} for gap, number in numbers.items()}
    stem = reading.stem(lambda gap: f"[[{numbers[gap.get('identifier', '')]}]]")
    reading.say("cloze", {"gaps": rules}, stem=stem, gaps=dict.fromkeys(numbers.values(), options))


READERS: dict[str, Callable[[Reading], None]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _ordering,
    "matchInteraction": _matching,
    "extendedTextInteraction": _essay,
    "gapMatchInteraction": _gap_match,
}
