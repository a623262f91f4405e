"""A visitor who is not signed in is led to the sign-in page and sees nothing else."""

from playwright.sync_api import Page, expect


def test_a_visitor_is_led_to_sign_in(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url("/accounts/login/?next=/")
