"""The feedback of a QTI item: remarks to options, and what is always shown, which is the explanation."""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from core.text import clean
from exams.formats.draft import Draft
from exams.formats.markup import Words, inner_html, is_blank
from exams.formats.qti.bodies import SPACE, words_of

WHY = _("The bank has remarks to options and one explanation, none to the whole answer.")


def read(draft: Draft, root: Element, names: dict[str, str], own: set[str]) -> tuple[Words, dict[str, Words]]:
    """The explanation, and the remarks by the letters of `names`."""
    always = _always(root)
    by_option = _set_by_response(root)
    explanation, feedback = Words(), {}
    for element in root.findall("modalFeedback"):
        outcome, identifier = element.get("outcomeIdentifier", ""), element.get("identifier", "")
        if is_blank(inner_html(element)):
            continue
        is_shown = element.get("showHide", "show") == "show"
        words = words_of(_inside(element), own)
        if is_shown and identifier in names and outcome in by_option:
            feedback[names[identifier]] = words
        elif is_shown and (outcome, identifier) in always and not explanation:
            explanation = words
        else:
            draft.leave(f"modalFeedback {identifier}: {_shown(element)}", WHY)
    return explanation, feedback


def inline(draft: Draft, choices: list[Element], names: dict[str, str], own: set[str]) -> dict[str, Words]:
    """The remarks that stand within options; they are taken out of them."""
    found = {}
    for choice in choices:
        for element in [one for name in ("feedbackInline", "feedbackBlock") for one in choice.findall(name)]:
            identifier, letter = element.get("identifier", ""), names[choice.get("identifier", "")]
            if names.get(identifier) == letter and element.get("showHide", "show") == "show":
                found[letter] = words_of(_inside(element), own)
            elif _shown(element):
                draft.leave(f"{element.tag} {identifier}: {_shown(element)}", WHY)
            choice.remove(element)
    return found


def _inside(element: Element) -> Element:
    body = element.find("contentBody")
    return element if body is None else body


def _shown(element: Element) -> str:
    return clean(SPACE.sub(" ", "".join(element.itertext())))[:200]


def _always(root: Element) -> set[tuple[str, str]]:
    """Outcomes whose default value shows a feedback without any answer."""
    return {
        (one.get("identifier", ""), value.text or "")
        for one in root.findall("outcomeDeclaration")
        for value in one.iterfind("defaultValue/value")
    }


def _set_by_response(root: Element) -> set[str]:
    """Outcomes that take the response itself as their value, or a name that a condition gives them."""
    declared = {one.get("identifier", "") for one in root.findall("responseDeclaration")}
    return {
        one.get("identifier", "")
        for one in root.iter("setOutcomeValue")
        if ((variable := one.find("variable")) is not None and variable.get("identifier") in declared)
        or one.find("baseValue") is not None
    }
