"""Topics, papers, exams, sittings and audiences in the Wagtail admin, and who may reach what there."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from exams.domain import papers, queries
from exams.enums import Preset
from exams.models import Exam, Paper, PaperQuestion, PaperSection, Question, Sitting, Topic
from exams.models.disclosure import preset
from people.models import User
from records.models import Audience
from tests.cast import Cast
from tests.exams.bank.conftest import Enter
from tests.exams.bank.counting import counted
from tests.factories.exams import (
    AudienceFactory,
    ExamFactory,
    PaperFactory,
    PaperQuestionFactory,
    PaperSectionFactory,
    QuestionFactory,
    QuestionVersionFactory,
    SittingFactory,
    TopicFactory,
    paper_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("synced")]
MOMENT = "%Y-%m-%dT%H:%M"


def post(client: Client, url: str, /, *arguments: Any, **fields: Any) -> Any:
    return client.post(reverse(url, args=arguments), {key: v for key, v in fields.items() if v is not None})


def formset(prefix: str, forms: list[dict[str, Any]], *, initial: int = 0) -> dict[str, Any]:
    """The fields of an inline panel as the browser sends them."""
    sent = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
    sent |= {f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000}
    for at, form in enumerate(forms):
        sent |= {f"{prefix}-{at}-{key}": value for key, value in form.items()}
    return sent


RULE = ("count", "topic", "difficulty", "tag", "level", "points")


def sections(*wanted: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """Sections, each with the pks of its fixed `questions` and, if it says anything of one, a rule."""
    sent: dict[str, Any] = {}
    shown = []
    for at, given in enumerate(wanted):
        section = dict(given)
        asked = section.pop("questions", [])
        rule = {name: section.pop(name) for name in RULE if name in section}
        own = section.pop("rule", "")
        rules = [{"id": own, "ORDER": 0, "DELETE": ""} | rule] if rule else []
        sent |= formset(f"sections-{at}-draws", rules, initial=1 if own else 0)
        lines = [{"id": "", "question": pk, "ORDER": place, "DELETE": ""} for place, pk in enumerate(asked)]
        sent |= formset(f"sections-{at}-questions", lines)
        shown.append({"id": "", "title": "一", "ORDER": at, "DELETE": ""} | section)
    return sent | formset("sections", shown, initial=initial)


def stocked(topic: Topic, number: int) -> list[Question]:
    made = [QuestionVersionFactory(question=QuestionFactory(topic=topic)) for _ in range(number)]
    return [version.question for version in made]


# Topics


def test_a_topic_is_made_and_is_hers(trainer: User, enter: Enter) -> None:
    client = enter(trainer)
    form = client.get(reverse("exams_topics:add")).context["form"]
    assert form["trainers"].value() == [trainer.pk]
    post(client, "exams_topics:add", name="物流时效", parent="", trainers=[trainer.pk])
    topic = Topic.objects.get()
    assert (topic.code, topic.name, list(topic.trainers.all())) == ("wu-liu-shi-xiao", "物流时效", [trainer])


def test_only_trainers_can_be_named(cast: Cast, topic: Topic, enter: Enter, other_trainer: User) -> None:
    client = enter(cast.trainer)
    fields = {"name": "电话", "parent": "", "trainers": [cast.hr.pk]}
    assert post(client, "exams_topics:edit", topic.pk, **fields).status_code == 200
    post(client, "exams_topics:edit", topic.pk, **fields | {"trainers": [cast.trainer.pk, other_trainer.pk]})
    assert set(topic.trainers.all()) == {cast.trainer, other_trainer}


def test_a_topic_does_not_stand_above_itself(trainer: User, topic: Topic, enter: Enter) -> None:
    below = TopicFactory(parent=topic)
    response = post(enter(trainer), "exams_topics:edit", topic.pk, name="电话", parent=below.pk)
    assert list(response.context["form"].errors) == ["parent"]


def test_topics_of_others_are_not_listed(topic: Topic, enter: Enter, other_trainer: User) -> None:
    client = enter(other_trainer)
    assert "电话礼仪" not in client.get(reverse("exams_topics:index")).content.decode()
    assert client.get(reverse("exams_topics:edit", args=[topic.pk])).status_code == 404


# Papers


def test_a_paper_of_fixed_and_drawn_questions(trainer: User, topic: Topic, enter: Enter) -> None:
    fixed = stocked(topic, 4)
    wanted = sections(
        {"title": "固定", "questions": [fixed[1].pk, fixed[0].pk]},
        {"title": "抽题", "count": 2, "topic": topic.pk, "points": "5"},
    )
    post(enter(trainer), "exams_papers:add", title="季度试卷", **wanted)
    paper = Paper.objects.get()
    assert (paper.code, paper.title) == ("ji-du-shi-juan", "季度试卷")
    assert list(paper.sections.values_list("position", "title", "draws__count", "draws__points")) == [
        (0, "固定", None, None),
        (1, "抽题", 2, Decimal(5)),
    ]
    lines = PaperQuestion.objects.order_by("position")
    assert [line.question for line in lines] == [fixed[1], fixed[0]]
    assert papers.size(paper) == 4


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ({"count": 12}, "Section 一, rule 1 (电话礼仪): needs 12, has 8, short 4."),
        ({"count": 1, "difficulty": "hard"}, "Section 一, rule 1 (电话礼仪, Hard): needs 1, has 0, short 1."),
        (None, "The paper 季度试卷 asks nothing yet."),
    ],
)
def test_a_paper_that_cannot_be_filled_is_refused(
    trainer: User, topic: Topic, enter: Enter, section: dict[str, Any] | None, sentence: str
) -> None:
    stocked(topic, 8)
    wanted = sections({"topic": topic.pk} | section if section else {})
    response = post(enter(trainer), "exams_papers:add", title="季度试卷", **wanted)
    assert response.context["form"].non_field_errors() == [sentence]
    assert (Paper.objects.count(), PaperSection.objects.count()) == (0, 0)


def test_a_draw_names_its_topic(trainer: User, enter: Enter) -> None:
    response = post(enter(trainer), "exams_papers:add", title="季度试卷", **sections({"count": 3}))
    assert rule_errors(response) == [{"topic": ["Say from which topic to draw."]}]
    assert Paper.objects.count() == 0


def rule_errors(response: Any) -> Any:
    """Of the first section's rules."""
    return response.context["form"].formsets["sections"].forms[0].formsets["draws"].errors


