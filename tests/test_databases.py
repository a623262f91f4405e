"""The suite's own ground: what a test sees of the databases it is given."""

import threading

import pytest
from django.db import connection, transaction
from wagtail.models import Page

from core.models import Counter


@pytest.mark.django_db
def test_the_copy_is_migrated_and_has_wagtails_root_page() -> None:
    assert Page.objects.filter(depth=1).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("run", [1, 2])
def test_a_test_is_rolled_back(run: int) -> None:
    Counter.objects.create(series="rolled back")
    assert Counter.objects.count() == 1


@pytest.mark.parametrize("run", [1, 2])
def test_an_own_database_keeps_its_commits_for_other_threads_and_starts_fresh(
    own_database: str, run: int
) -> None:
    with transaction.atomic():
        Counter.objects.create(series="committed")
    seen: list[tuple[str, int]] = []

    def look() -> None:
        seen.append((connection.settings_dict["NAME"], Counter.objects.count()))
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [(own_database, 1)]


@pytest.mark.django_db
def test_after_own_databases_the_shared_copy_is_back() -> None:
    assert Counter.objects.count() == 0
