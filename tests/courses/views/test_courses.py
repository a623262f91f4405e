import pytest
from django.urls import reverse
from django.utils import timezone

from courses.domain import lessons, reading
from people.enums import Role
from tests.factories.courses import CompletionFactory, CoursePageFactory, LessonPageFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def course_of(number: int, **columns):
    page = CoursePageFactory(**columns)
    return page, [LessonPageFactory(parent=page) for _ in range(number)]


def test_the_list_tells_what_is_begun_ahead_and_completed(client, employee) -> None:
    begun, (first, _second) = course_of(2, title="开始了")
    course_of(1, title="还没有")
    done, _ = course_of(1, title="学完了")
    way = reading.way(code=begun.code, employee=employee.employee, language="zh-hans")
    version = lessons.version_read(first)
    lessons.finish(employee=employee.employee, way=way, lesson=first, version=version, at=timezone.now())
    CompletionFactory(employee=employee.employee, course=way.course.__class__.objects.get(code=done.code))
    client.force_login(employee)
    context = client.get(reverse("courses:courses")).context
    assert [way.page.title for way in context["begun"]] == ["开始了"]
    assert [way.page.title for way in context["ahead"]] == ["还没有"]
    assert [way.page.title for way in context["completed"]] == ["学完了"]


def test_what_is_not_live_is_not_there(client, employee) -> None:
    page, (lesson, hidden) = course_of(2)
    hidden.unpublish()
    client.force_login(employee)
    assert client.get(reverse("courses:lesson", args=[page.code, lesson.slug])).status_code == 200
    assert client.get(reverse("courses:lesson", args=[page.code, hidden.slug])).status_code == 404
    page.unpublish()
    assert client.get(reverse("courses:course", args=[page.code])).status_code == 404
    assert client.get(reverse("courses:lesson", args=[page.code, lesson.slug])).status_code == 404
    assert client.get(reverse("courses:courses")).context["ahead"] == []


def test_a_lesson_of_another_course_is_not_there(client, employee) -> None:
    page, _ = course_of(1)
    _, (foreign,) = course_of(1)
    client.force_login(employee)
    assert client.get(reverse("courses:lesson", args=[page.code, foreign.slug])).status_code == 404
    assert client.get(reverse("courses:course", args=["no-such"])).status_code == 404


def test_each_reads_in_her_language_or_the_best_there_is_and_is_told(client, employee) -> None:
    page, (lesson,) = course_of(1, slug="telephone", title="电话礼仪")
    english = CoursePageFactory(
        language="en", slug="telephone", title="Telephone", translation_key=page.translation_key
    )
    client.force_login(employee)
    employee.language = "en"
    employee.save()
    shown = client.get(reverse("courses:course", args=["telephone"])).content.decode()
    assert "Telephone" in shown
    assert "Not yet in your language" not in shown
    shown = client.get(reverse("courses:lesson", args=["telephone", lesson.slug])).content.decode()
    assert "Not yet in your language: you read it in 简体中文." in shown
    translated = LessonPageFactory(
        parent=english, title="Ring", slug="ring", translation_key=lesson.translation_key
    )
    shown = client.get(reverse("courses:lesson", args=["telephone", lesson.slug])).content.decode()
    assert translated.title in shown
    assert "Not yet in your language" not in shown


def test_one_button_leads_to_the_first_lesson_and_then_to_the_place_left(client, employee) -> None:
    page, (first, second) = course_of(2)
    client.force_login(employee)
    address = reverse("courses:course", args=[page.code])
    assert client.get(address).context["way"].next.page == first
    client.post(reverse("courses:done", args=[page.code, first.slug]))
    assert client.get(address).context["way"].next.page == second
    client.post(reverse("courses:place", args=[page.code, second.slug]), {"block": "b-text"})
    assert f"{reverse('courses:lesson', args=[page.code, second.slug])}#block-b-text" in (
        client.get(address).content.decode()
    )


def test_a_course_whose_open_lesson_was_taken_down_can_be_completed(client, employee) -> None:
    page, (first, second) = course_of(2)
    client.force_login(employee)
    client.post(reverse("courses:done", args=[page.code, first.slug]))
    second.unpublish()
    address = reverse("courses:course", args=[page.code])
    again = reverse("courses:done", args=[page.code, first.slug])
    assert f'action="{again}"' in client.get(address).content.decode()
    client.post(again)
    assert client.get(address).context["way"].completion.employee == employee.employee


def test_a_trainer_without_employee_looks_and_an_auditor_does_not(client, cast) -> None:
    page, (lesson,) = course_of(1)
    client.force_login(UserFactory(roles=[Role.TRAINER]))
    address = reverse("courses:lesson", args=[page.code, lesson.slug])
    assert client.get(address).status_code == 200
    assert client.post(reverse("courses:done", args=[page.code, lesson.slug])).status_code == 302
    client.force_login(cast.auditor)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_courses(
    client, employee, django_assert_num_queries, number
) -> None:
    for _ in range(number):
        course_of(number)
    client.force_login(employee)
    client.get(reverse("courses:courses"))
    with django_assert_num_queries(10):
        client.get(reverse("courses:courses"))


@pytest.mark.parametrize("number", [1, 3])
def test_a_course_costs_the_same_for_any_number_of_lessons(
    client, employee, django_assert_num_queries, number
) -> None:
    page, _ = course_of(number)
    client.force_login(employee)
    with django_assert_num_queries(10):
        client.get(reverse("courses:course", args=[page.code]))


@pytest.mark.parametrize("number", [1, 3])
def test_a_lesson_costs_the_same_for_any_number_of_lessons(
    client, employee, django_assert_num_queries, number
) -> None:
    page, made = course_of(number)
    client.force_login(employee)
    with django_assert_num_queries(13):
        client.get(reverse("courses:lesson", args=[page.code, made[0].slug]))