def test_sections_change_places(trainer: User, topic: Topic, enter: Enter) -> None:
    stocked(topic, 2)
    paper = PaperFactory()
    first, second = (PaperSectionFactory(paper=paper, position=at, count=1, topic=topic) for at in (0, 1))
    wanted = sections(
        {"id": first.pk, "title": "甲", "ORDER": 2, **rule_of(first)},
        {"id": second.pk, "title": "乙", "ORDER": 1, **rule_of(second)},
        initial=2,
    )
    post(enter(trainer), "exams_papers:edit", paper.pk, title="换位", **wanted)
    assert list(paper.sections.order_by("position").values_list("position", "title")) == [
        (0, "乙"),
        (1, "甲"),
    ]


def rule_of(section: PaperSection) -> dict[str, Any]:
    rule = section.draws.get()
    return {"rule": rule.pk, "count": rule.count, "topic": rule.topic_id}


def test_a_paper_made_too_large_stays_as_it_was(trainer: User, topic: Topic, enter: Enter) -> None:
    stocked(topic, 2)
    section = PaperSectionFactory(position=1, count=2, topic=topic)
    client = enter(trainer)
    wanted = sections({"id": section.pk, **rule_of(section), "count": 3}, initial=1)
    post(client, "exams_papers:edit", section.paper_id, title="太大", **wanted)
    section.refresh_from_db()
    assert (section.draws.get().count, section.position, section.paper.title == "太大") == (2, 1, False)


def test_a_paper_takes_no_question_of_other_topics(
    topic: Topic, question: Question, enter: Enter, other_trainer: User, hr: User
) -> None:
    for user in (other_trainer, hr):
        response = post(
            enter(user), "exams_papers:add", title="偷看", **sections({"questions": [question.pk]})
        )
        lines = response.context["form"].formsets["sections"].forms[0].formsets["questions"]
        assert lines.errors == [{"question": ["Choose a question of your topics."]}]
    assert Paper.objects.count() == 0


