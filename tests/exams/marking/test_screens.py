"""The markers' screens: who gets them, what stands in them, what they save."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exams.domain.marking import claims
from exams.models import Attempt, Exemplar, Mark, Marking, QuestionVersion, RefusedMarking
from people.enums import Role
from people.models import Department, User
from tests.cast import Cast
from tests.exams.bank.conftest import Enter
from tests.exams.bank.counting import counted
from tests.exams.marking.papers import essay, spoken, stamp_of, written
from tests.factories.courses import RubricVersionFactory
from tests.factories.exams import paper_of
from tests.factories.people import DepartmentFactory, EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "exams:marking"


@pytest.fixture
def question() -> QuestionVersion:
    return essay(5)


@pytest.fixture
def paper(question: QuestionVersion) -> Attempt:
    person = EmployeeFactory(name="李静", number="NO-0042", department=DepartmentFactory(name="客服八部"))
    return written(paper_of(question, employees=[]), person, "非常抱歉")


def pile_of(question: QuestionVersion) -> str:
    return reverse("exams:marking_pile", args=["question", question.pk])


def send(client: Client, paper: Attempt, *, json: bool = True, **fields: object) -> object:
    item = paper.items.get()
    headers = {"accept": "application/json"} if json else {}
    address = reverse("exams:marking_mark", args=[item.pk])
    sent = {"place": 1, "points": "4", "seen": stamp_of(item)} | fields
    return client.post(address, sent, headers=headers)


def test_no_body_says_whose_answer_it_is(
    paper: Attempt,
    question: QuestionVersion,
    trainer: User,
    enter: Enter,
) -> None:
    client = enter(trainer)
    person, department = paper.employee, Department.objects.get(name="客服八部")
    addresses = [
        reverse(ADDRESS),
        f"{reverse(ADDRESS)}?by=paper",
        pile_of(question),
        reverse("exams:marking_pile", args=["paper", claims.paper_key(paper.nonce)]),
    ]
    send(client, paper)
    addresses += [
        reverse("exams:marking_mine"),
        reverse("exams:marking_correct", args=[Marking.objects.get().pk]),
    ]
    for address in addresses:
        body = client.get(address).content.decode()
        assert [word for word in (person.name, person.number, department.name) if word in body] == []


def test_no_address_leads_from_an_answer_to_whose_it_is(
    paper: Attempt, trainer: User, enter: Enter, question: QuestionVersion
) -> None:
    """The pile has a name of its own, and the paper with the name shows no answers until they are marked."""
    question.question.topic.trainers.add(trainer)
    client = enter(trainer)
    [line] = client.get(f"{reverse(ADDRESS)}?by=paper").context["piles"]
    pile = reverse("exams:marking_pile", args=["paper", line.key])
    assert "非常抱歉" in client.get(pile).content.decode()
    by_number = client.get(reverse("exams:marking_pile", args=["paper", paper.pk])).content.decode()
    review = reverse("exams:review", args=[paper.pk])
    shown = client.get(review).content.decode()
    assert paper.employee.name in shown
    assert "非常抱歉" not in by_number + shown
    assert send(client, paper, json=False, pile=f"paper:{line.key}").url == pile
    assert "非常抱歉" in client.get(review).content.decode()


def test_the_name_stands_there_where_the_exam_does_not_hide_it(trainer: User, enter: Enter) -> None:
    question = essay()
    written(paper_of(question, employees=[], is_anonymous=False), EmployeeFactory(name="李静"), "非常抱歉")
    assert "李静" in enter(trainer).get(pile_of(question)).content.decode()


def test_a_mark_by_script_and_by_form(
    paper: Attempt,
    question: QuestionVersion,
    trainer: User,
    enter: Enter,
) -> None:
    client = enter(trainer)
    assert "非常抱歉" in client.get(pile_of(question)).content.decode()
    refused = send(client, paper, points="6")
    assert (refused.status_code, refused.json()) == (400, {"error": "Give points from 0 to 5."})
    assert send(client, paper).json() == {"saved": True}
    assert Mark.objects.get().fraction == Decimal("0.8")
    assert "非常抱歉" not in client.get(pile_of(question)).content.decode()


def test_who_comes_second_reads_who_was_first(paper: Attempt, trainer: User, enter: Enter) -> None:
    other = UserFactory(name="赵磊", roles=[Role.TRAINER])
    send(enter(other), paper)
    client = enter(trainer)
    late = send(client, paper, points="1")
    assert (late.status_code, "赵磊" in late.json()["error"]) == (409, True)
    assert RefusedMarking.objects.get().fraction == Decimal("0.2")
    plain = send(client, paper, json=False, points="1", pile="question:1")
    assert plain.url == reverse("exams:marking_pile", args=["question", "1"])


def test_a_page_names_the_answer_that_it_shows(paper: Attempt, trainer: User, enter: Enter) -> None:
    """What it does not name, or what has changed since, is refused with a sentence."""
    client = enter(trainer)
    item = paper.items.get()
    assert f'value="{stamp_of(item)}"' in client.get(pile_of(item.version)).content.decode()
    late = send(client, paper, seen="another")
    assert (late.status_code, "changed since you read it" in late.json()["error"]) == (409, True)
    assert (Mark.objects.count(), RefusedMarking.objects.get().refused) == (0, "stale")
    assert send(client, paper).json() == {"saved": True}


def test_a_rubric_by_form(trainer: User, enter: Enter) -> None:
    rubric = RubricVersionFactory()
    paper = written(paper_of(essay(10, rubric=rubric), employees=[]), EmployeeFactory(), "非常抱歉")
    client = enter(trainer)
    levels = {f"criterion-{row.code}": row.best for row in rubric.rows()}
    assert send(client, paper, points="").status_code == 400
    assert send(client, paper, points="", **levels).status_code == 200
    assert Marking.objects.get().fraction == 1


def test_the_next_answer_is_fetched_ahead(question: QuestionVersion, trainer: User, enter: Enter) -> None:
    sitting = paper_of(question, employees=[])
    first, second = (written(sitting, EmployeeFactory(), text) for text in ("第一份", "第二份"))
    client = enter(trainer)
    assert "第一份" in client.get(pile_of(question)).content.decode()
    ahead = client.get(pile_of(question), {"skip": first.items.get().pk})
    assert "第二份" in ahead.content.decode()
    assert "<html" not in ahead.content.decode()
    last = client.get(pile_of(question), {"skip": [paper.items.get().pk for paper in (first, second)]})
    assert last.status_code == 204


def test_an_exemplar_stands_beside_the_question(
    question: QuestionVersion,
    trainer: User,
    enter: Enter,
) -> None:
    sitting = paper_of(question, employees=[])
    first, _second = (written(sitting, EmployeeFactory(), text) for text in ("样板答卷", "另一份"))
    client = enter(trainer)
    address = reverse("exams:marking_pin", args=[first.items.get().pk])
    client.post(address, {"note": "道歉具体"})
    send(client, first)
    body = client.get(pile_of(question)).content.decode()
    assert ("样板答卷" in body, "道歉具体" in body) == (True, True)
    client.post(address, {"unpin": "1"})
    assert not Exemplar.objects.exists()


def test_a_correction(paper: Attempt, trainer: User, enter: Enter) -> None:
    client = enter(trainer)
    send(client, paper, points="0")
    address = reverse("exams:marking_correct", args=[Marking.objects.get().pk])
    assert client.get(address).status_code == 200
    client.post(address, {"place": 1, "points": "5", "reason": "按错键"})
    assert list(Mark.objects.order_by("seq").values_list("fraction", flat=True)) == [0, 1]
    assert enter(UserFactory(roles=[Role.TRAINER])).get(address).status_code == 404


@pytest.mark.parametrize(("by", "statements"), [("question", 10), ("paper", 10)])
def test_the_queue_asks_as_often_for_one_pile_as_for_three(
    cast: Cast,
    enter: Enter,
    by: str,
    statements: int,
) -> None:
    client = enter(cast.trainer)
    taken = []
    for number in (1, 2):
        for _pile in range(number):
            written(paper_of(essay(), employees=[]), EmployeeFactory(), "非常抱歉")
        client.get(reverse(ADDRESS))
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{reverse(ADDRESS)}?by={by}")
        taken.append(counted(captured))
    assert taken == [statements, statements]


def test_a_spoken_answer_is_heard(trainer: User, stranger: User, enter: Enter) -> None:
    question = essay(kind="spoken")
    paper = spoken(paper_of(question, employees=[]), EmployeeFactory())
    address = reverse("exams:marking_listen", args=[paper.items.get().pk])
    client = enter(trainer)
    assert address in client.get(pile_of(question)).content.decode()
    heard = client.get(address)
    assert (heard["Content-Type"], heard.content) == (
        "audio/webm",
        b"\x1a\x45\xdf\xa3sound",
    )
    assert enter(stranger).get(address).status_code == 404
