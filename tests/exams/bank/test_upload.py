"""The short way: upload, look, import, make a test; each once, whatever is clicked."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import ImportRun
from exams.domain.bank import bank
from exams.domain.taking import attempts
from exams.models import Exam, Paper, PaperDraw, Question, QuestionUpload, Sitting, Topic
from people.models import User
from tests.cast import Cast
from tests.exams.bank.files import csv_file, row
from tests.factories.exams import AudienceFactory, TopicFactory

pytestmark = pytest.mark.django_db
Enter = Callable[[User], Client]
FILE = Path(__file__).parents[2] / "files" / "questions.csv"
MOMENT = "%Y-%m-%dT%H:%M"


def send(client: Client, content: bytes | None = None, topic: str = "电话礼仪") -> QuestionUpload:
    file = SimpleUploadedFile("题库.csv", FILE.read_bytes() if content is None else content)
    url = reverse("exams:bank_import")
    response = client.post(url, {"file": file, "topic": topic, "language": "zh-hans", "check": "1"})
    upload = QuestionUpload.objects.get()
    assert response.url == reverse("exams:bank_upload", args=[upload.pk])
    return upload


def page(client: Client, name: str, upload: QuestionUpload) -> str:
    return client.get(reverse(f"exams:{name}", args=[upload.pk])).content.decode()


def apply(client: Client, upload: QuestionUpload) -> None:
    response = client.post(reverse("exams:bank_apply", args=[upload.pk]))
    assert response.url == reverse("exams:bank_upload", args=[upload.pk])


def offered(**fields: object) -> dict[str, object]:
    now = timezone.localtime()
    window = {"opens_at": now, "closes_at": now + timedelta(days=7)} | fields
    wanted = {"title": "季度测试", "count": 6, "minutes": 20, "pass_mark": 70}
    moments = {name: value.strftime(MOMENT) for name, value in window.items() if hasattr(value, "strftime")}
    return wanted | window | moments


def test_from_file_to_open_test(cast: Cast, enter: Enter) -> None:
    client = enter(cast.trainer)
    upload = send(client)
    assert "The file is right: this is what an import will do" in page(client, "bank_upload", upload)
    assert Question.objects.count() == 0
    apply(client, upload)
    assert Question.objects.count() == 6
    assert "Make a test of these questions" in page(client, "bank_upload", upload)
    client.post(reverse("exams:bank_test", args=[upload.pk]), offered())
    sitting = Sitting.objects.get()
    exam = sitting.exam
    assert (exam.title, exam.minutes, str(exam.pass_mark), exam.subject) == (
        "季度测试",
        20,
        "0.700",
        "exam:ji-du-ce-shi",
    )
    assert list(exam.paper.sections.values_list("position", "draws__count")) == [
        (1, None),
        (2, None),
        (3, None),
    ]
    assert sitting.audience.members.count() == 7
    attempt = attempts.start(sitting=sitting, employee=cast.employee.employee, at=timezone.now())
    assert attempt.items.count() == 6
    done = page(client, "bank_upload", upload)
    assert "7 people" in done
    assert "Make a test of these questions" not in done


def test_a_file_is_applied_once(
    cast: Cast, enter: Enter, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager]
) -> None:
    client = enter(cast.trainer)
    upload = send(client)
    storage, stored = upload.file.storage, upload.file.name
    assert storage.exists(stored)
    with django_capture_on_commit_callbacks(execute=True):
        apply(client, upload)
        apply(client, upload)
    assert not storage.exists(stored)
    assert (Question.objects.count(), ImportRun.objects.count()) == (6, 1)
    assert ImportRun.objects.get().file_name == "题库.csv"
    upload.refresh_from_db()
    assert (upload.result["added"], len(upload.question_ids)) == (6, 6)


def test_a_test_is_made_once(cast: Cast, enter: Enter) -> None:
    client = enter(cast.trainer)
    upload = send(client)
    apply(client, upload)
    for _click in range(2):
        client.post(reverse("exams:bank_test", args=[upload.pk]), offered())
    assert (Sitting.objects.count(), Exam.objects.count(), Paper.objects.count()) == (1, 1, 1)


def test_fewer_questions_are_drawn(cast: Cast, enter: Enter) -> None:
    client = enter(cast.trainer)
    upload = send(client)
    apply(client, upload)
    audience = AudienceFactory(name="质检")
    audience.departments.add(cast.quality)
    client.post(reverse("exams:bank_test", args=[upload.pk]), offered(count=4, audience=audience.pk))
    rule = PaperDraw.objects.get()
    assert (rule.count, rule.topic) == (4, Topic.objects.get())
    assert Sitting.objects.get().audience.members.count() == 4


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"count": 7}, "count"),
        ({"count": 0}, "count"),
        ({"minutes": 0}, "minutes"),
        ({"pass_mark": 101}, "pass_mark"),
        ({"title": ""}, "title"),
        ({"closes_at": timezone.now() - timedelta(days=1)}, "closes_at"),
        ({"opens_at": timezone.now() + timedelta(days=9)}, "closes_at"),
        ({"opens_at": "soon"}, "opens_at"),
    ],
)
def test_what_a_test_cannot_be(cast: Cast, enter: Enter, fields: dict[str, object], field: str) -> None:
    client = enter(cast.trainer)
    upload = send(client)
    apply(client, upload)
    response = client.post(reverse("exams:bank_test", args=[upload.pk]), offered(**fields))
    assert list(response.context["form"].errors) == [field]
    assert (Sitting.objects.count(), Paper.objects.count()) == (0, 0)


def test_a_topic_emptied_meanwhile_makes_no_test(cast: Cast, enter: Enter) -> None:
    client = enter(cast.trainer)
    upload = send(client)
    apply(client, upload)
    for question in Question.objects.all():
        bank.retire(question, by=cast.trainer)
    response = client.get(reverse("exams:bank_test", args=[upload.pk]))
    assert response.url == reverse("exams:bank_upload", args=[upload.pk])
    assert "Make a test of these questions" not in page(client, "bank_upload", upload)


def test_errors_are_shown_and_the_file_cannot_be_applied(cast: Cast, enter: Enter) -> None:
    client = enter(cast.trainer)
    upload = send(client, csv_file([row(正确答案="D"), row(题号="2", 题干="第二题")]).getvalue())
    shown = page(client, "bank_upload", upload)
    assert "letters of options that are there: A, B, C" in shown
    assert "Import this file" not in shown
    apply(client, upload)
    upload.refresh_from_db()
    assert (upload.applied_at, Question.objects.count()) == (None, 0)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", b"", b"\0\0\0"])
def test_what_is_no_table(cast: Cast, enter: Enter, content: bytes) -> None:
    client = enter(cast.trainer)
    assert "Nothing was written" in page(client, "bank_upload", send(client, content))


def test_the_next_upload_replaces_the_one_not_applied(cast: Cast, enter: Enter) -> None:
    client = enter(cast.trainer)
    first = send(client)
    second = send(client)
    assert client.get(reverse("exams:bank_upload", args=[first.pk])).status_code == 404
    assert client.post(reverse("exams:bank_apply", args=[first.pk])).status_code == 404
    apply(client, second)


@pytest.mark.parametrize("who", ["employee", "hr", "auditor", "manager", "stranger", "assessor"])
def test_only_trainers_import(cast: Cast, enter: Enter, who: str) -> None:
    upload = send(enter(cast.trainer))
    client = enter(getattr(cast, who))
    for name, arguments in (("bank_import", []), ("bank_upload", [upload.pk]), ("bank_test", [upload.pk])):
        assert client.get(reverse(f"exams:{name}", args=arguments)).status_code == 404
    assert client.post(reverse("exams:bank_apply", args=[upload.pk])).status_code == 404
    assert Question.objects.count() == 0


def test_an_upload_is_its_senders(cast: Cast, enter: Enter, other_trainer: User) -> None:
    upload = send(enter(cast.trainer))
    client = enter(other_trainer)
    assert client.get(reverse("exams:bank_upload", args=[upload.pk])).status_code == 404
    assert client.post(reverse("exams:bank_apply", args=[upload.pk])).status_code == 404


def test_topics_of_others_are_not_named(cast: Cast, enter: Enter, other_trainer: User) -> None:
    TopicFactory(name="别人的知识点", trainers=[other_trainer])
    TopicFactory(name="自己的知识点", trainers=[cast.trainer])
    TopicFactory(name="大家的知识点")
    shown = enter(cast.trainer).get(reverse("exams:bank_import")).content.decode()
    assert [name in shown for name in ("别人的知识点", "自己的知识点", "大家的知识点")] == [False, True, True]