def test_what_a_colleague_chose_may_stay(topic: Topic, question: Question, enter: Enter, hr: User) -> None:
    line = PaperQuestionFactory(question=question)
    wanted = {"id": line.section_id, "title": "一", "ORDER": 1, "DELETE": ""}
    kept = {"id": line.pk, "question": question.pk, "ORDER": 1, "DELETE": ""}
    sent = formset("sections", [wanted], initial=1) | formset("sections-0-questions", [kept], initial=1)
    sent |= formset("sections-0-draws", [])
    post(enter(hr), "exams_papers:edit", line.section.paper_id, title="新名字", **sent)
    assert Paper.objects.get().title == "新名字"


def test_a_paper_draws_from_no_topic_of_others(
    topic: Topic, enter: Enter, other_trainer: User, hr: User
) -> None:
    stocked(topic, 2)
    above = TopicFactory(name="客服", trainers=[other_trainer])
    Topic.objects.filter(pk=topic.pk).update(parent=above)
    for user in (other_trainer, hr):
        for asked in (topic, above):
            wanted = sections({"count": 1, "topic": asked.pk})
            response = post(enter(user), "exams_papers:add", title="偷看", **wanted)
            assert rule_errors(response) == [{"topic": ["Choose a topic whose questions are all yours."]}]
    assert Paper.objects.count() == 0


def topics_offered(client: Client, url: str) -> list[set[Topic]]:
    """By the rules of a paper's first section, the blank one last."""
    formset = client.get(url).context["form"].formsets["sections"].forms[0].formsets["draws"]
    return [set(form.fields["topic"].queryset) for form in [*formset.forms, formset.empty_form]]


def test_a_section_offers_her_topics_and_the_one_it_has(
    topic: Topic, enter: Enter, trainer: User, other_trainer: User
) -> None:
    stocked(topic, 1)
    common, hers = TopicFactory(), TopicFactory(trainers=[other_trainer])
    section = PaperSectionFactory(position=1, count=1, topic=topic)
    url = reverse("exams_papers:edit", args=[section.paper_id])
    assert topics_offered(enter(trainer), url) == [{topic, common}, {topic, common}]
    assert topics_offered(enter(other_trainer), url) == [{topic, common, hers}, {common, hers}]
    wanted = sections({"id": section.pk, **rule_of(section)}, initial=1)
    post(enter(other_trainer), "exams_papers:edit", section.paper_id, title="新名字", **wanted)
    assert Paper.objects.get().title == "新名字"


# The stock


def stock(client: Client, *sections: dict[str, Any]) -> Any:
    return client.post(
        reverse("exams_papers:stock"), {"sections": list(sections)}, content_type="application/json"
    )


def test_the_stock_is_told_while_the_form_is_typed(trainer: User, topic: Topic, enter: Enter) -> None:
    fixed = stocked(topic, 10)[0]
    rule = {"count": "8", "topic": str(topic.pk)}
    found = stock(
        enter(trainer),
        {"title": "一", "questions": [str(fixed.pk)], "rules": [rule, rule | {"count": ""}]},
        {"title": "二", "questions": [], "rules": [rule | {"difficulty": "hard"}, rule]},
    ).json()
    lacking = (
        "needs 8, has 9, but other rules draw from the same questions: together they need 16, there are 9, "
        "short 7"
    )
    assert found == {
        "sections": [
            [{"words": "needs 8, has 9", "short": False}, {"words": "", "short": False}],
            [{"words": "needs 8, has 0, short 8", "short": True}, {"words": lacking, "short": True}],
        ],
        "enough": False,
        "words": "Section 二, rule 1 (电话礼仪, Hard): needs 8, has 0, short 8.",
    }


def test_the_stock_of_a_paper_that_is_full(trainer: User, topic: Topic, enter: Enter) -> None:
    retired, *_others = stocked(topic, 3)
    Question.objects.filter(pk=retired.pk).update(retired_at=timezone.now())
    rule = {"count": "2", "topic": str(topic.pk)}
    found = stock(enter(trainer), {"title": "一", "questions": [str(retired.pk)], "rules": [rule]}).json()
    assert (found["enough"], found["words"]) == (
        True,
        "The paper asks 2 questions. 1 fixed question is left out: it is retired, stale or a draft.",
    )


