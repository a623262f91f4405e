"""The house's rules that a machine can hold."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from core.models import AppendOnly

ROOT = Path(__file__).resolve().parent.parent
ORDER = ("portal", "certification", "exams", "courses", "records", "notices", "people", "core")
FORBIDDEN = {"services", "utils", "helpers", "common", "misc", "lib"}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def modules() -> list[Path]:
    return [path.relative_to(ROOT) for app in ORDER for path in (ROOT / app).rglob("*.py")]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for module in [*modules(), Path(".importlinter")]:
        (tmp_path / module).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / module, tmp_path / module)
    return tmp_path


def test_the_import_contracts_hold() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("people/text_of_badges.py", "import exams", "people is not allowed to import exams"),
        ("core/enums.py", "import core.models", "core.enums is not allowed to import core.models"),
        ("people/domain/badges.py", "import celery", "people.domain is not allowed to import celery"),
    ],
)
def test_an_uphill_import_is_found(copy: Path, module: str, line: str, broken: str) -> None:
    with (copy / module).open("a") as file:
        file.write(f"\n{line}\n")
    result = lint_imports(copy)
    assert result.returncode == 1
    assert broken in result.stdout


def test_foreign_keys_point_downhill() -> None:
    uphill = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ORDER
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if field.related_model._meta.app_label in ORDER
        if ORDER.index(field.related_model._meta.app_label) < ORDER.index(model._meta.app_label)
    ]
    assert uphill == []


def test_every_migration_has_a_name_that_tells() -> None:
    unnamed = [str(p) for p in modules() if p.parent.name == "migrations" and re.search(r"\d_auto_", p.name)]
    assert unnamed == []


def test_migrations_depend_downhill() -> None:
    uphill = [
        f"{path} on {app}"
        for path in modules()
        if path.parent.name == "migrations"
        for app in re.findall(r"""\(["'](\w+)["'], ["']\d{4}_""", (ROOT / path).read_text())
        if app in ORDER and ORDER.index(app) < ORDER.index(path.parts[0])
    ]
    assert uphill == []


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [str(path) for path in modules() if FORBIDDEN & {path.stem, *path.parts}] == []


@pytest.mark.django_db
def test_every_append_only_table_has_its_triggers() -> None:
    query = {
        "sqlite": "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {(table, event) for table, sql in cursor for event in re.findall(r"BEFORE (\w+) ", sql)}
    events = ["UPDATE", "DELETE"] + ["TRUNCATE"] * (connection.vendor == "postgresql")
    expected = {(model._meta.db_table, event) for model in AppendOnly.facts() for event in events}
    assert expected - standing == set()
