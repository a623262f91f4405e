"""The screen's part: the upload form and the report."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils.translation import override

from core.forms import TableUploadForm
from tests.core.imports.files import HEADER, Roster, csv_file

pytestmark = pytest.mark.django_db
GOOD = HEADER + "1,青辰,2017-09-01\n2,夏羽,\n"


def report(file: io.BytesIO, *, dry_run: bool = False) -> list[str]:
    outcome = Roster().run(file, dry_run=dry_run)
    with override("en"):
        page = render_to_string("core/_import_report.html", {"outcome": outcome})
    return [line.strip() for line in page.splitlines() if line.strip()]


def test_report_of_a_dry_run() -> None:
    lines = report(csv_file(GOOD), dry_run=True)
    assert "The file is right: this is what an import will do" in lines
    assert "<summary>Added (2)</summary>" in lines
    assert "<li>Row 3: 夏羽</li>" in lines
    assert "<dt>部门</dt>" in lines


def test_report_of_an_import() -> None:
    assert "The file was imported" in report(csv_file(GOOD))


def test_report_of_errors_is_escaped() -> None:
    lines = report(csv_file(HEADER + "1,青辰,<script>\n2,夏羽,2017-09-01\n"))
    assert "Nothing was written" in lines
    assert "1 error: mend it in the file, save, and send the file again." in lines
    assert '<td data-label="Found">&lt;script&gt;</td>' in lines
    assert '<td class="num" data-label="Row">2</td>' in lines


def test_report_tells_how_many_lines_it_leaves_out() -> None:
    assert "<p>… and 100 more.</p>" in report(csv_file(HEADER + "1,青辰,x\n" * 600))


@pytest.mark.parametrize(("button", "dry_run"), [("check", True), ("write", False), ("", True)])
def test_only_one_button_writes(button: str, dry_run: bool) -> None:
    form = TableUploadForm({button: "1"}, {"file": SimpleUploadedFile("roster.csv", b"")})
    assert form.is_valid()
    assert form.dry_run is dry_run


def test_a_file_is_needed() -> None:
    with override("en"):
        assert TableUploadForm({}, {}).errors == {"file": ["This field is required."]}