def test_the_stock_tells_nothing_of_foreign_topics(topic: Topic, enter: Enter, hr: User) -> None:
    stocked(topic, 3)
    rule = {"count": "2", "topic": str(topic.pk)}
    found = stock(enter(hr), {"title": "一", "questions": [], "rules": [rule]}).json()
    assert found["sections"] == [[{"words": "", "short": False}]]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"sections": 1}',
        '{"sections": [1]}',
        '{"sections": [{"rules": [1], "questions": []}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_paper_has_no_stock(trainer: User, enter: Enter, body: str) -> None:
    response = enter(trainer).post(reverse("exams_papers:stock"), body, content_type="application/json")
    assert response.status_code == 400


def test_the_stock_is_for_whoever_composes(cast: Cast, topic: Topic, enter: Enter) -> None:
    for user in (cast.employee, cast.manager, cast.auditor, cast.stranger, cast.assessor):
        assert stock(enter(user)).status_code in (302, 403)


def test_the_stock_takes_as_many_queries_for_three_rules_as_for_one(
    trainer: User, topic: Topic, enter: Enter
) -> None:
    stocked(topic, 9)
    client = enter(trainer)
    rule = {"count": "1", "topic": str(topic.pk)}
    numbers = []
    for rules in (1, 3):
        with CaptureQueriesContext(connection) as captured:
            stock(client, {"title": "一", "questions": [], "rules": [rule] * rules})
        numbers.append(counted(captured))
    assert numbers == [12, 12]


# The chooser


CHOOSER = ("exams_question_chooser:choose", "exams_question_chooser:choose_results")


def chooser_addresses(question: Question) -> list[str]:
    multiple = reverse("exams_question_chooser:chosen_multiple")
    chosen = reverse("exams_question_chooser:chosen", args=[question.pk])
    return [*map(reverse, CHOOSER), chosen, f"{multiple}?id={question.pk}"]


def test_the_chooser_shows_her_questions(trainer: User, question: Question, enter: Enter) -> None:
    client = enter(trainer)
    for address in chooser_addresses(question):
        assert "phone-0001" in client.get(address).content.decode()
    found = client.get(reverse(CHOOSER[1]), {"q": "phone"}).content.decode()
    missed = client.get(reverse(CHOOSER[1]), {"q": "nothing such"}).content.decode()
    assert ["phone-0001" in page for page in (found, missed)] == [True, False]


def test_the_chooser_shows_nothing_of_other_topics(
    question: Question, enter: Enter, other_trainer: User
) -> None:
    client = enter(other_trainer)
    for address in chooser_addresses(question):
        page = client.get(address).content.decode()
        assert [word in page for word in ("phone-0001", "题目")] == [False, False]


@pytest.mark.parametrize("who", ["employee", "manager", "hr", "auditor", "stranger", "assessor"])
def test_the_chooser_is_for_trainers(cast: Cast, question: Question, enter: Enter, who: str) -> None:
    client = enter(getattr(cast, who))
    for address in chooser_addresses(question):
        response = client.get(address)
        assert response.status_code in (302, 403)
        assert "phone-0001" not in response.content.decode()


# Exams


def exam_fields(test_paper: Paper, /, **fields: Any) -> dict[str, Any]:
    return {
        "title_zh_hans": "季度测试",
        "title_en": "Quarterly test",
        "paper": test_paper.pk,
        "minutes": 30,
        "percent": "72.5",
        "attempts": 2,
        "layout": "single",
        "navigation": "free",
        "cool_down": 0,
        "counts": "best",
        "is_anonymous": "on",
        "review": "closed",
        "shuffle_options": "on",
    } | fields


@pytest.mark.parametrize("review", ["handed_in", "closed"])
@pytest.mark.parametrize("drawn", [True, False])
def test_a_test_of_ones_own_opens_no_foreign_keys(
    hr: User, other_trainer: User, question: Question, enter: Enter, drawn: bool, review: str
) -> None:
    if drawn:
        paper = PaperSectionFactory(topic=question.topic, count=1).paper
    else:
        paper = paper_of(question.versions.get()).exam.paper
    for user in (hr, other_trainer):
        response = post(enter(user), "exams_exams:add", **exam_fields(paper, review=review))
        assert list(response.context["form"].errors) == ["review"]
    post(enter(hr), "exams_exams:add", **exam_fields(paper, review="never"))
    assert Exam.objects.exclude(code__startswith="exam-").count() == 1


