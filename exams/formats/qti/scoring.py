"""What a QTI item's responses are worth: right response, mapping, or conditions of the usual shapes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from exams.formats.draft import Draft, Malformed, NotTaken, decimal

SCORE = "SCORE"
WHY = _("How it is marked cannot be told by a key.")
USUAL = {
    "responseProcessing", "responseCondition", "responseIf", "responseElseIf", "responseElse", "match",
    "equal", "variable", "correct", "baseValue", "setOutcomeValue", "mapResponse", "isNull", "not", "sum",
    "and", "or", "gte", "lte", "null", "stringMatch", "equalRounded", "multiple", "ordered", "gt", "lt",
    "product", "divide", "default", "exitResponse", "value",
}  # fmt: skip


@dataclass
class Response:
    """A declared response: its right values, and what each value earns by its mapping."""

    base: str = ""
    cardinality: str = "single"
    correct: list[str] = field(default_factory=list)
    mapping: dict[str, Decimal] = field(default_factory=dict)
    default: Decimal = Decimal(0)
    upper: Decimal | None = None
    lower: Decimal | None = None
    case: bool = True
    is_mapped: bool = False

    @property
    def most(self) -> Decimal:
        """What can be earned at most by the mapping."""
        if self.upper is not None and self.upper > 0:
            return self.upper
        good = [value for value in self.mapping.values() if value > 0]
        return sum(good, Decimal(0)) if self.cardinality != "single" else max(good, default=Decimal(0))

    def worth(self, name: str) -> Decimal:
        """The share of the whole that one value earns; 7 digits, as Moodle has."""
        if not self.is_mapped or not self.most:
            return Decimal(name in self.correct)
        return max(min(round(self.mapping.get(name, self.default) / self.most, 7), Decimal(1)), Decimal(-1))


def responses(root: Element) -> dict[str, Response]:
    processing = root.find("responseProcessing")
    found = {}
    for element in root.findall("responseDeclaration"):
        response = Response(element.get("baseType", ""), element.get("cardinality", "single"))
        response.correct = [(value.text or "").strip() for value in element.iterfind("correctResponse/value")]
        _map(response, element.find("mapping"))
        response.is_mapped = bool(response.mapping) and _maps(processing, element.get("identifier", ""))
        found[element.get("identifier", "")] = response
    return found


def _map(response: Response, mapping: Element | None) -> None:
    if mapping is None:
        return
    response.default = number(mapping.get("defaultValue"), Decimal(0))
    response.upper = number(mapping.get("upperBound"), None)
    response.lower = number(mapping.get("lowerBound"), None)
    entries = mapping.findall("mapEntry")
    response.mapping = {
        entry.get("mapKey", ""): number(entry.get("mappedValue"), Decimal(0)) for entry in entries
    }
    response.case = any(entry.get("caseSensitive", "true") != "false" for entry in entries)


def _maps(processing: Element | None, identifier: str) -> bool:
    """Whether the mapping counts, and not the right response alone."""
    if processing is None:
        return False
    template = processing.get("template", "") + processing.get("templateLocation", "")
    if template:
        return "map_response" in template
    return any(one.get("identifier") == identifier for one in processing.iter("mapResponse"))


def number(text: str | None, default: Decimal | None) -> Decimal:
    try:
        value = Decimal((text or "").strip())
    except InvalidOperation:
        return default  # type: ignore[return-value]
    return value if value.is_finite() and abs(value.adjusted()) <= 30 else default  # type: ignore[return-value]


def points(root: Element, found: dict[str, Response]) -> Decimal | None:
    """The most that can be earned, from what the item declares."""
    declared = {one.get("identifier"): one for one in root.findall("outcomeDeclaration")}
    for name in ("MAXSCORE", SCORE):
        element = declared.get(name)
        if element is None:
            continue
        text = element.findtext("defaultValue/value") if name == "MAXSCORE" else element.get("normalMaximum")
        if (value := number(text, Decimal(0))) > 0:
            return round(value, 2)
    total = sum((one.most for one in found.values() if one.is_mapped), Decimal(0))
    return round(total, 2) if total > 0 else None


def leave_processing(draft: Draft, root: Element, found: dict[str, Response]) -> None:
    """Tell what of the marking is not taken."""
    processing = root.find("responseProcessing")
    used = set() if processing is None else {one.tag for one in processing.iter() if isinstance(one.tag, str)}
    if used - USUAL:
        odd = ", ".join(sorted(used - USUAL))
        draft.leave(odd, _("The item is marked by its right response or mapping alone."))
    for response in found.values():
        loses = response.is_mapped and any(value < 0 for value in response.mapping.values())
        if loses and (response.lower is None or response.lower < 0):
            draft.leave("lowerBound", _("No question earns less than nothing."))


def ranges(root: Element, identifier: str, response: Response) -> list[dict[str, str]]:
    """What a number may be, from conditions, mapping or right response, in this order."""
    processing = root.find("responseProcessing")
    found = []
    if processing is not None:
        found = list(_conditions(processing, identifier, response, tops_of(root)))
    if not found and response.is_mapped:
        found = [(_value(key), response.worth(key)) for key in response.mapping]
    if not found:
        found = [(_value(text), Decimal(1)) for text in response.correct]
    return [range_ | {"fraction": decimal(round(max(worth, Decimal(0)), 7))} for range_, worth in found]


def _value(text: str) -> dict[str, str]:
    value = number(text, Decimal("NaN"))
    if not value.is_finite():
        raise Malformed(text, _("a number"), _("Write digits only, with a point for decimals."))
    return {"value": decimal(value)}


def _conditions(
    processing: Element, identifier: str, response: Response, tops: dict[str, Decimal]
) -> Iterator[tuple[dict[str, str], Decimal]]:
    """`if equal(…) set SCORE`, `else if and(gte, lte) set SCORE`, and so on."""
    branches = [one for one in processing.iter() if _asks(one, identifier)]
    scored = [(branch[0], *score) for branch in branches if (score := _score(branch))]
    for condition, name, worth in scored:
        top = tops.get(name) or max(worth for _condition, _name, worth in scored) or Decimal(1)
        yield _range(condition, response), min(worth / top, Decimal(1))


def _asks(element: Element, identifier: str) -> bool:
    """Whether it is a branch whose condition is about this response alone."""
    if element.tag not in ("responseIf", "responseElseIf") or not len(element):
        return False
    condition = element[0]
    names = {one.get("identifier") for one in condition.iter("variable")}
    return condition.tag in ("equal", "equalRounded", "and", "match") and names == {identifier}


def _score(branch: Element) -> tuple[str, Decimal] | None:
    """The outcome that a branch sets, and to what."""
    for one in branch.findall("setOutcomeValue"):
        if (name := one.get("identifier", "")).startswith(SCORE):
            base = one.find("baseValue")
            return name, number(base.text, Decimal(0)) if base is not None else Decimal(1)
    return None


def tops_of(root: Element) -> dict[str, Decimal]:
    """The most that each outcome can be, where the item says so."""
    found = {
        one.get("identifier", ""): number(one.get("normalMaximum"), Decimal(0))
        for one in root.findall("outcomeDeclaration")
    }
    return {name: value for name, value in found.items() if value > 0}


def _range(condition: Element, response: Response) -> dict[str, str]:
    base = condition.find("baseValue")
    text = (base.text or "") if base is not None else "".join(response.correct[:1])
    if condition.tag == "and":
        return _between(condition)
    found = _value(text)
    value = Decimal(found["value"])
    if condition.tag == "equalRounded":
        return _rounded(condition, value)
    return _tolerated(condition, value)


def _between(condition: Element) -> dict[str, str]:
    bounds = {one.tag: one.find("baseValue") for one in condition}
    if bounds.keys() != {"gte", "lte"} or None in bounds.values():
        raise NotTaken("responseProcessing", WHY)
    low, high = (_value(bounds[name].text or "")["value"] for name in ("gte", "lte"))  # type: ignore[union-attr]
    return {"low": low, "high": high}


def _rounded(condition: Element, value: Decimal) -> dict[str, str]:
    figures = number(condition.get("figures"), None)
    if figures is None or abs(figures) > 15:
        raise NotTaken("equalRounded", WHY)
    last = -int(figures)
    if condition.get("roundingMode", "significantFigures") != "decimalPlaces":
        last += value.adjusted() + 1
    return {"value": decimal(value), "tolerance": decimal(Decimal(5).scaleb(last - 1))}


def _tolerated(condition: Element, value: Decimal) -> dict[str, str]:
    mode, text = condition.get("toleranceMode", "exact"), condition.get("tolerance", "0").split()
    if mode == "exact" or not text:
        return {"value": decimal(value)}
    below, above = (abs(number(one, Decimal(0))) for one in (text[0], text[-1]))
    if mode == "relative":
        below, above = abs(value) * below / 100, abs(value) * above / 100
    if below != above:
        return {"low": decimal(value - below), "high": decimal(value + above)}
    return {"value": decimal(value)} | ({"tolerance": decimal(below)} if below else {})
