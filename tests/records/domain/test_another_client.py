"""SQLite's REPLACE from a client that is not ours: its delete triggers sleep, what stands would go unseen."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from records.models import Entry
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize("key", ["id", "id + 1000"])
def test_another_client_of_the_file_replaces_no_fact(own_database: str, key: str) -> None:
    """Neither by its key nor by the source, which is unique too."""
    entry = EntryFactory(title="电话礼仪")
    table = Entry._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in Entry._meta.concrete_fields[1:])
    replace = f"REPLACE INTO {table} (id, {columns}) SELECT {key}, {columns} FROM {table}"
    refused = pytest.raises(sqlite3.OperationalError, match="no such function: erasure_permit")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other, refused:
        other.execute(replace)
    assert list(Entry.objects.values_list("pk", "title")) == [(entry.pk, "电话礼仪")]
