"""One draft written as a QTI 2.2 item."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from exams.formats.draft import Draft, decimal
from exams.formats.gift.writing import weights
from exams.formats.markup import add_text, as_xml
from exams.formats.qti.bodies import CLOZE, HTML, PLAIN
from exams.kinds.cloze import GAP
from exams.kinds.matching import numbered

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p2"
LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
TRUTH = {"zh-hans": ("对", "错"), "zh-hant": ("對", "錯")}
RESPONSE, SCORE, FEEDBACK, EXPLANATION = "RESPONSE", "SCORE", "FEEDBACK", "EXPLANATION"
ESCAPED = re.compile(r"\\\*")


def item(draft: Draft, name: str) -> Element:
    attributes = {"identifier": name, "title": draft.code[:200], "label": draft.code, "adaptive": "false"}
    language = {"xml:lang": LANGUAGES.get(draft.language, draft.language)} if draft.language else {}
    root = Element("assessmentItem", {"xmlns": NAMESPACE, **attributes, "timeDependent": "false", **language})
    writing = _Writing(draft, root)
    KINDS[draft.kind](writing)
    writing.finish()
    return root


class _Writing:
    """The parts of an item while they are written; the schema wants them in this order."""

    def __init__(self, draft: Draft, root: Element) -> None:
        self.draft, self.root = draft, root
        self.points = draft.says.get("points") or Decimal(1)
        self.declarations: list[Element] = []
        self.outcomes: list[Element] = []
        self.body = Element("itemBody")
        classes = HTML if draft.text.get("format") == "html" else PLAIN
        self.stem = SubElement(
            self.body, "div", {"class": f"{classes} {CLOZE}" if draft.kind == "cloze" else classes}
        )
        self.processing = Element("responseProcessing")
        self.remarks: list[Element] = []
        self.says(self.stem, draft.text["stem"])

    def says(self, parent: Element, words: str) -> None:
        if self.draft.text.get("format") == "html":
            as_xml(words, parent)
            return
        first, *others = words.split("\n")
        add_text(parent, first)
        for line in others:
            SubElement(parent, "br")
            add_text(parent, line)

    def declare(self, base: str, cardinality: str = "single", name: str = RESPONSE) -> Element:
        attributes = {"identifier": name, "cardinality": cardinality, "baseType": base}
        element = Element("responseDeclaration", attributes)
        self.declarations.append(element)
        return element

    def outcome(self, name: str, base: str, **more: str) -> Element:
        attributes = {
            "identifier": name,
            "cardinality": more.pop("cardinality", "single"),
            "baseType": base,
            **more,
        }
        element = Element("outcomeDeclaration", attributes)
        self.outcomes.append(element)
        return element

    def remark(self, outcome: str, identifier: str, words: str) -> None:
        attributes = {"outcomeIdentifier": outcome, "identifier": identifier, "showHide": "show"}
        element = Element("modalFeedback", attributes)
        self.says(element, words)
        self.remarks.append(element)

    def finish(self) -> None:
        score = self.outcome(SCORE, "float", normalMinimum="0", normalMaximum=decimal(self.points))
        _values(SubElement(score, "defaultValue"), ["0"])
        if words := self.draft.text.get("explanation"):
            shown = self.outcome(EXPLANATION, "identifier")
            _values(SubElement(shown, "defaultValue"), ["explanation"])
            self.remark(EXPLANATION, "explanation", words)
        self.root.extend([*self.declarations, *self.outcomes, self.body, self.processing, *self.remarks])


def _values(parent: Element, values: list[str]) -> None:
    for value in values:
        SubElement(parent, "value").text = value


def _base(parent: Element, value: Decimal | str, base: str = "float") -> None:
    text = decimal(value) if isinstance(value, Decimal) else value
    SubElement(parent, "baseValue", {"baseType": base}).text = text


def _variable(parent: Element, name: str) -> None:
    SubElement(parent, "variable", {"identifier": name})


def _map(response: Element, entries: Mapping[str, Decimal], upper: Decimal, case: bool | None = None) -> None:
    attributes = {"lowerBound": "0", "upperBound": decimal(upper), "defaultValue": "0"}
    mapping = SubElement(response, "mapping", attributes)
    for key, value in entries.items():
        entry = SubElement(mapping, "mapEntry", {"mapKey": key, "mappedValue": decimal(value)})
        if case is not None:
            entry.set("caseSensitive", str(case).lower())


# How it is marked


def _match_correct(writing: _Writing) -> None:
    branch = SubElement(SubElement(writing.processing, "responseCondition"), "responseIf")
    match = SubElement(branch, "match")
    _variable(match, RESPONSE)
    SubElement(match, "correct", {"identifier": RESPONSE})
    _base(SubElement(branch, "setOutcomeValue", {"identifier": SCORE}), writing.points)


def _map_response(writing: _Writing) -> None:
    value = SubElement(writing.processing, "setOutcomeValue", {"identifier": SCORE})
    product = SubElement(value, "product")
    SubElement(product, "mapResponse", {"identifier": RESPONSE})
    _base(product, writing.points)


def _remarks_to_options(writing: _Writing, cardinality: str) -> None:
    told = writing.draft.text.get("feedback", {})
    if not told:
        return
    writing.outcome(FEEDBACK, "identifier", cardinality=cardinality)
    _variable(SubElement(writing.processing, "setOutcomeValue", {"identifier": FEEDBACK}), RESPONSE)
    for name, words in told.items():
        writing.remark(FEEDBACK, name, words)


def _remark_to_form(branch: Element, writing: _Writing, at: int) -> None:
    if words := writing.draft.text.get("feedback", {}).get(str(at)):
        _base(SubElement(branch, "setOutcomeValue", {"identifier": FEEDBACK}), f"r{at}", "identifier")
        writing.remark(FEEDBACK, f"r{at}", words)


# The kinds


def _interaction(writing: _Writing, name: str, **attributes: str) -> Element:
    return SubElement(writing.body, name, {"responseIdentifier": RESPONSE, **attributes})


def _simple_choices(writing: _Writing, parent: Element) -> None:
    for letter, words in writing.draft.text["options"].items():
        writing.says(SubElement(parent, "simpleChoice", {"identifier": letter}), words)


def _choice(writing: _Writing) -> None:
    draft = writing.draft
    cardinality = "multiple" if draft.kind == "multiple" else "single"
    response = writing.declare("identifier", cardinality)
    right = draft.key.get("correct") or [
        letter for letter, word in draft.key["judgements"].items() if word == "best"
    ]
    _values(SubElement(response, "correctResponse"), right if cardinality == "multiple" else right[:1])
    if "weights" in draft.key or draft.kind == "judgement":
        earns = {letter: Decimal(worth) for letter, worth in weights(draft).items()}
        _map(response, earns, Decimal(1))
        _map_response(writing)
    else:
        _match_correct(writing)
    most = "0" if cardinality == "multiple" else "1"
    _simple_choices(writing, _interaction(writing, "choiceInteraction", shuffle="true", maxChoices=most))
    _remarks_to_options(writing, cardinality)


def _truth(writing: _Writing) -> None:
    _values(SubElement(writing.declare("identifier"), "correctResponse"), writing.draft.key["correct"])
    _match_correct(writing)
    choices = _interaction(writing, "choiceInteraction", shuffle="false", maxChoices="1")
    for name, word in zip(
        ("true", "false"), TRUTH.get(writing.draft.language, ("True", "False")), strict=True
    ):
        SubElement(choices, "simpleChoice", {"identifier": name}).text = word
    _remarks_to_options(writing, "single")


def _short(writing: _Writing) -> None:
    key = writing.draft.key
    response = writing.declare("string")
    forms = {ESCAPED.sub("*", form["text"]): Decimal(form["fraction"]) for form in key["accepted"]}
    _values(SubElement(response, "correctResponse"), [max(forms, key=lambda text: forms[text])])
    case = bool(key.get("case"))
    _map(response, forms, Decimal(1), case)
    _map_response(writing)
    if writing.draft.text.get("feedback"):
        writing.outcome(FEEDBACK, "identifier")
        condition = SubElement(writing.processing, "responseCondition")
        for at, text in enumerate(forms):
            branch = SubElement(condition, "responseElseIf" if at else "responseIf")
            match = SubElement(branch, "stringMatch", {"caseSensitive": str(case).lower()})
            _variable(match, RESPONSE)
            _base(match, text, "string")
            _remark_to_form(branch, writing, at)
    _interaction_line(writing)


def _interaction_line(writing: _Writing) -> None:
    SubElement(SubElement(writing.body, "div"), "textEntryInteraction", {"responseIdentifier": RESPONSE})


def _numeric(writing: _Writing) -> None:
    accepted = writing.draft.key["accepted"]
    _correct_number(writing.declare("float"), accepted)
    if writing.draft.text.get("feedback"):
        writing.outcome(FEEDBACK, "identifier")
    for at, branch in enumerate(_ranges(writing.processing, RESPONSE, SCORE, accepted, writing.points)):
        _remark_to_form(branch, writing, at)
    _interaction_line(writing)


def _correct_number(response: Element, accepted: list[dict[str, str]]) -> None:
    best = max(accepted, key=lambda range_: Decimal(range_["fraction"]))
    _values(SubElement(response, "correctResponse"), [best["value"] if "value" in best else best["low"]])


def _ranges(
    processing: Element, name: str, score: str, accepted: list[dict[str, str]], points: Decimal
) -> list[Element]:
    """A branch for each range; the first that fits counts."""
    condition = SubElement(processing, "responseCondition")
    branches = []
    for at, range_ in enumerate(accepted):
        branch = SubElement(condition, "responseElseIf" if at else "responseIf")
        _range(branch, name, range_)
        worth = Decimal(range_["fraction"]) * points
        _base(SubElement(branch, "setOutcomeValue", {"identifier": score}), worth)
        branches.append(branch)
    return branches


def _range(branch: Element, name: str, range_: Mapping[str, str]) -> None:
    if "low" in range_:
        both = SubElement(branch, "and")
        for tag, bound in (("gte", range_["low"]), ("lte", range_["high"])):
            compared = SubElement(both, tag)
            _variable(compared, name)
            _base(compared, bound)
        return
    allowed = range_.get("tolerance", "0")
    equal = SubElement(branch, "equal", {"toleranceMode": "absolute", "tolerance": f"{allowed} {allowed}"})
    _variable(equal, name)
    _base(equal, range_["value"])


def _ordering(writing: _Writing) -> None:
    _values(
        SubElement(writing.declare("identifier", "ordered"), "correctResponse"), writing.draft.key["order"]
    )
    _match_correct(writing)
    _simple_choices(writing, _interaction(writing, "orderInteraction", shuffle="true"))


def _matching(writing: _Writing) -> None:
    text, pairs = writing.draft.text, writing.draft.key["pairs"]
    response = writing.declare("directedPair", "multiple")
    values = [f"p{number} {letter}" for number, letter in numbered(pairs)]
    _values(SubElement(response, "correctResponse"), values)
    _map(response, dict.fromkeys(values, Decimal(1)), Decimal(len(values)))
    value = SubElement(writing.processing, "setOutcomeValue", {"identifier": SCORE})
    product = SubElement(value, "product")
    share = SubElement(product, "divide")
    SubElement(share, "mapResponse", {"identifier": RESPONSE})
    _base(share, Decimal(len(values)))
    _base(product, writing.points)
    most = str(len(pairs))
    interaction = _interaction(writing, "matchInteraction", shuffle="true", maxAssociations=most)
    prompts = {f"p{number}": words for number, words in numbered(text["prompts"])}
    for side, each in ((prompts, "1"), (text["options"], most)):
        column = SubElement(interaction, "simpleMatchSet")
        for name, words in side.items():
            choice = SubElement(column, "simpleAssociableChoice", {"identifier": name, "matchMax": each})
            writing.says(choice, words)


def _essay(writing: _Writing) -> None:
    writing.declare("string")
    _interaction(writing, "extendedTextInteraction")


# Gaps


def _cloze(writing: _Writing) -> None:
    scores = []
    for gap, rules in numbered(writing.draft.key["gaps"]):
        weight = Decimal(writing.draft.key.get("weights", {}).get(gap, "1"))
        scores.append(_gap(writing, gap, rules, weight))
    value = SubElement(writing.processing, "setOutcomeValue", {"identifier": SCORE})
    total = SubElement(value, "sum")
    for name in scores:
        _variable(total, name)
    for element in list(writing.stem.iter()):
        _place_gaps(writing, element)


def _gap(writing: _Writing, gap: str, rules: Mapping[str, Any], weight: Decimal) -> str:
    """Declares a gap's response; the outcome that holds what it earned."""
    name, score = f"{RESPONSE}_{gap}", f"{SCORE}_{gap}"
    writing.outcome(score, "float", normalMaximum=decimal(weight))
    if rules.get("kind") == "numeric":
        _correct_number(writing.declare("float", name=name), rules["accepted"])
        _ranges(writing.processing, name, score, rules["accepted"], weight)
        return score
    if "correct" in rules:
        earns = rules.get("weights") or dict.fromkeys(rules["correct"], "1")
        worth = {letter: Decimal(earns.get(letter, "0")) for letter in writing.draft.text["gaps"][gap]}
        response, case = writing.declare("identifier", name=name), None
    else:
        worth = {ESCAPED.sub("*", form["text"]): Decimal(form["fraction"]) for form in rules["accepted"]}
        response, case = writing.declare("string", name=name), bool(rules.get("case"))
    _values(SubElement(response, "correctResponse"), [max(worth, key=lambda key: worth[key])])
    _map(response, {key: value * weight for key, value in worth.items()}, weight, case)
    value = SubElement(writing.processing, "setOutcomeValue", {"identifier": score})
    SubElement(value, "mapResponse", {"identifier": name})
    return score


