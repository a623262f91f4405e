"""Screens of a test on paper: print, files for trainers of all its topics, answer sheets keyed in."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.domain import jobs
from core.models import Job
from exams.models import Attempt, Booklet, Sitting
from people.models import User
from tests.cast import Cast
from tests.exams.bank.conftest import Enter
from tests.exams.bank.counting import counted
from tests.factories.exams import (
    BookletFactory,
    BookletFileFactory,
    BookletLineFactory,
    PaperSectionFactory,
    QuestionFactory,
    QuestionVersionFactory,
    TopicFactory,
    paper_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("synced")]


def sitting_for(cast: Cast, *trainers: User, questions: int = 3) -> Sitting:
    topic = TopicFactory(trainers=trainers)
    versions = [
        QuestionVersionFactory(question=QuestionFactory(topic=topic), stem=f"金丝雀题干{number}")
        for number in range(questions)
    ]
    return paper_of(
        *versions, employees=[one.employee for one in (cast.employee, cast.newcomer, cast.stranger)]
    )


def printed(sitting: Sitting) -> Booklet:
    booklet = BookletFactory(sitting=sitting)
    for position, line in enumerate(
        sitting.exam.paper.sections.get().questions.order_by("position"), start=1
    ):
        BookletLineFactory(booklet=booklet, position=position, version=line.question.versions.get())
    return booklet


def keyed(client: Client, booklet: Booklet, **typed: str) -> Any:
    url = f"{reverse('exams:paper_entry', args=[booklet.sitting_id])}?booklet={booklet.pk}"
    return client.post(url, {"on": timezone.localdate().isoformat(), **typed})


def test_a_trainer_prints_and_gets_the_files(cast: Cast, enter: Enter) -> None:
    sitting = sitting_for(cast, cast.trainer)
    client = enter(cast.trainer)
    page = reverse("exams:on_paper", args=[sitting.pk])
    client.post(reverse("exams:print_paper", args=[sitting.pk]), {"number": "2", "language": "zh-hans"})
    assert "being printed" in client.get(page).content.decode()
    jobs.run_due()
    shown = client.get(page).content.decode()
    assert ("being printed" in shown, shown.count("/exams/booklets/")) == (False, 6)
    booklet = Booklet.objects.get(letter="A")
    response = client.get(reverse("exams:booklet_leaf", args=[booklet.pk, "key", "zh-hans"]))
    assert response["Content-Type"] == "application/pdf"
    assert response.getvalue().startswith(b"%PDF")


def test_what_could_not_be_printed_is_said(cast: Cast, enter: Enter) -> None:
    sitting = sitting_for(cast, cast.trainer)
    client = enter(cast.trainer)
    client.post(reverse("exams:print_paper", args=[sitting.pk]), {"number": "1", "language": "zh-hans"})
    Job.objects.filter(name="exams.print_booklet").update(given_up_at=timezone.now())
    shown = client.get(reverse("exams:on_paper", args=[sitting.pk])).content.decode()
    assert (shown.count("could not be printed, try again"), "every 3s" in shown) == (3, False)


def test_nobody_else_prints_or_opens_a_file(cast: Cast, enter: Enter, other_trainer: User) -> None:
    sitting = sitting_for(cast, cast.trainer)
    booklet = printed(sitting)
    BookletFileFactory(booklet=booklet, leaf="key")
    for user in (cast.hr, other_trainer):
        client = enter(user)
        posted = client.post(
            reverse("exams:print_paper", args=[sitting.pk]), {"language": "en", "number": "1"}
        )
        opened = client.get(reverse("exams:booklet_leaf", args=[booklet.pk, "key", "zh-hans"]))
        page = client.get(reverse("exams:on_paper", args=[sitting.pk])).content.decode()
        assert (posted.status_code, opened.status_code, "/exams/booklets/" in page) == (404, 404, False)
    assert Job.objects.filter(name="exams.print_booklet").count() == 0


def test_hr_keys_in_a_sheet_and_sees_no_question(cast: Cast, enter: Enter) -> None:
    booklet = printed(sitting_for(cast, cast.trainer))
    client = enter(cast.hr)
    page = client.get(reverse("exams:paper_entry", args=[booklet.sitting_id])).content.decode()
    assert "金丝雀" not in page
    assert page.count('data-letters="ABCD"') == 3
    response = keyed(client, booklet, number="0003", q1="a", q2="B")
    assert response.status_code == 302
    attempt = Attempt.objects.get()
    assert (attempt.employee, attempt.ended_by) == (cast.employee.employee, "paper")
    following = client.get(response.url)
    assert "李静, 0003: entered, 2 of 3 questions answered." in following.content.decode()
    assert following.context["form"]["on"].value() == timezone.localdate()
    assert keyed(client, booklet, number="0003", q1="A").context["form"].errors == {
        "number": ["A paper of this person has been entered for this test already."]
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"number": "9999"}, "number"),
        ({"number": ""}, "number"),
        ({"number": "0003", "on": "2020-01-01"}, "on"),
        ({"number": "0003", "on": ""}, "on"),
        ({"number": "0003", "q2": "E"}, "q2"),
        ({"number": "0003", "q3": "AB"}, "q3"),
    ],
)
def test_what_is_mistyped_is_said_and_kept(
    cast: Cast, enter: Enter, typed: dict[str, str], field: str
) -> None:
    booklet = printed(sitting_for(cast, cast.trainer))
    response = keyed(enter(cast.trainer), booklet, **{"q1": "C", **typed})
    form = response.context["form"]
    assert (list(form.errors), form["q1"].value()) == ([field], "C")
    assert Attempt.objects.count() == 0


def test_a_number_tells_the_name_of_who_is_invited(cast: Cast, enter: Enter) -> None:
    booklet = printed(sitting_for(cast, cast.trainer))
    client = enter(cast.trainer)
    url = reverse("exams:paper_candidate", args=[booklet.sitting_id])
    assert client.get(url, {"number": " 0003 "}).json() == {"name": "李静", "words": ""}
    assert client.get(url, {"number": "0006"}).json() == {
        "name": "",
        "words": "Nobody of this number is invited.",
    }
    keyed(client, booklet, number="0003")
    assert client.get(url, {"number": "0003"}).json()["words"] == (
        "A paper of this person has been entered already."
    )


def test_the_page_takes_as_many_queries_for_three_sheets_as_for_one(cast: Cast, enter: Enter) -> None:
    booklet = printed(sitting_for(cast, cast.trainer))
    client = enter(cast.trainer)
    page = reverse("exams:on_paper", args=[booklet.sitting_id])
    numbers = []
    for sheets in (["0003"], ["0002", "0007"]):
        for number in sheets:
            keyed(client, booklet, number=number, q1="A")
        client.get(page)  # says what was saved
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        numbers.append(counted(captured))
    assert Attempt.objects.count() == 3
    assert numbers == [15, 15]


def test_samples_are_shown_to_trainers_and_their_figures_to_hr(cast: Cast, enter: Enter) -> None:
    topic = TopicFactory(trainers=[cast.trainer])
    for number in range(8):
        QuestionVersionFactory(
            question=QuestionFactory(topic=topic), stem=f"金丝雀题干{number}", explanation="金丝雀解析"
        )
    paper = PaperSectionFactory(position=1, count=4, topic=topic).paper
    url = reverse("exams:paper_samples", args=[paper.pk])
    hers = enter(cast.trainer).get(url).content.decode()
    keyed_in = enter(cast.trainer).get(url, {"n": "7", "key": ""}).content.decode()
    hrs = enter(cast.hr).get(url).content.decode()
    assert [("金丝雀题干" in page, "金丝雀解析" in page) for page in (hers, keyed_in, hrs)] == [
        (True, False),
        (True, True),
        (False, False),
    ]
    assert all("Two candidates share" in page for page in (hers, keyed_in, hrs))


def test_a_paper_that_cannot_be_filled_has_no_samples(cast: Cast, enter: Enter) -> None:
    paper = PaperSectionFactory(position=1, count=4, topic=TopicFactory(name="电话")).paper
    page = enter(cast.trainer).get(reverse("exams:paper_samples", args=[paper.pk])).content.decode()
    assert "needs 4, has 0, short 4" in page
