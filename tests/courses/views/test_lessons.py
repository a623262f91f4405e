import pytest
from django.urls import reverse

from courses.models import CheckTry, Completion, Enrolment, LessonDone, LessonPage, PageVersion
from records.models import Entry
from tests.factories.courses import CoursePageFactory, LessonPageFactory, quick_check, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(db) -> LessonPage:
    parent = CoursePageFactory(slug="telephone", title="电话礼仪")
    return LessonPageFactory(parent=parent, slug="rings", body=[text(), quick_check()])


def at(name: str, *more: str) -> str:
    return reverse(f"courses:{name}", args=["telephone", "rings", *more])


def test_the_key_of_a_check_is_not_in_the_page(client, employee, lesson) -> None:
    client.force_login(employee)
    shown = client.get(at("lesson")).content.decode()
    assert "几声之内接起？" in shown
    assert "REASON" not in shown
    assert "correct" not in shown


@pytest.mark.parametrize(
    ("option", "answer"),
    [
        ("right", {"right": True, "reason": "REASON-RIGHT"}),
        ("wrong", {"right": False, "reason": "REASON-WRONG"}),
    ],
)
def test_a_script_is_told_at_once(client, employee, lesson, option, answer) -> None:
    client.force_login(employee)
    response = client.post(at("check", "b-check"), {"option": option}, headers={"accept": "application/json"})
    assert response.json() == answer


def test_without_a_script_the_page_tells(client, employee, lesson) -> None:
    client.force_login(employee)
    response = client.post(at("check", "b-check"), {"option": "wrong"}, follow=True)
    assert response.redirect_chain == [(f"{at('lesson')}#block-b-check", 302)]
    assert "REASON-WRONG" in response.content.decode()
    assert "REASON-RIGHT" not in response.content.decode()


def test_an_option_tried_twice_is_kept_once(client, employee, lesson) -> None:
    client.force_login(employee)
    for _ in range(2):
        client.post(at("check", "b-check"), {"option": "wrong"})
    tried = CheckTry.objects.get()
    assert (tried.employee, tried.block, tried.option, tried.is_right) == (
        employee.employee, "b-check", "wrong", False,
    )  # fmt: skip


@pytest.mark.parametrize(("block", "option"), [("b-check", "none"), ("b-text", "right"), ("none", "right")])
def test_a_check_that_is_not_there_is_told_by_404(client, employee, lesson, block, option) -> None:
    client.force_login(employee)
    json = {"accept": "application/json"}
    assert client.post(at("check", block), {"option": option}, headers=json).status_code == 404
    assert CheckTry.objects.count() == 0


def test_a_lesson_with_an_open_check_is_not_done(client, employee, lesson) -> None:
    client.force_login(employee)
    response = client.post(at("done"), follow=True)
    assert [str(message) for message in response.context["messages"]] != []
    assert LessonDone.objects.count() == 0


def test_the_last_lesson_completes_the_course_and_is_booked_once(client, employee, lesson) -> None:
    client.force_login(employee)
    client.post(at("check", "b-check"), {"option": "wrong"})
    for _ in range(2):
        response = client.post(at("done"))
        assert response.url == reverse("courses:course", args=["telephone"])
    completion = Completion.objects.get()
    entry = Entry.objects.get()
    version = PageVersion.objects.of_page(lesson.get_parent()).get()
    assert completion.version == version
    assert (entry.source, entry.seq) == (f"courses.completion:{completion.pk}", 0)
    assert (entry.kind, entry.subject, entry.category) == ("course", "course:telephone", "service-etiquette")
    assert (entry.employee, entry.title, str(entry.hours), entry.result) == (
        employee.employee, "电话礼仪", "1.50", "done",
    )  # fmt: skip
    assert entry.facts == {"page_version": version.pk, "content": "三声之内接起\n先核对身份", "lecturer": ""}


def test_a_lesson_is_kept_as_it_was_read_although_it_changed_meanwhile(client, employee, lesson) -> None:
    client.force_login(employee)
    read = client.get(at("lesson")).context["version"]
    client.post(at("check", "b-check"), {"option": "right"})
    changed = LessonPage.objects.get(pk=lesson.pk)
    changed.minutes = 9
    changed.save_revision().publish(skip_permission_checks=True)
    client.post(at("done"), {"version": read.number})
    assert LessonDone.objects.get().version == read
    assert read.number == 1
    assert PageVersion.objects.of_page(lesson).count() == 2


@pytest.mark.parametrize("number", ["", "7", "x", "-1"])
def test_a_version_that_is_not_there_is_the_one_that_stands(client, employee, number) -> None:
    lesson = LessonPageFactory(parent=CoursePageFactory(slug="telephone"), slug="rings")
    client.force_login(employee)
    client.post(at("done"), {"version": number})
    assert LessonDone.objects.get().version == PageVersion.objects.of_page(lesson).get()


def test_the_next_lesson_follows(client, employee, lesson) -> None:
    after = LessonPageFactory(parent=lesson.get_parent().specific, slug="opening")
    client.force_login(employee)
    client.post(at("check", "b-check"), {"option": "right"})
    assert client.post(at("done")).url == reverse("courses:lesson", args=["telephone", after.slug])
    assert Completion.objects.count() == 0


def test_the_place_is_remembered(client, employee, lesson) -> None:
    client.force_login(employee)
    for block in ("b-text", "b-check", "not-there"):
        assert client.post(at("place"), {"block": block}).status_code == 204
    place = Enrolment.objects.get()
    assert (place.lesson_key, place.block) == (lesson.translation_key, "b-check")


def test_a_page_that_is_read_writes_nothing(client, employee, lesson) -> None:
    client.force_login(employee)
    client.get(at("lesson"))
    assert (Enrolment.objects.count(), LessonDone.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["place", "done"])
def test_only_a_post_writes(client, employee, lesson, name) -> None:
    client.force_login(employee)
    assert client.get(at(name)).status_code == 405


def test_a_stranger_to_the_house_is_led_to_sign_in(client, lesson) -> None:
    assert client.get(at("lesson")).url == f"{reverse('account_login')}?next={at('lesson')}"
