"""The screens, as a browser asks for them: the assessor's, the learner's, the planner's."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exams.models import Assessment, RefusedScore
from people.models import User
from records.models import Entry
from tests.exams.bank.counting import counted
from tests.factories.assessments import (
    CODES,
    AssessmentFactory,
    RolePlayFactory,
    begun,
    score,
    scored,
    submitted,
)
from tests.factories.courses import ScenarioFactory
from tests.factories.people import EmployeeFactory
from tests.people.views.browsing import signed_in

pytestmark = pytest.mark.django_db


def at(name: str, *args: Any) -> str:
    return reverse(f"assess:{name}", args=args)


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return counted(caught)


def post_score(client: Client, sheet: Assessment, code: str, **given: Any) -> Any:
    body = {"seq": 1, "points": None, "comment": ""} | given
    return client.post(at("score", sheet.pk, code), json.dumps(body), content_type="application/json")


# The assessor's home


def test_the_assessor_finds_everybody_who_works_here_by_name_or_number(cast) -> None:
    EmployeeFactory(name="李静雯", number="0099", left_on=timezone.localdate() - timedelta(days=1))
    client = signed_in(cast.assessor)
    for text in ("李", "0003", "李 3"):
        found = client.get(at("home"), {"q": text}).context["found"]
        assert [(one.name, one.department_name) for one in found] == [("李静", "客服一部")]


def test_the_assessor_does_not_find_herself(cast) -> None:
    page = signed_in(cast.assessor).get(at("home"), {"q": "赵磊"})
    assert list(page.context["found"]) == []


def test_nobody_is_listed_before_somebody_is_asked_for(cast) -> None:
    page = signed_in(cast.assessor).get(at("home"))
    assert "found" not in page.context
    assert "李静" not in page.content.decode()


def test_the_home_sorts_what_waits(cast) -> None:
    today = timezone.localdate()
    mine = {"assessor": cast.assessor}
    late = AssessmentFactory(planned_on=today - timedelta(days=2), **mine)
    now = AssessmentFactory(planned_on=today, **mine)
    later = AssessmentFactory(planned_on=today + timedelta(days=1), **mine)
    running = scored(3, 2, **mine)
    done = submitted(**mine)
    AssessmentFactory()
    context = signed_in(cast.assessor).get(at("home")).context
    assert {
        name: [line.assessment for line in context[name]] for name in ("begun", "now", "later", "done")
    } == {"begun": [running], "now": [late, now], "later": [later], "done": [done]}
    assert [(line.scored, line.criteria) for line in context["begun"]] == [(2, 6)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_home_costs_the_same_for_any_number_of_people(cast, rows) -> None:
    for _row in range(rows):
        AssessmentFactory(assessor=cast.assessor)
        scored(3, 2, assessor=cast.assessor)
        submitted(assessor=cast.assessor)
        EmployeeFactory(name="李静")
    assert queries_of(signed_in(cast.assessor), at("home") + "?q=李") == 11


def test_the_assessor_begins_on_the_spot_once_however_often_she_presses(cast) -> None:
    RolePlayFactory(code="refund")
    client = signed_in(cast.assessor)
    answers = [client.post(at("begin", "0003"), {"scenario": "refund"}).url for _click in range(3)]
    sheet = Assessment.objects.get()
    assert answers == [at("sheet", sheet.pk)] * 3
    assert (sheet.employee, sheet.assessor, sheet.started_at is not None) == (
        cast.employee.employee,
        cast.assessor,
        True,
    )


def test_a_scenario_without_a_published_rubric_is_refused_in_words(cast) -> None:
    ScenarioFactory(code="refund")
    page = signed_in(cast.assessor).post(at("begin", "0003"), {"scenario": "refund"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "The rubric of this scenario has not been published yet. Ask its trainer."
    ]
    assert Assessment.objects.count() == 0


# The sheet


def test_a_score_is_saved_and_the_servers_word_tells_when(cast) -> None:
    sheet = begun(assessor=cast.assessor)
    answer = post_score(signed_in(cast.assessor), sheet, "calming", points=2, comment="很稳")
    saved = sheet.scores.get()
    assert answer.json() == {"seq": 1, "saved": timezone.localtime(saved.at).strftime("%H:%M")}
    assert (saved.points, saved.comment) == (2, "很稳")


@pytest.mark.parametrize("body", ["[" * 100_000, json.dumps({"seq": 1, "points": None, "comment": "\ud800"})])
def test_what_cannot_be_read_or_stored_is_refused(cast, body) -> None:
    sheet = begun(assessor=cast.assessor)
    url = at("score", sheet.pk, "calming")
    response = signed_in(cast.assessor).post(url, body, content_type="application/json")
    assert (response.status_code, sheet.scores.count(), RefusedScore.objects.count()) == (400, 0, 0)


def test_a_stale_tab_is_answered_with_what_stands(cast) -> None:
    sheet = begun(assessor=cast.assessor)
    first, second = signed_in(cast.assessor), signed_in(cast.assessor)
    post_score(first, sheet, "calming", points=2, comment="很稳")
    answer = post_score(second, sheet, "calming", points=0)
    saved = timezone.localtime(sheet.scores.get().at).strftime("%H:%M")
    assert answer.status_code == 409
    assert {key: answer.json()[key] for key in ("error", "seq", "points", "comment", "saved")} == {
        "error": "stale",
        "seq": 1,
        "points": 2,
        "comment": "很稳",
        "saved": saved,
    }
    assert RefusedScore.objects.get().points == 0


@pytest.mark.parametrize(
    "given",
    [
        {"points": 7},
        {"points": "two"},
        {"seq": 0},
        {"seq": None},
        {"comment": "x" * 2001},
        {"comment": "a\x00b"},
    ],
)
def test_what_no_sheet_sends_is_a_bad_request(cast, given) -> None:
    sheet = begun(assessor=cast.assessor)
    assert post_score(signed_in(cast.assessor), sheet, "calming", **given).status_code == 400
    assert sheet.scores.count() == 0


def test_a_body_that_is_no_object_is_a_bad_request(cast) -> None:
    client = signed_in(cast.assessor)
    url = at("score", begun(assessor=cast.assessor).pk, "calming")
    for body in ("", "[]", "{", "null"):
        assert client.post(url, body, content_type="application/json").status_code == 400


def test_a_lost_session_is_told_to_the_script() -> None:
    assert post_score(Client(), begun(), "calming", points=1).status_code == 401


def test_a_closed_sheet_takes_no_score(cast) -> None:
    done = submitted(assessor=cast.assessor)
    answer = post_score(signed_in(cast.assessor), done, "calming", seq=2, points=0)
    assert (answer.status_code, answer.json()["error"]) == (409, "late")


@pytest.mark.parametrize("name", ["employee", "trainer", "manager", "hr", "stranger"])
def test_nobody_else_scores(cast, name) -> None:
    sheet = begun(employee=cast.employee.employee, assessor=cast.assessor)
    client = signed_in(cast.users()[name])
    assert post_score(client, sheet, "calming", points=3).status_code == 404
    assert client.post(at("start", sheet.pk)).status_code == 404
    assert client.post(at("submit", sheet.pk), {"seen": 0}).status_code == 404
    assert sheet.scores.count() == 0


def test_who_is_no_assessor_any_more_scores_no_more(cast) -> None:
    sheet = begun(assessor=cast.stranger)
    assert post_score(signed_in(cast.stranger), sheet, "calming", points=3).status_code == 404


def test_a_score_costs_the_same_however_many_there_are(cast) -> None:
    sheet = begun(assessor=cast.assessor)
    client = signed_in(cast.assessor)
    counts = []
    for seq in (1, 2, 3):
        with CaptureQueriesContext(connection) as caught:
            assert post_score(client, sheet, "calming", seq=seq, points=1).status_code == 200
        counts.append(counted(caught))
    assert counts == [7, 7, 7]


def test_before_the_start_the_sheet_shows_the_cards_and_no_levels(cast) -> None:
    waiting = AssessmentFactory(assessor=cast.assessor)
    client = signed_in(cast.assessor)
    page = client.get(at("sheet", waiting.pk))
    assert page.context["rows"] == []
    assert "HIDDEN-CARD" in page.content.decode()
    assert client.post(at("start", waiting.pk)).url == at("sheet", waiting.pk)
    assert len(client.get(at("sheet", waiting.pk)).context["rows"]) == 6


def test_the_total_is_hidden_until_all_is_scored(cast) -> None:
    sheet = scored(3, 3, 2, 3, 2, assessor=cast.assessor)
    client = signed_in(cast.assessor)
    assert b"verdict" not in client.get(at("submit", sheet.pk)).content
    assert b"verdict" not in client.get(at("sheet", sheet.pk)).content
    score(sheet, "closing", 3)
    page = client.get(at("submit", sheet.pk)).content.decode()
    assert "90%" in page
    assert "verdict-passed" in page


# Without a script


def page_values(client: Client, sheet: Assessment, **points: int) -> dict[str, Any]:
    """What the plain form of a freshly drawn sheet sends, with some levels chosen."""
    values: dict[str, Any] = {}
    for line in client.get(at("sheet", sheet.pk)).context["rows"]:
        row = line["row"]
        code = row.criterion.code
        values |= {f"seq-{code}": row.seq + 1, f"comment-{code}": row.comment}
        chosen = points.get(code, row.points)
        if chosen is not None:
            values[f"points-{code}"] = chosen
    return values


def test_the_plain_form_saves_what_was_changed_and_nothing_else(cast) -> None:
    sheet = begun(assessor=cast.assessor)
    score(sheet, "facts", 1, comment="两行\n字")
    client = signed_in(cast.assessor)
    values = page_values(client, sheet, calming=2)
    values["comment-facts"] = "两行\r\n字"
    assert client.post(at("sheet", sheet.pk), values).url == at("sheet", sheet.pk)
    assert [(row.criterion, row.seq, row.points) for row in sheet.scores.all()] == [
        ("calming", 1, 2),
        ("facts", 1, 1),
    ]


def test_the_plain_form_goes_on_to_the_summary(cast) -> None:
    sheet = begun(assessor=cast.assessor)
    client = signed_in(cast.assessor)
    values = page_values(client, sheet, **dict.fromkeys(CODES, 3)) | {"submit": ""}
    assert client.post(at("sheet", sheet.pk), values).url == at("submit", sheet.pk)
    assert client.post(at("submit", sheet.pk), {"seen": 6}).url == at("result", sheet.pk)


def test_two_plain_tabs_show_both_values_and_the_second_save_counts(cast) -> None:
    sheet = begun(assessor=cast.assessor)
    client = signed_in(cast.assessor)
    stale = page_values(client, sheet, calming=0)
    score(sheet, "calming", 3, comment="很稳")
    page = client.post(at("sheet", sheet.pk), stale)
    shown = page.content.decode()
    assert page.status_code == 409
    assert "Outstanding · 很稳" in " ".join(shown.split())
    assert 'value="0" aria-describedby="a-calming-1" checked' in shown
    again = stale | {"seq-calming": 2}
    assert client.post(at("sheet", sheet.pk), again).status_code == 302
    assert [(row.seq, row.points) for row in sheet.scores.all()] == [(1, 3), (2, 0)]


# The end


def test_a_double_submit_has_one_effect(cast) -> None:
    sheet = scored(assessor=cast.assessor)
    client = signed_in(cast.assessor)
    answers = [client.post(at("submit", sheet.pk), {"seen": 6, "remark": "好"}) for _click in range(2)]
    assert [answer.url for answer in answers] == [at("result", sheet.pk)] * 2
    assert Entry.objects.count() == 1


def test_a_summary_overtaken_by_another_window_is_shown_again(cast) -> None:
    sheet = scored(assessor=cast.assessor)
    client = signed_in(cast.assessor)
    score(sheet, "closing", 0, seq=2)
    page = client.post(at("submit", sheet.pk), {"seen": 6, "remark": "很好"})
    assert page.status_code == 409
    assert page.context["form"].initial == {"seen": 7, "remark": "很好"}
    assert Entry.objects.count() == 0


def test_the_person_reads_her_levels_with_anchors_and_comments(cast) -> None:
    sheet = scored(3, 3, 2, 3, 2, 3, employee=cast.employee.employee, assessor=cast.assessor)
    score(sheet, "identity", 2, seq=2, comment="核对了两项")
    client = signed_in(cast.assessor)
    client.post(at("submit", sheet.pk), {"seen": 7, "remark": "安抚很稳"})
    shown = signed_in(cast.employee).get(at("result", sheet.pk)).content.decode()
    for words in ("90%", "Outstanding", "Was seen.", "核对了两项", "安抚很稳", "赵磊"):
        assert words in shown


def test_hr_reverses_a_result_and_everybody_reads_why(cast) -> None:
    done = submitted(employee=cast.employee.employee, assessor=cast.assessor)
    client = signed_in(cast.hr)
    for _click in range(2):
        client.post(at("reverse", done.pk), {"reason": "认错了人"})
    assert [line.reason for line in Entry.objects.exclude(reverses=None)] == ["认错了人"]
    assert "认错了人" in signed_in(cast.employee).get(at("result", done.pk)).content.decode()


def test_a_reversal_needs_a_reason(cast) -> None:
    done = submitted(employee=cast.employee.employee, assessor=cast.assessor)
    page = signed_in(cast.hr).post(at("reverse", done.pk), {"reason": " "})
    assert page.context["form"].errors.as_data().keys() == {"reason"}
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("name", ["employee", "assessor", "manager", "auditor"])
def test_nobody_but_hr_reverses(cast, name) -> None:
    done = submitted(employee=cast.employee.employee, assessor=cast.assessor)
    answer = signed_in(cast.users()[name]).post(at("reverse", done.pk), {"reason": "不服"})
    assert (answer.status_code, Entry.objects.count()) == (404, 1)


def test_hr_does_not_reverse_her_own_result(cast) -> None:
    done = submitted(employee=cast.hr.employee, assessor=cast.assessor)
    assert signed_in(cast.hr).post(at("reverse", done.pk), {"reason": "不服"}).status_code == 404


# Planning


def plan_values(cast, *users: User, **given: Any) -> dict[str, Any]:
    usual = {"scenario": "refund", "assessor": cast.assessor.pk, "on": timezone.localdate().isoformat()}
    return usual | {"employees": [user.employee.pk for user in users]} | given


def test_a_trainer_plans_for_people_of_a_department(cast) -> None:
    RolePlayFactory(code="refund")
    client = signed_in(cast.trainer)
    url = at("plan") + f"?department={cast.hotline.pk}"
    shown = client.get(url).context["people"]
    assert [one.name for one, _ticked in shown] == ["李静", "王小雨", "周明"]
    assert client.post(url, plan_values(cast, cast.employee, cast.newcomer)).url == url
    assert [(one.employee, one.assessor) for one in Assessment.objects.all()] == [
        (cast.employee.employee, cast.assessor),
        (cast.newcomer.employee, cast.assessor),
    ]


def test_what_cannot_be_planned_is_said_and_the_ticks_stay(cast) -> None:
    RolePlayFactory(code="refund")
    client = signed_in(cast.trainer)
    page = client.post(at("plan"), plan_values(cast, cast.employee, cast.assessor))
    assert page.context["form"].non_field_errors() == ["Nobody assesses herself. Choose another assessor."]
    assert [one.name for one, ticked in page.context["people"] if ticked] == ["李静", "赵磊"]
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"employees": []}, "employees"),
        ({"employees": [0]}, "employees"),
        ({"assessor": ""}, "assessor"),
        ({"scenario": "nothing"}, "scenario"),
        ({"on": "yesterday"}, "on"),
    ],
)
def test_a_plan_names_its_field_in_fault(cast, given, field) -> None:
    RolePlayFactory(code="refund")
    page = signed_in(cast.trainer).post(at("plan"), plan_values(cast, cast.employee, **given))
    assert list(page.context["form"].errors) == [field]


def test_only_an_assessor_is_planned_as_one(cast) -> None:
    RolePlayFactory(code="refund")
    page = signed_in(cast.trainer).post(
        at("plan"), plan_values(cast, cast.employee, assessor=cast.manager.pk)
    )
    assert list(page.context["form"].errors) == ["assessor"]


def test_a_trainer_sees_her_plans_and_hr_all(cast) -> None:
    hers = AssessmentFactory(by_id=cast.trainer.pk)
    other = AssessmentFactory()
    seen = {
        user: {line.assessment for line in signed_in(user).get(at("plan")).context["lines"]}
        for user in (cast.trainer, cast.hr)
    }
    assert seen == {cast.trainer: {hers}, cast.hr: {hers, other}}


@pytest.mark.parametrize(
    ("name", "status"),
    [("trainer", 302), ("assessor", 302), ("hr", 302), ("employee", 404), ("manager", 404)],
)
def test_who_calls_off(cast, name, status) -> None:
    waiting = AssessmentFactory(
        employee=cast.employee.employee, assessor=cast.assessor, by_id=cast.trainer.pk
    )
    assert signed_in(cast.users()[name]).post(at("call_off", waiting.pk)).status_code == status
    waiting.refresh_from_db()
    assert waiting.is_open == (status == 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_costs_the_same_for_any_number_of_rows(cast, rows) -> None:
    for _row in range(rows):
        AssessmentFactory(by_id=cast.trainer.pk)
    assert queries_of(signed_in(cast.trainer), at("plan")) == 12


# The learner


@pytest.mark.parametrize("rows", [1, 3])
def test_her_list_costs_the_same_for_any_number_of_role_plays(cast, rows) -> None:
    for _row in range(rows):
        AssessmentFactory(employee=cast.employee.employee)
        submitted(employee=cast.employee.employee)
    assert queries_of(signed_in(cast.employee), at("mine")) == 7


@pytest.mark.parametrize("rows", [1, 3])
def test_a_result_costs_the_same_for_any_comment(cast, rows) -> None:
    sheet = scored(employee=cast.employee.employee, assessor=cast.assessor)
    for code in CODES[:rows]:
        score(sheet, code, 3, seq=2, comment="好")
    signed_in(cast.assessor).post(at("submit", sheet.pk), {"seen": 6 + rows, "remark": ""})
    assert queries_of(signed_in(cast.employee), at("result", sheet.pk)) == 8


def test_an_account_without_an_employee_has_no_role_plays(cast) -> None:
    AssessmentFactory()
    page = signed_in(cast.auditor).get(at("mine"))
    assert (page.context["waiting"], page.context["done"]) == ([], [])


def test_what_was_called_off_is_gone_for_the_learner(cast) -> None:
    waiting = AssessmentFactory(employee=cast.employee.employee, called_off_at=timezone.now())
    client = signed_in(cast.employee)
    assert client.get(at("card", waiting.pk)).status_code == 404
    assert client.get(at("mine")).context["waiting"] == []
