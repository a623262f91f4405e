import io

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from people.domain import slips
from people.models import ActivationSlip, Employee, User
from people.slip_sheet import sheet
from tests.cast import Cast
from tests.factories.people import EmployeeFactory
from tests.people.views.browsing import signed_in


@pytest.fixture
def fresh(cast: Cast) -> Cast:
    """Nobody of the cast has chosen a password yet."""
    for user in cast.users().values():
        user.set_unusable_password()
        user.save()
    return cast


def printed(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def owners() -> list[str]:
    return sorted(ActivationSlip.objects.values_list("user__username", flat=True))


def test_hr_prints_for_everybody_without_a_password(fresh: Cast) -> None:
    fresh.employee.set_password("eine lange Reise")
    fresh.employee.save()
    answer = signed_in(fresh.hr).post("/people/slips/")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert owners() == ["0001", "0002", "0004", "0005", "0006", "0007"]


def test_hr_prints_for_a_department(fresh: Cast) -> None:
    signed_in(fresh.hr).post("/people/slips/", {"department": fresh.hotline.pk})
    assert owners() == ["0001", "0002", "0003"]


def test_a_manager_prints_for_those_below_her_who_hold_no_role(fresh: Cast) -> None:
    EmployeeFactory(number="0100", manager=fresh.manager.employee, roles=["hr"])
    signed_in(fresh.manager).post("/people/slips/")
    assert owners() == ["0001", "0002", "0003"]


@pytest.mark.parametrize(
    ("name", "number", "status"),
    [
        ("hr", "0003", 200),
        ("hr", "0004", 200),
        ("manager", "0003", 200),
        ("manager", "0007", 404),
        ("employee", "0003", 404),
        ("trainer", "0003", 404),
        ("auditor", "0003", 404),
    ],
)
def test_who_prints_one_slip_for_whom(cast: Cast, name: str, number: str, status: int) -> None:
    assert signed_in(cast.users()[name]).post(f"/people/{number}/slip/").status_code == status
    assert owners() == [number] * (status == 200)


def test_no_manager_gets_the_key_to_an_account_that_opens_more(cast: Cast) -> None:
    EmployeeFactory(number="0100", manager=cast.manager.employee, roles=["hr"])
    assert signed_in(cast.manager).post("/people/0100/slip/").status_code == 404


def test_nobody_but_a_superuser_gets_the_key_to_a_superuser(cast: Cast) -> None:
    User.objects.filter(pk=cast.employee.pk).update(is_superuser=True)
    assert signed_in(cast.hr).post("/people/0003/slip/").status_code == 404


def test_a_leaver_gets_none(cast: Cast) -> None:
    Employee.objects.filter(number="0003").update(left_on="2024-06-30")
    page = signed_in(cast.hr).post("/people/0003/slip/", follow=True)
    assert "Who has left gets no slip." in page.text
    assert owners() == []


def test_the_sheet_holds_eight_a_page_with_name_number_and_code(cast: Cast) -> None:
    people = [cast.employee.employee, *EmployeeFactory.create_batch(8, name="王小雨")]
    issued = slips.issue(employees=people, by=None, at=cast.employee.date_joined)
    pdf = sheet(issued)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    text = printed(pdf)
    assert [text.count(part) for part in ("李静", "0003", "王小雨")] == [1, 1, 8]
    unkerned = "".join(text.split())
    assert [unkerned.count(slip.code) for slip in issued] == [1] * 9


def test_the_qr_code_opens_the_page_with_the_code(cast: Cast) -> None:
    issued = slips.issue(employees=[cast.employee.employee], by=None, at=cast.employee.date_joined)
    picture = PdfReader(io.BytesIO(sheet(issued))).pages[0].images[0].image.convert("L")
    large = picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
    assert zxingcpp.read_barcodes(large)[0].text == f"http://testserver/activate/?code={issued[0].code}"


def test_a_name_that_cannot_be_drawn_is_left_off(cast: Cast) -> None:
    person = EmployeeFactory(number="0100", name="\U000f0000")
    issued = slips.issue(employees=[person], by=None, at=cast.employee.date_joined)
    assert "0100" in printed(sheet(issued))
