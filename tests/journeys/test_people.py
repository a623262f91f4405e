"""HR brings the people in, and one of them opens the door with the slip of paper she got."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from people.models import Employee, User
from tests.cast import Cast, cast_people
from tests.factories.people import EmployeeFactory, RosterUploadFactory
from tests.journeys.conftest import Browse, listened_to
from tests.journeys.screens import assert_accessible, shoot
from tests.journeys.slips import code_on

FILE = Path(__file__).resolve().parent.parent / "files" / "roster.csv"
BAD = "工号,姓名,性别,部门,入职日期,直接上级工号\n1,,女,热线,2020-03-02,\n1,李静,女,热线,soon,2\n"


def test_hr_imports_a_roster_and_somebody_new_signs_in_by_her_slip(
    site: str,
    browse: Browse,
    new_context: Callable[..., BrowserContext],
    complaints: list[str],
    tmp_path: Path,
) -> None:
    cast = cast_people()
    page = browse(cast.hr, locale="en-US")
    page.get_by_role("navigation").first.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="Import a roster").click()
    page.get_by_label("CSV or XLSX file").set_input_files(FILE)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="this is what an import will do")).to_be_visible()
    assert Employee.objects.filter(number="0103").count() == 0
    page.get_by_role("button", name="Import this file").click()
    expect(page.get_by_role("heading", name="The roster was imported")).to_be_visible()

    page.goto("/people/0103/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Print an activation slip").click()
    code = code_on(Path(download.value.path()).read_bytes())

    phone = listened_to(
        new_context(base_url=site, locale="zh-CN", viewport={"width": 360, "height": 640}), complaints
    )
    hers = phone.new_page()
    hers.goto(f"/activate/?code={code}")
    hers.locator("#id_password1").fill("夜班也要喝热水才有精神")
    hers.locator("#id_password2").fill("夜班也要喝热水才有精神")
    hers.locator("#id_password2").press("Enter")
    expect(hers).to_have_url("/")
    expect(hers.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert User.objects.get(username="0103").check_password("夜班也要喝热水才有精神")


def test_hr_makes_a_trainer_and_takes_it_back(browse: Browse) -> None:
    cast = cast_people()
    page = browse(cast.hr, "/people/0003/", locale="en-US")
    page.get_by_role("button", name="Grant: Trainer").click()
    expect(page.get_by_role("button", name="End: Trainer")).to_be_visible()
    assert User.objects.get(username="0003").roles == {"trainer"}
    page.get_by_role("button", name="End: Trainer").click()
    expect(page.get_by_role("button", name="Grant: Trainer")).to_be_visible()
    assert User.objects.get(username="0003").roles == frozenset()


def screens(cast: Cast) -> dict[str, str]:
    """Every screen of people, with the longest names and with none."""
    long = EmployeeFactory(
        number="HZ-2026-000123",
        name="阿卜杜热合曼·买买提艾力·阿卜杜拉",
        latin_name="Abdurahman Mamatali Abdulla",
        department=cast.hotline,
        manager=cast.manager.employee,
        left_on="2026-10-31",
    )
    good = RosterUploadFactory(file__data=FILE.read_bytes())
    bad = RosterUploadFactory(file__data=BAD.encode())
    done = RosterUploadFactory(
        applied_at="2026-11-02T08:00:00Z",
        by_name="孙丽",
        result={"rows": 6, "added": 6, "changed": 0, "unchanged": 0},
    )
    cast.newcomer.set_unusable_password()
    cast.newcomer.save()
    return {
        "list": "/people/",
        "list-none": "/people/?q=nobody",
        "person": "/people/0003/",
        "person-long": f"/people/{long.number}/",
        "import": "/people/import/",
        "import-good": f"/people/import/{good.pk}/",
        "import-bad": f"/people/import/{bad.pk}/",
        "import-done": f"/people/import/{done.pk}/",
        "slips": "/people/slips/",
        "activate": "/activate/?code=ACDEF+HJKMN",
    }


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("zh-hans", "light", 360), ("zh-hans", "dark", 1280), ("en", "light", 1280), ("en", "dark", 360)],
)
def test_the_screens_are_readable_by_all(browse: Browse, language: str, scheme: str, width: int) -> None:
    cast = cast_people()
    User.objects.filter(pk=cast.hr.pk).update(language=language)
    shown = screens(cast)
    page = browse(cast.hr, color_scheme=scheme, viewport={"width": width, "height": 800})
    for name, address in shown.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
        assert_accessible(page)
        shoot(page, f"people-{name}-{language}-{scheme}")
