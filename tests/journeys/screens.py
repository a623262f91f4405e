"""What is done with every screen of a journey: look at it, and let axe look at it."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

axe = Axe()
STILL = """() => Promise.allSettled(
  document.getAnimations()
    .filter(({ effect }) => effect.getTiming().iterations !== Infinity)
    .map(({ finished }) => finished)
).then(() => null)"""


def assert_accessible(page: Page, *, known: dict[str, int] | None = None) -> None:
    """No violation but the known ones, given by axe's rule and their number. What fades in is waited for."""
    page.wait_for_load_state()
    page.evaluate(STILL)
    result = axe.run(page)
    found = {violation["id"]: len(violation["nodes"]) for violation in result.response["violations"]}
    assert found == (known or {}), result.generate_report()


def shoot(page: Page, name: str) -> None:
    """A picture of the whole screen for people to look at, where GRADUS_SHOTS names a folder."""
    folder = os.environ.get("GRADUS_SHOTS")
    if folder:
        width = (page.viewport_size or {}).get("width", 0)
        page.screenshot(
            path=Path(folder) / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}-{width}.png", full_page=True
        )


def until(page: Page, holds: Callable[[], bool], seconds: float = 15) -> None:
    """The CSP forbids the browser to evaluate strings: we look again and again from here."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        page.wait_for_timeout(50)


def entitle(page: Page, title: str) -> None:
    """Type a page's title in the Wagtail editor, and wait for the slug that its script makes of it."""
    page.wait_for_load_state("networkidle")
    page.locator("#id_title").press_sequentially(title)
    page.keyboard.press("Tab")
    expect(page.locator("#id_slug")).not_to_have_value("")
