"""Trainers in the Wagtail admin: publishing, preview, review, schedule, what is never deleted or leaked."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Page, Workflow, WorkflowState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.domain import schedule
from courses.models import CourseIndexPage, CoursePage, LessonPage, PageVersion, RubricVersion, Scenario
from courses.tasks import publish_scheduled
from people.enums import Role
from tests.factories.courses import (
    CompletionFactory,
    CourseCategoryFactory,
    CourseFactory,
    CoursePageFactory,
    LessonPageFactory,
    RubricFactory,
    ScenarioFactory,
    quick_check,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client, trainer):
    call_command("sync_roles")
    client.force_login(trainer)
    return trainer


def form(**values) -> dict[str, str]:
    columns = {"title": "电话礼仪", "slug": "telephone", "code": "telephone", "intro": "", "objectives": ""}
    numbers = {"minutes": "30", "hours": "1.00"}
    comments = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return columns | numbers | comments | values


def lesson_form(*blocks: tuple[str, str], **values: str) -> dict[str, str]:
    comments = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    typed = {"title": "铃响三声", "slug": "ring", "minutes": "5", "body": streamfield(list(blocks))}
    return nested_form_data(typed | comments | values)


def add(client, **values) -> CoursePage:
    shelf = CourseIndexPage.objects.get(locale__language_code="zh-hans")
    category = CourseCategoryFactory()
    address = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", shelf.pk])
    response = client.post(address, form(category=category.pk, **values))
    assert response.status_code == 302, response.context["form"].errors
    return CoursePage.objects.latest("pk")


def test_a_trainer_publishes_and_the_version_names_her(client, author) -> None:
    page = add(client, **{"action-publish": "1"})
    assert page.live
    versions = PageVersion.objects.of_page(page)
    assert [(version.number, version.by_name) for version in versions] == [(1, "欧阳慧")]


def test_editing_a_live_course_makes_the_next_version_when_published(client, author) -> None:
    page = add(client, **{"action-publish": "1"})
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    changed = form(category=page.category_id, title="电话礼仪二")
    client.post(address, changed)
    assert PageVersion.objects.of_page(page).count() == 1
    client.post(address, changed | {"action-publish": "1"})
    assert [version.title for version in PageVersion.objects.of_page(page)] == ["电话礼仪二", "电话礼仪"]


def test_a_taken_code_is_told_beside_the_field(client, author) -> None:
    CoursePageFactory(slug="telephone")
    shelf = CourseIndexPage.objects.get(locale__language_code="zh-hans")
    address = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", shelf.pk])
    response = client.post(address, form(category=CourseCategoryFactory().pk, slug="other"))
    assert list(response.context["form"].errors) == ["code"]


def test_the_preview_shows_the_lesson_without_the_key(client, author) -> None:
    lesson = LessonPageFactory(title="铃响三声", body=[quick_check()])
    shown = client.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])).content.decode()
    assert "铃响三声" in shown
    assert "几声之内接起？" in shown
    assert "REASON" not in shown


def test_a_course_goes_live_when_its_time_has_come(client, author) -> None:
    moment = timezone.now() + timedelta(days=1)
    page = add(client, **{"action-publish": "1", "go_live_at": moment.strftime("%Y-%m-%d %H:%M")})
    assert (page.live, PageVersion.objects.count()) == (False, 0)
    publish_scheduled()
    page.refresh_from_db()
    assert not page.live
    Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now() - timedelta(minutes=1))
    revision = page.latest_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    publish_scheduled()
    publish_scheduled()
    page.refresh_from_db()
    assert page.live
    assert [version.by_name for version in PageVersion.objects.of_page(page)] == ["欧阳慧"]


def test_one_revision_that_cannot_go_live_stops_no_other(author) -> None:
    due = timezone.now() - timedelta(minutes=1)
    lessons = [LessonPageFactory(live=False) for _ in range(2)]
    for lesson in lessons:
        revision = lesson.save_revision(user=author)
        revision.approved_go_live_at = due
        revision.save()
    first = lessons[0].latest_revision
    first.content["minutes"] = 0
    first.approved_go_live_at = due - timedelta(minutes=1)
    first.save()
    assert schedule.publish_due(at=timezone.now()) == 1
    assert [LessonPage.objects.get(pk=lesson.pk).live for lesson in lessons] == [False, True]


def test_what_has_expired_is_taken_down(author) -> None:
    lesson = LessonPageFactory(expire_at=timezone.now() - timedelta(minutes=1))
    assert schedule.publish_due(at=timezone.now()) == 1
    assert not LessonPage.objects.get(pk=lesson.pk).live


def test_a_trainer_hands_a_lesson_in_for_review_and_another_approves(client, author) -> None:
    parent = CoursePageFactory()
    lesson = LessonPageFactory(parent=parent, live=False)
    lesson.save_revision(user=author)
    Workflow.objects.get()
    data = lesson_form(
        ("text", rich_text("<p>三声之内接起。</p>")), slug=lesson.slug, **{"action-submit": "1"}
    )
    assert client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), data).status_code == 302
    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    other = UserFactory(roles=[Role.TRAINER])
    client.force_login(other)
    task = state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", task.pk])
    client.post(address, {"comment": ""})
    assert LessonPage.objects.get(pk=lesson.pk).live
    assert PageVersion.objects.of_page(lesson).count() == 1


def test_a_page_that_was_published_is_kept_and_says_why(client, author, employee) -> None:
    course = CourseFactory()
    CompletionFactory(employee=employee.employee, course=course)
    lesson = LessonPage.objects.get()
    address = reverse("wagtailadmin_pages:delete", args=[lesson.pk])
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 409
        assert response.context["found"] == {"versions": 1, "completions": 0, "lessons_done": 1}
    assert LessonPage.objects.count() == 1


def test_a_course_is_kept_for_the_sake_of_its_lessons(client, admin_user_of_the_house, employee) -> None:
    course = CourseFactory()
    CompletionFactory(employee=employee.employee, course=course)
    page = CoursePage.objects.get()
    response = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert response.status_code == 409
    assert response.context["found"] == {"versions": 2, "completions": 1, "lessons_done": 1}
    shelf = page.get_parent()
    assert client.post(reverse("wagtailadmin_pages:delete", args=[shelf.pk])).status_code == 409


def test_nothing_is_deleted_in_bulk(client, admin_user_of_the_house) -> None:
    lesson = LessonPageFactory()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = client.post(f"{address}?id={lesson.pk}")
    assert response.status_code == 409
    assert LessonPage.objects.count() == 1


def test_a_lesson_may_be_empty_until_it_is_published(client, author) -> None:
    course = CoursePageFactory()
    address = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", course.pk])
    assert client.post(address, lesson_form()).status_code == 302
    lesson = LessonPage.objects.get()
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    english = {"accept-language": "en"}
    refused = client.post(address, lesson_form(**{"action-publish": "1"}), headers=english)
    assert "A lesson without content is not published: add at least one block." in refused.content.decode()
    said = lesson_form(("text", rich_text("<p>三声之内接起。</p>")), **{"action-publish": "1"})
    assert client.post(address, said).status_code == 302
    lesson.refresh_from_db()
    assert (lesson.live, PageVersion.objects.of_page(lesson).count()) == (True, 1)


@pytest.mark.parametrize(("chosen", "more"), [("lesson", {}), ("course", {"include_descendants": "on"})])
def test_an_empty_lesson_is_not_published_in_bulk(client, author, chosen, more) -> None:
    lesson = LessonPageFactory(live=False, body=[])
    lesson.save_revision(user=author, clean=False)
    course = CoursePage.objects.get()
    page = {"lesson": lesson, "course": course}[chosen]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{address}?id={page.pk}", more, headers={"accept-language": "en"})
    assert response.url == reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    lesson.refresh_from_db()
    assert not lesson.live


def test_a_draft_may_be_deleted(client, author) -> None:
    lesson = LessonPageFactory(live=False)
    lesson.save_revision(user=author)
    client.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    assert LessonPage.objects.count() == 0


def test_a_copy_is_offered_as_a_draft_only(client, author) -> None:
    page = add(client, **{"action-publish": "1"})
    offered = client.get(reverse("wagtailadmin_pages:copy", args=[page.pk])).context["form"].fields
    assert sorted(offered) == ["new_parent_page", "new_slug", "new_title"]


@pytest.fixture
def admin_user_of_the_house(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def test_a_rubric_that_is_saved_is_published(client, author) -> None:
    rubric = RubricFactory()
    address = reverse("rubric:edit", args=[rubric.pk])
    level = {"label_zh": "做到", "anchor_zh": "做到了", "label_en": "", "anchor_en": ""}
    prefix = "criteria-0-value"
    data = {
        "code": rubric.code, "name_zh": "评分表", "name_en": "",
        "criteria-count": "1", "criteria-0-deleted": "", "criteria-0-order": "0", "criteria-0-id": "",
        "criteria-0-type": "criterion", f"{prefix}-code": "calm",
        f"{prefix}-name_zh": "安抚", f"{prefix}-name_en": "",
        f"{prefix}-dimension": "solution", f"{prefix}-weight": "20", f"{prefix}-critical": "on",
        f"{prefix}-levels-count": "2",
    }  # fmt: skip
    for number in range(2):
        start = f"{prefix}-levels-{number}"
        data |= {f"{start}-deleted": "", f"{start}-order": str(number), f"{start}-id": ""}
        data |= {f"{start}-value-{name}": value for name, value in level.items()}
        data[f"{start}-value-points"] = str(number)
    for _ in range(2):
        assert client.post(address, data).status_code == 302
    version = RubricVersion.objects.get()
    (criterion,) = version.rows("zh-hant")
    assert (criterion.name, criterion.weight, criterion.critical, criterion.best) == ("安撫", 20, True, 1)
    assert (version.by_id, version.number) == (author.pk, 1)


def test_the_assessor_card_is_shown_to_trainers(client, author) -> None:
    scenario = ScenarioFactory()
    assert "HIDDEN-CARD" in client.get(reverse("scenario:edit", args=[scenario.pk])).content.decode()


@pytest.mark.parametrize(
    ("name", "factory"),
    [("scenario", ScenarioFactory), ("rubric", RubricFactory), ("coursecategory", CourseCategoryFactory)],
)
def test_what_assessments_and_courses_point_at_is_not_deleted(client, author, name, factory) -> None:
    """The twin in another language neither: nothing points at it but its code."""
    kept = factory()
    address = reverse(f"{name}:delete", args=[kept.pk])
    assert [client.get(address).status_code, client.post(address).status_code] == [302, 302]
    assert type(kept).objects.filter(pk=kept.pk).exists()
    assert address not in client.get(reverse(f"{name}:edit", args=[kept.pk])).content.decode()


@pytest.mark.parametrize("name", ["index", "add", "edit", "delete", "inspect", "history", "usage", "copy"])
def test_access_to_the_admin_alone_does_not_open_the_cards(client, cast, name) -> None:
    """HR enters the admin, and here has even been given Django's own permissions."""
    call_command("sync_roles")
    cast.hr.user_permissions.set(Permission.objects.filter(content_type__app_label="courses"))
    scenario = ScenarioFactory()
    try:
        address = reverse(f"scenario:{name}", args=[] if name in ("index", "add") else [scenario.pk])
    except NoReverseMatch:
        return
    client.force_login(cast.hr)
    response = client.get(address)
    assert response.status_code == 302
    assert "HIDDEN-CARD" not in response.content.decode()