def test_an_exam_is_made(trainer: User, enter: Enter) -> None:
    paper = paper_of(QuestionVersionFactory()).exam.paper
    post(enter(trainer), "exams_exams:add", **exam_fields(paper))
    exam = Exam.objects.exclude(code__startswith="exam-").get()
    assert exam.titles == {"zh-hans": "季度测试", "en": "Quarterly test"}
    assert (exam.pass_mark, exam.attempts, exam.shuffle_questions, exam.shuffle_options) == (
        Decimal("0.725"),
        2,
        False,
        True,
    )


def test_an_exam_keeps_its_code(trainer: User, enter: Enter) -> None:
    exam = ExamFactory(code="known")
    form = enter(trainer).get(reverse("exams_exams:edit", args=[exam.pk])).context["form"]
    assert (form["percent"].value(), form["title_en"].value()) == ("60", "Exam known")
    post(enter(trainer), "exams_exams:edit", exam.pk, **exam_fields(exam.paper))
    exam.refresh_from_db()
    assert (exam.code, exam.titles["en"]) == ("known", "Quarterly test")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title_zh_hans": "", "title_en": ""}, "title_zh_hans"),
        ({"percent": "101"}, "percent"),
        ({"minutes": "0"}, "minutes"),
        ({"paper": ""}, "paper"),
    ],
)
def test_what_an_exam_cannot_be(trainer: User, enter: Enter, fields: dict[str, Any], field: str) -> None:
    response = post(enter(trainer), "exams_exams:add", **exam_fields(PaperFactory(), **fields))
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize(
    ("was", "now", "errors"),
    [
        ("never", "closed", ["review"]),
        ("closed", "handed_in", ["review"]),
        ("handed_in", "closed", []),
        ("closed", "closed", []),
    ],
)
def test_a_running_test_is_not_opened_to_review(
    hr: User, enter: Enter, was: str, now: str, errors: list[str]
) -> None:
    exam = paper_of(QuestionVersionFactory(), review=was).exam
    response = post(enter(hr), "exams_exams:edit", exam.pk, **exam_fields(exam.paper, review=now))
    refused = response.status_code == 200
    assert (list(response.context["form"].errors) if refused else []) == errors
    exam.refresh_from_db()
    assert exam.review == preset(Preset(was if errors else now))


def test_a_test_that_is_over_is_opened_to_review(trainer: User, enter: Enter) -> None:
    past = timezone.now() - timedelta(days=2)
    sitting = paper_of(
        QuestionVersionFactory(), review="never", opens_at=past, closes_at=past + timedelta(days=1)
    )
    post(
        enter(trainer),
        "exams_exams:edit",
        sitting.exam_id,
        **exam_fields(sitting.exam.paper, review="handed_in"),
    )
    assert Exam.objects.get().review == preset(Preset.HANDED_IN)


def test_a_change_of_policy_leaves_a_trace(hr: User, enter: Enter) -> None:
    exam = ExamFactory(review="closed", attempts=1, shuffle_options=True)
    client = enter(hr)
    for _again in range(2):
        post(client, "exams_exams:edit", exam.pk, **exam_fields(exam.paper, review="never", percent="60"))
    event = AuditEvent.objects.get(verb="changed exam", object=f"exams.exam:{exam.pk}")
    assert (event.by_id, event.details) == (
        hr.pk,
        {
            "was": {"attempts": "1", "review": "closed"},
            "now": {"attempts": "2", "review": "never"},
        },
    )


# Sittings


def offer_fields(exam: Exam, **fields: Any) -> dict[str, Any]:
    now = timezone.localtime()
    window = {"opens_at": now, "closes_at": now + timedelta(days=3)}
    sent = {"exam": exam.pk, "kind": "quarterly", "audience": ""} | window | fields
    return {
        key: value.strftime(MOMENT) if hasattr(value, "strftime") else value for key, value in sent.items()
    }


@pytest.mark.parametrize("who", ["trainer", "hr"])
def test_an_exam_is_offered(cast: Cast, enter: Enter, who: str) -> None:
    exam = paper_of(QuestionVersionFactory(), employees=[]).exam
    audience = AudienceFactory(name="客服")
    audience.departments.add(cast.hotline)
    post(enter(getattr(cast, who)), "exams_sittings:add", **offer_fields(exam, audience=audience.pk))
    sitting = Sitting.objects.order_by("pk").last()
    assert (sitting.exam, sitting.kind, sitting.audience.members.count()) == (exam, "quarterly", 3)


