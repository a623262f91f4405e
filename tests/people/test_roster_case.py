import json

import pytest
from django.core.management import call_command

from people.models import Department, Employee, Position, Posting
from tests.cases import CASES

pytestmark = [pytest.mark.django_db, pytest.mark.cases]
FILE = CASES / "people" / "roster.csv"


def test_the_real_roster_goes_in_whole(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_people", FILE, "--json")
    report = json.loads(capsys.readouterr().out)
    assert (report["rows"], report["added"], report["errors"]) == (126, 126, [])
    assert (Employee.objects.count(), Department.objects.count(), Position.objects.count()) == (126, 45, 47)
    assert list(Posting.objects.filter(manager=None).values_list("employee__number", flat=True)) == ["1"]
    assert Department.objects.exclude(parent=None).count() == 0


def test_again_it_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_people", FILE)
    capsys.readouterr()
    call_command("import_people", FILE, "--json")
    report = json.loads(capsys.readouterr().out)
    assert (report["added"], report["changed"], report["unchanged"]) == (0, 0, 126)
    assert Posting.objects.count() == 126