def _place_gaps(writing: _Writing, element: Element) -> None:
    """The marks in an element's own words become fields."""
    children = list(element)
    first, *others = _cut(writing, element.text or "")
    tails = [_cut(writing, child.tail or "") for child in children]
    for child in children:
        element.remove(child)
    element.text = first
    element.extend(others)
    for child, (tail, *fields) in zip(children, tails, strict=True):
        child.tail = tail
        element.append(child)
        element.extend(fields)


def _cut(writing: _Writing, text: str) -> list[Any]:
    """The words before the first mark, then a field for each mark with the words behind it."""
    first, *rest = GAP.split(text)
    fields = []
    for gap, behind in zip(rest[::2], rest[1::2], strict=True):
        field = _field(writing, gap)
        field.tail = behind
        fields.append(field)
    return [first, *fields]


def _field(writing: _Writing, gap: str) -> Element:
    name = f"{RESPONSE}_{gap}"
    if "correct" not in writing.draft.key["gaps"][gap]:
        return Element("textEntryInteraction", {"responseIdentifier": name})
    field = Element("inlineChoiceInteraction", {"responseIdentifier": name, "shuffle": "true"})
    for letter, words in writing.draft.text["gaps"][gap].items():
        writing.says(SubElement(field, "inlineChoice", {"identifier": letter}), words)
    return field


KINDS: dict[str, Callable[[_Writing], None]] = {
    "single": _choice,
    "multiple": _choice,
    "judgement": _choice,
    "true_false": _truth,
    "short_text": _short,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "essay": _essay,
}
