"""Anybody meets the sign-in page first: in her language, dark or light, with or without a mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.factories.people import EmployeeFactory
from tests.journeys.conftest import listened_to
from tests.journeys.screens import assert_accessible, shoot


@pytest.mark.parametrize(
    ("locale", "scheme", "language", "paper"),
    [("zh-CN", "light", "zh-Hans", "rgb(251, 250, 247)"), ("en-US", "dark", "en", "rgb(20, 24, 27)")],
)
def test_the_sign_in_page_is_readable_by_all(
    new_context: Callable[..., BrowserContext],
    site: str,
    complaints: list[str],
    locale: str,
    scheme: str,
    language: str,
    paper: str,
) -> None:
    context = new_context(
        base_url=site, locale=locale, color_scheme=scheme, viewport={"width": 360, "height": 640}
    )
    page = listened_to(context, complaints).new_page()
    page.goto("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("body")).to_have_css("background-color", paper)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert_accessible(page)
    shoot(page, f"sign-in {language} {scheme}")


def test_the_keyboard_alone_signs_in(context: BrowserContext) -> None:
    EmployeeFactory(number="0012", name="欧阳明月")
    page = context.new_page()
    page.goto("/accounts/login/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("0012")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/")
    expect(page.locator(".menu-who")).to_have_text("欧阳明月")
    assert_accessible(page)


def test_a_wrong_password_is_told_on_top_and_beside_nothing_is_lost(context: BrowserContext) -> None:
    EmployeeFactory(number="0012")
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("#id_login", "0012")
    page.fill("#id_password", "wrong horse")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#id_login")).to_have_value("0012")
    assert_accessible(page)