def test_who_sees_the_whole_of_a_scenario(cast) -> None:
    ScenarioFactory()
    seers = {name for name, user in cast.users().items() if Scenario.objects.visible_to(user).exists()}
    assert seers == {"trainer", "assessor"}


def test_no_answer_to_a_learner_has_the_card(client, employee) -> None:
    ScenarioFactory()
    course = CourseFactory(code="telephone")
    completion = CompletionFactory(employee=employee.employee, course=course)
    client.force_login(employee)
    lesson = LessonPage.objects.get()
    addresses = [
        reverse("courses:courses"),
        reverse("courses:course", args=["telephone"]),
        reverse("courses:lesson", args=["telephone", lesson.slug]),
        completion.get_absolute_url(),
        "/cms/", "/cms/scenario/", "/cms/api/main/pages/", "/api/v3/pages/", "/api/v2/pages/",
        "/cms/search/?q=HIDDEN", f"{reverse('courses:course', args=['telephone'])}?version=draft",
    ]  # fmt: skip
    answers = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200] * 4 + [403, 403, 403, 404, 404, 403, 200]
    assert not any("HIDDEN-CARD" in answer.content.decode() for answer in answers)


def test_a_page_of_the_tree_leads_to_the_learners_address(client, employee) -> None:
    lesson = LessonPageFactory(parent=CoursePageFactory(slug="telephone"), slug="rings")
    assert lesson.url == "/learn/telephone/rings/"
    assert lesson.serve(client.request().wsgi_request).url == "/learn/telephone/rings/"


def test_an_index_of_the_body_does_not_exist() -> None:
    """What is searched of a page are its titles; the answers of quick checks stand in no index."""
    from django.apps import apps

    LessonPageFactory(body=[quick_check()])
    entries = apps.get_model("wagtailsearch", "IndexEntry").objects.values()
    assert entries.exists()
    assert "REASON" not in str(list(entries))
