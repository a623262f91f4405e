from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from redis import Redis

from exams.domain.taking import shelves
from tests import cases
from tests.cast import (  # noqa: F401
    assessor,
    auditor,
    cast,
    employee,
    hr,
    manager,
    newcomer,
    stranger,
    trainer,
)
from tests.databases import Template, template

# The machine may be busy, and the first example loads dictionaries: time is measured in benchmarks/ only.
hypothesis_settings.register_profile("gradus", deadline=None)
hypothesis_settings.load_profile("gradus")

FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Nothing is flushed here, and what has an own database is not inside a rolled back transaction."""
    cases.deselect(config, items)
    for item in items:
        marker = item.get_closest_marker("django_db")
        fixtures = set(getattr(item, "fixturenames", ()))
        if FLUSHING & fixtures or (marker and marker.kwargs.get("transaction")):
            raise pytest.UsageError(f"{item.nodeid}: would flush; ask for own_database or site instead")
        if "own_database" in fixtures and (marker or "db" in fixtures):
            raise pytest.UsageError(f"{item.nodeid}: ask for own_database (or site) or for db, not for both")
        if marker or {"db", "own_database"} & fixtures:
            item.add_marker("database")


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    return cases.named(config)


@pytest.fixture(scope="session")
def database_template(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Template:
    """The migrated database, made once for as long as no migration changes."""
    made = template(connection, request.config.cache.mkdir("databases"))
    with django_db_blocker.unblock():
        made.build()
    return made


@pytest.fixture(scope="session", autouse=True)
def nothing_left_in_redis() -> Iterator[None]:
    """The Redis that .ci/run was given may be somebody's: every key of ours goes again."""
    yield
    if settings.REDIS_URL:
        with Redis.from_url(settings.REDIS_URL) as redis:
            for key in redis.scan_iter(f"*{settings.SCRATCH}*"):
                redis.delete(key)


@pytest.fixture(scope="session")
def database_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("databases")


@pytest.fixture(scope="session")
def django_db_setup(
    database_template: Template, database_folder: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """In place of pytest-django's: a copy of the template for this worker; each test is rolled back."""
    copy = ExitStack()
    with django_db_blocker.unblock():
        copy.enter_context(database_template.copied(database_folder))
    yield
    with django_db_blocker.unblock():
        copy.close()


@pytest.fixture
def own_database(
    database_template: Template,
    database_folder: Path,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """A fresh copy for one test, with real commits, threads and processes; yields its name."""
    with django_db_blocker.unblock(), database_template.copied(database_folder) as name:
        yield name


@pytest.fixture(autouse=True)
def empty_shelves() -> None:
    """A test's rows get the ids of the last one's: nothing may stand on the exams' shelves from before."""
    shelves.clear()
