"""What leaves the server by when: policies by roles by endpoints, as an exact table (hazard 20)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.marking import disclosure
from exams.domain.marking.disclosure import JUST_AFTER, TELLING, loosens, named, normal, shown, tells, when
from exams.enums import Preset, Shown, SittingKind, When
from exams.models import Attempt, Sitting
from exams.models.disclosure import preset
from tests.cast import Cast
from tests.exams.bank.conftest import Enter
from tests.exams.marking.papers import handed_in, started
from tests.factories.exams import QuestionVersionFactory, TopicFactory, answer, paper_of

STEM, WRONG, RIGHT = "STEM-CANARY", "WRONG-CANARY", "RIGHT-CANARY"
REASON, REMARK = "REASON-CANARY", "REMARK-CANARY"

MONDAY = timezone.now()


def cells() -> st.SearchStrategy[dict[str, list[str]]]:
    column = st.lists(st.sampled_from(list(Shown)), unique=True)
    return st.fixed_dictionaries({moment.value: column for moment in When}).map(normal)


@given(cells())
def test_a_table_keeps_its_rules(policy: dict[str, list[str]]) -> None:
    assert policy == normal(policy)
    assert Shown.ATTEMPT in policy[When.DURING]
    for column in policy.values():
        assert not column or Shown.ATTEMPT in column
        assert Shown.MARKS not in column or Shown.MAX_MARKS in column


@given(cells(), st.sampled_from(list(When)))
def test_nothing_of_the_key_during_an_attempt_that_is_no_practice(
    policy: dict[str, list[str]], moment: When
) -> None:
    assert not shown(policy, When.DURING, is_practice=False) & TELLING
    assert shown(policy, moment, is_practice=True) == set(policy[moment])


@given(cells(), cells())
def test_only_an_earlier_word_about_the_key_loosens(
    one: dict[str, list[str]], other: dict[str, list[str]]
) -> None:
    told = {(moment, what) for moment in When for what in set(other[moment]) & TELLING}
    before = {(moment, what) for moment in When for what in set(one[moment]) & TELLING}
    assert loosens(one, other) == bool(told - before)
    assert not loosens(one, one)
    assert tells(one) == bool(before)


@pytest.mark.parametrize("name", [Preset.NEVER, Preset.HANDED_IN, Preset.CLOSED, Preset.PRACTICE])
def test_a_preset_is_known_again(name: Preset) -> None:
    assert named(preset(name)) == name
    assert named(normal(preset(name))) == name
    assert named({moment.value: [Shown.ATTEMPT.value] for moment in When}) == Preset.CUSTOM


@pytest.mark.parametrize(
    ("handed_in", "closed", "after", "moment"),
    [
        (False, False, timedelta(0), When.DURING),
        (True, False, timedelta(0), When.JUST_AFTER),
        (True, False, JUST_AFTER - timedelta(seconds=1), When.JUST_AFTER),
        (True, False, JUST_AFTER, When.LATER),
        (True, True, timedelta(0), When.CLOSED),
    ],
)
def test_the_four_times(handed_in: bool, closed: bool, after: timedelta, moment: When) -> None:
    end = MONDAY if handed_in else None
    assert when(handed_in_at=end, counts_no_more=closed, at=MONDAY + after) == moment


# The table. A policy names what is shown at each time; a row, what is then found in the bodies of a reader.
# S stem and own answer, R right answer marked as such, E explanation, F feedback, P points got.
EVERYTHING = [one.value for one in Shown]
POLICIES: dict[str, dict[str, Any]] = {
    "never": preset(Preset.NEVER),
    "handed in": preset(Preset.HANDED_IN),
    "closed": preset(Preset.CLOSED),
    "practice": preset(Preset.PRACTICE),
    "marks alone": normal({When.LATER: ["attempt", "max_marks", "marks"]}),
    "feedback alone": normal({When.JUST_AFTER: ["attempt", "feedback"], When.CLOSED: EVERYTHING}),
}
TABLE = """
policy          endpoint  reader   during just_after later closed
never           attempt   employee S      -          -     -
never           result    employee -      -          -     -
never           review    trainer  -      SREFP      SREFP SREFP
never           review    hr       -      S          S     S
never           review    auditor  -      S          S     S
never           review    stranger -      -          -     -
never           review    manager  -      -          -     -
handed in       attempt   employee S      SREFP      SREFP SREFP
handed in       result    employee -      SREFP      SREFP SREFP
handed in       review    trainer  -      SREFP      SREFP SREFP
handed in       review    hr       -      S          S     S
handed in       result    stranger -      -          -     -
closed          attempt   employee S      -          -     SREFP
closed          result    employee -      -          -     SREFP
closed          review    trainer  -      SREFP      SREFP SREFP
closed          review    auditor  -      S          S     S
practice        attempt   employee S      SREFP      SREFP SREFP
practice        result    employee -      SREFP      SREFP SREFP
marks alone     result    employee -      -          SP    -
marks alone     review    trainer  -      SREFP      SREFP SREFP
feedback alone  result    employee -      SF         -     SREFP
feedback alone  review    hr       -      S          S     S
"""


def rows() -> list[list[str]]:
    lines = TABLE.strip().splitlines()[1:]
    return [[line[:16].strip(), *line[16:].split()] for line in lines]


@pytest.fixture
def version(cast: Cast) -> Any:
    topic = TopicFactory(trainers=[cast.trainer])
    text = {
        "stem": STEM,
        "options": {"a": RIGHT, "b": WRONG},
        "explanation": REASON,
        "feedback": {"b": REMARK},
    }
    return QuestionVersionFactory(question__topic=topic, texts={"zh-hans": text, "en": text})


def papers(cast: Cast, version: Any, policy: dict[str, Any]) -> dict[str, Attempt]:
    """An attempt at each of the four times."""
    return {moment: paper(cast, version, policy, moment) for moment in When}


def paper(cast: Cast, version: Any, policy: dict[str, Any], moment: When) -> Attempt:
    now = timezone.now()
    ages = {When.DURING: 1, When.JUST_AFTER: 1, When.LATER: 10, When.CLOSED: 10}
    at = now - timedelta(minutes=ages[moment])
    sitting = paper_of(
        version, employees=[], review=policy, opens_at=now - timedelta(days=1), kind=SittingKind.QUARTERLY
    )
    if moment == When.DURING:
        running = started(sitting, cast.employee.employee, at)
        answer(running, 1, "b", at=at)
        return running
    done = handed_in(sitting, cast.employee.employee, "b", at=at)
    if moment == When.CLOSED:
        Sitting.objects.filter(pk=sitting.pk).update(closes_at=now - timedelta(minutes=5))
    return done


def found(client: Client, endpoint: str, attempt: Attempt) -> str:
    """What the body holds, in the letters of the table."""
    response = client.get(reverse(f"exams:{endpoint}", args=[attempt.pk]), follow=True)
    body = response.content.decode()
    points = "0 of 1 point" in body.replace("0 of 1 points;", "")
    marks = {
        "S": STEM in body,
        "R": "choice-missed" in body,
        "E": REASON in body,
        "F": REMARK in body,
        "P": points,
    }
    return "".join(letter for letter, is_there in marks.items() if is_there) or "-"


@pytest.mark.django_db
@pytest.mark.parametrize("policy", POLICIES)
def test_the_table_is_what_leaves_the_server(cast: Cast, version: Any, enter: Enter, policy: str) -> None:
    done = papers(cast, version, POLICIES[policy])
    for name, endpoint, reader, *expected in rows():
        if name == policy:
            client = enter(getattr(cast, reader))
            shown_then = [found(client, endpoint, done[moment]) for moment in When]
            if endpoint == "result":
                shown_then[0] = "-"  # it leads back to the exam page, which has a row of its own
            assert [reader, endpoint, *shown_then] == [reader, endpoint, *expected]


def test_every_policy_of_the_table_has_rows() -> None:
    assert {row[0] for row in rows()} == set(POLICIES)
    assert set(Shown) - {Shown.ATTEMPT, Shown.MAX_MARKS} == disclosure.TELLING


@pytest.mark.django_db
def test_practice_shows_how_the_answers_given_stand_and_no_key_beyond_them(
    cast: Cast, version: Any, enter: Enter
) -> None:
    other = QuestionVersionFactory(stem="OTHER-STEM", explanation="OTHER-REASON")
    answers = {}
    for policy in (Preset.PRACTICE, Preset.HANDED_IN):
        for kind in (SittingKind.PRACTICE, SittingKind.QUARTERLY):
            sitting = paper_of(version, other, employees=[], review=preset(policy), kind=kind)
            running = started(sitting, cast.employee.employee)
            answer(running, 1, "b")
            response = enter(cast.employee).get(reverse("exams:check", args=[running.pk]))
            answers[policy, kind] = response.status_code
            if response.status_code == 200:
                body = response.content.decode()
                assert [word in body for word in (REASON, REMARK, "OTHER-STEM", "OTHER-REASON")] == [
                    True,
                    True,
                    False,
                    False,
                ]
    assert answers == {
        (Preset.PRACTICE, SittingKind.PRACTICE): 200,
        (Preset.PRACTICE, SittingKind.QUARTERLY): 404,
        (Preset.HANDED_IN, SittingKind.PRACTICE): 404,
        (Preset.HANDED_IN, SittingKind.QUARTERLY): 404,
    }
