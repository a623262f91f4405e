"""Questions go out and come back the same, in every format that can hold them."""

import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.imports import Outcome
from exams.domain.bank.exports import WRITERS
from exams.enums import ExportFormat, QuestionKind
from exams.formats.draft import Draft, Left, Place
from exams.formats.same import canonical
from exams.imports.sources import items_of
from tests.exams.formats.wordings import DRAWN, Wording, wordings

FORMATS = [str(form) for form in ExportFormat]
NOT_HELD = {"gift": {"ordering", "cloze", "spoken"}, "moodle-xml": {"spoken"}, "qti-2.2": {"spoken"}}
HELD = [(form, kind) for form in FORMATS for kind in sorted(DRAWN) if kind not in NOT_HELD.get(form, ())]
READ_AS = {"csv": "spreadsheet", "qti-2.2": "qti"}


def draft_of(wording: Wording, code: str = "t-1") -> Draft:
    says = {name: getattr(wording, name) for name in ("points", "difficulty", "level")}
    draft = Draft(Place(code, None, code), wording.kind, wording.texts["zh-hans"], wording.key, code=code)
    draft.language, draft.says = "zh-hans", says
    return draft


def there_and_back(drafts: list[Draft], form: str) -> tuple[list[Draft], list[Left]]:
    file = io.BytesIO()
    refused = list(WRITERS[form](iter(drafts), file))
    outcome = Outcome()
    items = list(items_of(io.BytesIO(file.getvalue()), READ_AS.get(form, form), outcome=outcome, limit=100))
    assert [str(error) for error in outcome.errors] == []
    assert [item for item in items if not isinstance(item, Draft)] == []
    return [item for item in items if isinstance(item, Draft)], refused


def said(draft: Draft) -> dict[str, Any]:
    words = canonical(draft.kind, "zh-hans", {"zh-hans": draft.text}, draft.key)
    beside = {name: draft.says.get(name) for name in ("points", "difficulty", "level")}
    return words | beside | {"kind": draft.kind, "code": draft.code, "language": draft.language}


@pytest.mark.parametrize(("form", "kind"), HELD)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_kind_comes_back_the_same(form: str, kind: str, data: st.DataObject) -> None:
    draft = draft_of(data.draw(wordings(kind)))
    found, refused = there_and_back([draft], form)
    if refused:
        assert all(
            str(left.why) for left in refused
        )  # what is refused, and that little else is, stands below
    else:
        assert [said(one) for one in found] == [said(draft)]
        assert [one.left for one in found] == [[]]


@pytest.mark.parametrize(
    ("form", "kind"), [(form, kind) for form, kinds in NOT_HELD.items() for kind in sorted(kinds)]
)
@settings(max_examples=3, deadline=None)
@given(data=st.data())
def test_a_kind_that_a_format_has_not_is_told(form: str, kind: str, data: st.DataObject) -> None:
    found, refused = there_and_back([draft_of(data.draw(wordings(kind)))], form)
    assert (found, [(left.is_question, left.feature) for left in refused]) == (
        [],
        [(True, QuestionKind(kind).label)],
    )