def test_without_an_audience_it_is_for_all_staff(trainer: User, enter: Enter) -> None:
    exam = paper_of(QuestionVersionFactory(), employees=[]).exam
    post(enter(trainer), "exams_sittings:add", **offer_fields(exam))
    assert Sitting.objects.order_by("pk").last().audience.members.count() == 7


def test_what_cannot_be_filled_is_not_offered(trainer: User, enter: Enter) -> None:
    response = post(enter(trainer), "exams_sittings:add", **offer_fields(ExamFactory()))
    assert list(response.context["form"].errors) == ["exam"]
    assert Sitting.objects.count() == 0


def test_the_end_can_be_moved_and_nothing_else(trainer: User, enter: Enter) -> None:
    sitting = SittingFactory(exam=paper_of(QuestionVersionFactory()).exam)
    opens, later = sitting.opens_at, timezone.localtime().replace(second=0, microsecond=0) + timedelta(days=9)
    fields = {"closes_at": later.strftime(MOMENT), "opens_at": "2020-01-01T00:00"}
    post(enter(trainer), "exams_sittings:edit", sitting.pk, **fields)
    sitting.refresh_from_db()
    assert (sitting.closes_at, sitting.opens_at) == (later, opens)
    assert AuditEvent.objects.filter(verb="changed terms", object=f"exams.sitting:{sitting.pk}").count() == 1
    fields["closes_at"] = (later - timedelta(days=30)).strftime(MOMENT)
    response = post(enter(trainer), "exams_sittings:edit", sitting.pk, **fields)
    assert list(response.context["form"].errors) == ["closes_at"]


def test_what_opens_and_what_runs(cast: Cast) -> None:
    now = timezone.now()
    exam = ExamFactory()
    soon, late = now + timedelta(days=2), now + timedelta(days=20)
    running = SittingFactory(exam=exam, employees=[cast.employee.employee, cast.manager.employee])
    opening = SittingFactory(exam=exam, opens_at=soon, closes_at=late)
    SittingFactory(exam=exam, opens_at=now + timedelta(days=10), closes_at=late)
    SittingFactory(exam=exam, opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    assert [(s, s.invited, s.taken) for s in queries.running(cast.trainer, at=now)] == [(running, 2, 0)]
    assert [(s, s.invited, s.taken) for s in queries.opening(cast.hr, at=now)] == [(opening, 7, 0)]


# Audiences


def test_an_audience_is_made_and_counted(cast: Cast, enter: Enter) -> None:
    client = enter(cast.hr)
    fields = {"name": "客服一部", "departments": [cast.hotline.pk], "hired_from": "2000-01-01"}
    post(client, "exams_audiences:add", **fields)
    audience = Audience.objects.get()
    assert list(audience.departments.all()) == [cast.hotline]
    page = client.get(reverse("exams_audiences:edit", args=[audience.pk])).content.decode()
    assert "3 people today." in page


# Lists cost the same for each number of rows


LISTS = [("topics", 15), ("papers", 12), ("exams", 12), ("sittings", 12), ("audiences", 14)]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "wanted"), LISTS)
def test_lists_cost_the_same(trainer: User, enter: Enter, name: str, wanted: int, rows: int) -> None:
    for _row in range(rows):
        PaperSectionFactory(topic=TopicFactory(trainers=[trainer]), count=1)
        SittingFactory(audience=SittingFactory().audience)
        AudienceFactory(name=f"名单{_row}")
    client, url = enter(trainer), reverse(f"exams_{name}:index")
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    assert counted(captured) == wanted


@pytest.mark.parametrize("name", ["topics", "questions", "papers", "exams", "sittings", "audiences"])
def test_nothing_is_deleted_copied_or_told_by_wagtails_own_pages(
    trainer: User, question: Question, enter: Enter, name: str
) -> None:
    client = enter(trainer)
    ours = {"questions": {"copy"}}.get(name, set())
    for page in {"delete", "copy", "history", "usage", "history-results"} - ours:
        assert client.get(f"/cms/exams/{name}/{page}/{question.pk}/").status_code == 404
