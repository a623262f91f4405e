"""A trainer brings questions of another program, reads what has no place here, and takes them out again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from exams.models import Question
from tests.cast import cast_people
from tests.journeys.screens import assert_accessible, shoot

Browse = Callable[..., Page]
FILES = Path(__file__).parents[1] / "files"
PHONE = {"width": 360, "height": 640}


def seen(page: Page, name: str) -> None:
    shoot(page, name)
    assert_accessible(page)


@pytest.mark.parametrize(("locale", "theme"), [("en", "light"), ("zh-CN", "dark")])
def test_a_trainer_imports_from_moodle_and_exports(
    site: str, browse: Browse, tmp_path: Path, locale: str, theme: str
) -> None:
    call_command("sync_roles")
    cast = cast_people()
    look = {"locale": locale, "color_scheme": theme}
    page = browse(cast.trainer, "/exams/bank/import/", **look)
    page.set_input_files("input[type=file]", FILES / "moodle.xml")
    page.fill("[name=topic]", "400 热线")
    seen(page, f"exchange import {locale}")
    page.locator("main .btn-primary").click()
    expect(page.locator("main table").first).to_be_visible()
    seen(page, f"exchange report {locale}")
    page.set_viewport_size(PHONE)
    seen(page, f"exchange report {locale}")
    page.locator("main .btn-primary").click()
    assert Question.objects.count() == 9
    page = browse(cast.trainer, "/exams/bank/export/", **look)
    page.select_option("[name=topic]", label="400 热线")
    page.select_option("[name=form]", "gift")
    page.locator("main .btn-primary").first.click()
    seen(page, f"exchange export {locale}")
    page.set_viewport_size(PHONE)
    seen(page, f"exchange export {locale}")
    with page.expect_download() as download:
        page.locator("main .page-actions .btn-primary").last.click()
    content = Path(download.value.path()).read_text()
    assert "$CATEGORY: $course$/top/热线/投诉" in content
    (tmp_path / "broken.gift").write_text(content.replace("}", "", 1))
    page = browse(cast.trainer, "/exams/bank/import/", **look)
    page.set_input_files("input[type=file]", tmp_path / "broken.gift")
    page.fill("[name=topic]", "400 热线")
    page.locator("main .btn-primary").click()
    seen(page, f"exchange errors {locale}")
    assert page.locator("main .btn-primary").count() == 0
