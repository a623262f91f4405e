"""The editor of each kind: what it is told it says again, and what is wrong it refuses in words."""

from typing import Any

import pytest

from exams import kinds
from exams.domain.bank.bank import Wording
from exams.enums import QuestionKind
from exams.forms import editor
from exams.models import Topic
from people.models import User
from tests.cast import Cast
from tests.exams.kinds.examples import EXAMPLES
from tests.factories.courses import RubricVersionFactory
from tests.factories.exams import TopicFactory

pytestmark = pytest.mark.django_db

PREFIXES = ("stem", "explanation")


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return TopicFactory(trainers=[cast.trainer])


def wording_of(kind: str, **more: Any) -> Wording:
    example = EXAMPLES[kind]
    text = {"options": {}} | example.text | {"explanation": "因为。"}
    return Wording(kind=kind, language="zh-hans", texts={"zh-hans": text}, key=example.key, **more)


def sent(form: Any) -> dict[str, Any]:
    """What the browser sends of a form as it was shown."""
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}


def asked_again(user: User, wording: Wording, **typed: Any) -> Any:
    """The editor with the question as it stands, and some of it typed anew."""
    shown = editor(wording.kind)(user=user, wording=wording, number=1)
    data = {name: value for name, value in (sent(shown) | typed).items() if value is not None}
    topic = data.pop("topic", None) or Topic.objects.get().pk
    form = editor(wording.kind)(data | {"topic": topic}, user=user, wording=wording, number=1)
    form.is_valid()
    return form


@pytest.mark.parametrize("kind", QuestionKind.values)
def test_an_editor_says_again_what_it_was_told(cast: Cast, topic: Topic, kind: str) -> None:
    form = asked_again(cast.trainer, wording_of(kind))
    assert form.errors == {}
    said = form.wording()
    assert said.texts == wording_of(kind).texts
    assert said.key == told_in_full(kind)


def told_in_full(kind: str) -> dict[str, Any]:
    """The key with what the editor writes out although it may be left away."""
    key = EXAMPLES[kind].key
    if kind == "short_text":
        return key | {"case": False, "blanks": False}
    if kind == "cloze":
        gap = {"low": "4", "high": "6", "fraction": "1"}
        return key | {"gaps": key["gaps"] | {"2": {"kind": "numeric", "accepted": [gap]}}}
    return key


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("multiple", {"share_a": "10"}, "share_a"),
        ("multiple", {"share_b": "50"}, "share_b"),
        ("judgement", {"judgement_b": None}, "judgement_b"),
        ("judgement", {"judgement_a": "harmful"}, "judgement_a"),
        ("short_text", {"accepted_1_share": "50"}, "accepted_1_text"),
        ("short_text", {"accepted_1_text": None, "accepted_2_text": None}, "accepted_1_text"),
        ("numeric", {"accepted_1_value": "three"}, "accepted_1_value"),
        ("numeric", {"unit_2_factor": None}, "unit_2_factor"),
        ("numeric", {"unit_2_name": "kg"}, "unit_2_name"),
        ("numeric", {"unit_1_name": None, "unit_2_name": None}, "unit_required"),
        ("matching", {"pair_1_match": None}, "pair_1_match"),
        ("matching", {"pair_2_prompt": None}, "pair_2_prompt"),
        ("matching", {"distractor_1_text": "先 转接", "pair_1_match": "先 转接"}, "distractor_1_text"),
        ("ordering", {"step_2_text": "先挂断"}, "step_2_text"),
        ("ordering", {f"step_{n}_text": None for n in (2, 3, 4)}, "step_2_text"),
        ("cloze", {"stem": "没有空"}, "stem"),
        ("cloze", {"gap_1_answers": "三"}, "gap_1_answers"),
        ("cloze", {"gap_2_answers": "五"}, "gap_2_answers"),
        ("cloze", {"gap_10_answers": None}, "gap_10_answers"),
        ("cloze", {"gap_3_answers": "x"}, "gap_3_answers"),
        ("matching", {"second_language": "en", "second_stem": "Match"}, "second_pair_1_prompt"),
        ("ordering", {"second_language": "en", "second_stem": "Order"}, "second_step_1_text"),
        ("cloze", {"second_language": "en", "second_stem": "No gaps"}, "second_stem"),
    ],
)
def test_what_is_refused(cast: Cast, topic: Topic, kind: str, typed: dict[str, Any], field: str) -> None:
    assert field in asked_again(cast.trainer, wording_of(kind), **typed).errors


def test_three_right_options_share_all_the_points(cast: Cast, topic: Topic) -> None:
    shares = {"share_a": "33.33", "share_b": "33.33", "share_c": "33.33", "share_d": "-50"}
    form = asked_again(cast.trainer, wording_of("multiple"), correct=["a", "b", "c"], **shares)
    assert form.errors == {}
    key = form.wording().key
    assert key["weights"]["a"] == "0.3333333333"
    assert kinds.get("multiple").grade(key, ["a", "b", "c"]) == 1


def test_an_essay_takes_the_newest_version_of_its_rubric(cast: Cast, topic: Topic) -> None:
    first = RubricVersionFactory()
    newest = RubricVersionFactory(rubric=first.rubric, number=first.number + 1)
    form = asked_again(cast.trainer, wording_of("essay", rubric_id=first.pk))
    assert form.errors == {}
    assert form.wording().rubric_id == newest.pk


def test_what_an_editor_does_not_ask_stays(cast: Cast, topic: Topic) -> None:
    wording = wording_of("single")
    wording.texts["zh-hans"] |= {"feedback": {"a": "不对"}, "format": "html"}
    said = asked_again(cast.trainer, wording).wording()
    assert said.texts["zh-hans"]["feedback"] == {"a": "不对"}
    assert said.texts["zh-hans"]["format"] == "html"


def test_more_than_eight_options_survive(cast: Cast, topic: Topic) -> None:
    wording = wording_of("single")
    wording.texts["zh-hans"]["options"] = {letter: f"第{letter}项" for letter in "abcdefghijk"}
    assert asked_again(cast.trainer, wording).wording().texts == wording.texts
