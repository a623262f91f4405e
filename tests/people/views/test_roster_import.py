import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import Workbook

from core.models import ImportRun
from people.models import Employee, RosterUpload
from people.models.roster_upload import private_storage
from tests.cast import Cast, cast_people
from tests.people.views.browsing import signed_in

FILE = Path(__file__).resolve().parents[2] / "files" / "roster.csv"


def upload(client: Client, content: bytes, *, on: str = "2026-11-02", name: str = "花名册.csv") -> str:
    """Upload and give the address of the report."""
    answer = client.post("/people/import/", {"file": SimpleUploadedFile(name, content), "on": on})
    return answer.headers["Location"]


def test_a_roster_is_looked_at_then_imported(cast: Cast) -> None:
    client = signed_in(cast.hr)
    report = upload(client, FILE.read_bytes())
    page = client.get(report)
    assert "The file is right: this is what an import will do" in page.text
    assert Employee.objects.filter(number__startswith="01").count() == 0
    done = client.post(f"{report}apply/", follow=True)
    assert "The roster was imported" in done.text
    assert Employee.objects.filter(number__startswith="01").count() == 6
    run = ImportRun.objects.get()
    assert (run.file_name, run.by_name, run.counts["added"]) == ("花名册.csv", "孙丽", 6)
    assert run.file_sha256 == RosterUpload.objects.get().sha256


def test_the_changes_count_from_the_day_that_was_given(cast: Cast) -> None:
    client = signed_in(cast.hr)
    report = upload(client, "工号,姓名,部门\n0003,李静,质检部\n".encode(), on="2026-10-01")
    client.post(f"{report}apply/")
    assert str(cast.employee.employee.postings.latest("pk").from_day) == "2026-10-01"


def test_a_file_too_large_for_the_screen_is_refused(cast: Cast) -> None:
    """Whoever else wants to write waits while it is looked at."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [("工号", "姓名"), *((f"{number:05}", "李静") for number in range(20_200))]:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    client = signed_in(cast.hr)
    page = client.get(upload(client, file.getvalue(), name="roster.xlsx"))
    assert re.findall("at most ([0-9,]+) rows", page.text) == ["20000"]
    assert "20,000 rows" in client.get("/people/import/").text


def test_the_file_serves_once(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    client = signed_in(cast.hr)
    report = upload(client, FILE.read_bytes())
    stored = RosterUpload.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(f"{report}apply/")
    assert not private_storage().exists(stored)
    again = client.post(f"{report}apply/", follow=True)
    assert (again.status_code, ImportRun.objects.count()) == (200, 1)


def test_a_double_click_has_one_effect(own_database: str) -> None:
    cast = cast_people()
    client = signed_in(cast.hr)
    report = upload(client, FILE.read_bytes())

    def click(_: int) -> int:
        try:
            return signed_in(cast.hr).post(f"{report}apply/").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(click, range(4))) == [302, 302, 302, 302]
    assert (ImportRun.objects.count(), Employee.objects.filter(number__startswith="01").count()) == (1, 6)


def test_a_bad_file_has_its_errors_and_no_button(cast: Cast) -> None:
    client = signed_in(cast.hr)
    report = upload(client, "工号,姓名,部门,入职日期\n1,,热线,2020-03-02\n".encode())
    page = client.get(report)
    assert ("Nothing was written" in page.text, "Import this file" in page.text) == (True, False)
    client.post(f"{report}apply/")
    assert (ImportRun.objects.count(), RosterUpload.objects.get().applied_at) == (0, None)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04 not a workbook"])
def test_what_is_no_table_is_told_on_the_report(cast: Cast, content: bytes) -> None:
    client = signed_in(cast.hr)
    page = client.get(upload(client, content, name="roster.xlsx"))
    assert (page.status_code, "Nothing was written" in page.text) == (200, True)


def test_another_upload_forgets_the_one_that_was_not_applied(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    client = signed_in(cast.hr)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        first = upload(client, FILE.read_bytes())
        stored = RosterUpload.objects.get().file.name
        upload(client, FILE.read_bytes())
    assert (client.get(first).status_code, private_storage().exists(stored)) == (404, False)


@pytest.mark.parametrize("name", ["newcomer", "trainer", "assessor", "manager", "auditor", "stranger"])
def test_only_hr_imports(cast: Cast, name: str) -> None:
    report = upload(signed_in(cast.hr), FILE.read_bytes())
    client = signed_in(cast.users()[name])
    assert [client.get("/people/import/").status_code, client.get(report).status_code] == [404, 404]
    assert client.post(f"{report}apply/").status_code == 404
    assert ImportRun.objects.count() == 0
