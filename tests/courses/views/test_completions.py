import pytest
from django.db import models
from django.urls import reverse

from core.domain import erasure
from courses.domain import completions
from courses.models import Course, LessonDone, LessonPage, PageVersion
from tests.factories.courses import CompletionFactory, CoursePageFactory, LessonPageFactory, quick_check, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def completion(employee):
    page = CoursePageFactory(slug="telephone")
    LessonPageFactory(parent=page, title="三声", body=[text("<p>第一版的话</p>"), quick_check()])
    return CompletionFactory(employee=employee.employee, course=Course.objects.get())


def test_the_evidence_shows_what_was_read_and_not_what_stands_now(client, employee, completion) -> None:
    lesson = LessonPage.objects.get()
    lesson.body = '[{"type": "text", "id": "b-text", "value": "<p>第二版的话</p>"}]'
    lesson.save_revision().publish(skip_permission_checks=True)
    client.force_login(employee)
    done = LessonDone.objects.get()
    shown = client.get(
        reverse("courses:completion_lesson", args=[completion.pk, done.version_id])
    ).content.decode()
    assert "第一版的话" in shown
    assert "第二版的话" not in shown
    assert done.version.sha256 in shown
    assert "REASON" not in shown


def test_a_version_that_was_tampered_with_is_told(client, employee, completion) -> None:
    client.force_login(employee)
    address = completion.get_absolute_url()
    assert "status-overdue" not in client.get(address).content.decode()
    with erasure._permit():
        models.QuerySet.update(
            PageVersion._base_manager.filter(pk=completion.version_id),
            content=completion.version.content | {"hours": "99.00"},
        )
    assert "status-overdue" in client.get(address).content.decode()


def test_who_may_see_the_evidence(client, cast, completion) -> None:
    address = completion.get_absolute_url()
    answers = {}
    for name, user in cast.users().items():
        client.force_login(user)
        answers[name] = client.get(address).status_code
        assert (completions.address(completion.pk, user) == address) == (answers[name] == 200)
    assert answers == {
        "newcomer": 404, "employee": 200, "trainer": 404, "assessor": 404,
        "manager": 200, "hr": 200, "auditor": 200, "stranger": 404,
    }  # fmt: skip


def test_a_version_that_was_not_read_is_not_shown(client, employee, completion) -> None:
    client.force_login(employee)
    own = reverse("courses:completion_lesson", args=[completion.pk, completion.version_id])
    assert client.get(own).status_code == 404
