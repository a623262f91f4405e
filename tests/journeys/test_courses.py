"""A trainer writes a lesson and publishes it; a new hire reads it on a phone and another device goes on."""

from collections.abc import Callable

from django.core.management import call_command
from playwright.sync_api import Page, expect

from courses.models import Completion, CourseIndexPage, CoursePage, LessonPage
from people.models import User
from records.models import Entry
from tests.cast import cast_people
from tests.factories.courses import (
    CourseCategoryFactory,
    CoursePageFactory,
    LessonPageFactory,
    quick_check,
    text,
)
from tests.journeys.screens import assert_accessible, entitle, shoot

PHONE = {"width": 360, "height": 640}
LONG = "<p>" + "铃每多响一下，耐心就少一分。" * 60 + "</p>"
# Wagtail's editor names each item of a list alike.
EDITOR = {"landmark-unique": 1}

Browse = Callable[..., Page]


def in_english(user: User) -> User:
    user.language = "en"
    user.save()
    return user


def test_a_trainer_writes_a_course_and_publishes_it(site: str, browse: Browse) -> None:
    call_command("sync_roles")
    CourseCategoryFactory()
    shelf = CourseIndexPage.objects.get(locale__language_code="zh-hans")
    page = browse(in_english(cast_people().trainer), f"/cms/pages/add/courses/coursepage/{shelf.pk}/")
    entitle(page, "电话礼仪")
    page.locator("#id_code").fill("telephone")
    page.locator("#id_category").select_option(label="Service etiquette")
    publish(page)
    page.goto(f"/cms/pages/add/courses/lessonpage/{CoursePage.objects.get().pk}/")
    entitle(page, "铃响三声之内")
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Quick check").click()
    page.locator("[name='body-0-value-stem']").fill("几声之内接起？")
    for number, words in enumerate(("三声", "八声")):
        page.locator(f"[name='body-0-value-options-{number}-value-text']").fill(words)
        page.locator(f"[name='body-0-value-options-{number}-value-reason']").fill("客户在数")
    page.locator("[name='body-0-value-options-0-value-correct']").check()
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe, iframe[title='Preview']").last
    expect(preview.get_by_role("heading", name="铃响三声之内")).to_be_visible()
    assert_accessible(page, known=EDITOR)
    shoot(page, "editor of a lesson")
    publish(page)
    lesson = LessonPage.objects.get()
    assert (lesson.live, next(iter(lesson.checks.values()))["stem"]) == (True, "几声之内接起？")


def publish(page: Page) -> None:
    page.get_by_role("button", name="Toggle actions menu").or_(
        page.locator("footer button[aria-expanded]")
    ).first.click()
    page.locator("button[name=action-publish]").click()
    expect(page.locator(".messages, [data-controller=w-messages]").get_by_text("published")).to_be_visible()


def test_a_new_hire_learns_on_a_phone_and_goes_on_elsewhere(site: str, browse: Browse) -> None:
    newcomer = cast_people().newcomer
    course = CoursePageFactory(slug="telephone", title="电话礼仪")
    LessonPageFactory(parent=course, slug="rings", title="铃响三声之内", body=[text(LONG), quick_check()])
    LessonPageFactory(parent=course, slug="opening", title="第一句话")
    phone = browse(newcomer, "/learn/", viewport=PHONE)
    phone.get_by_role("link", name="电话礼仪").click()
    assert_accessible(phone)
    phone.locator(".task .btn-primary").click()
    within_reach(phone)
    phone.locator(".option-row").nth(1).click()
    expect(phone.locator(".verdict").nth(1)).to_contain_text("REASON-WRONG")
    phone.locator(".option-row").nth(0).click()
    expect(phone.locator(".verdict").nth(0)).to_contain_text("REASON-RIGHT")
    assert_accessible(phone)
    shoot(phone, "lesson with answers")
    with phone.expect_response("**/place/"):
        phone.locator(".quick-check").scroll_into_view_if_needed()
    desk = browse(newcomer, "/learn/telephone/", color_scheme="dark")
    desk.locator(".task .btn-primary").click()
    expect(desk).to_have_url("/learn/telephone/rings/#block-b-check")
    expect(desk.locator(".verdict").nth(1)).to_contain_text("REASON-WRONG")
    desk.locator("button[form=done]").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("第一句话")
    desk.locator("button[form=done]").click()
    expect(desk).to_have_url("/learn/telephone/")
    assert_accessible(desk)
    shoot(desk, "course completed")
    entry = Entry.objects.get()
    assert (entry.subject, entry.source) == (
        "course:telephone",
        f"courses.completion:{Completion.objects.get().pk}",
    )
    desk.locator(".task a").click()
    assert_accessible(desk)
    shoot(desk, "evidence of a completion")


def test_a_lesson_works_without_a_script(site: str, browse: Browse) -> None:
    newcomer = cast_people().newcomer
    course = CoursePageFactory(slug="telephone")
    LessonPageFactory(parent=course, slug="rings", body=[text(), quick_check()])
    page = browse(newcomer, "/learn/telephone/rings/", java_script_enabled=False)
    page.locator("button[form=done]").click()
    expect(page.locator(".notice-list")).to_be_visible()
    page.locator(".option-row").nth(0).click()
    expect(page.locator(".verdict").nth(0)).to_contain_text("REASON-RIGHT")
    page.locator("button[form=done]").click()
    expect(page).to_have_url("/learn/telephone/")
    assert Completion.objects.count() == 1


def within_reach(page: Page) -> None:
    """The way on is a button of 48 px that stands in the thumb's zone without scrolling."""
    box = page.locator("button[form=done]").bounding_box()
    assert box is not None
    assert box["height"] >= 48
    assert box["y"] + box["height"] <= PHONE["height"]
    assert box["y"] >= PHONE["height"] / 2
