"""The database's own guard over append-only facts, on SQLite and on PostgreSQL.

The permit: PostgreSQL's triggers ask for the setting `gradus.erasure`, SQLite's for the function
`erasure_permit()`, which each connection of ours registers. Another client of the SQLite file has no such
function and is refused. SQLite's REPLACE deletes the row in its way, and asks no delete trigger unless
`recursive_triggers` is on. Our connections turn it on; another client is refused to insert anything, since
the insert trigger names the function that it lacks. Who drops the triggers is found by the system check.
"""

from contextvars import ContextVar

from django.db.backends.base.base import BaseDatabaseWrapper

from core.models import AppendOnly

permit: ContextVar[bool] = ContextVar("erasure_permit", default=False)

EVENTS = ("UPDATE", "DELETE")

SQLITE = """
CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {event} ON "{table}" WHEN NOT erasure_permit()
BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END
"""

SQLITE_INSERT = """
CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE INSERT ON "{table}" WHEN erasure_permit() IS NULL
BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END
"""

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION gradus_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""

POSTGRESQL = """
CREATE OR REPLACE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW
WHEN (current_setting('gradus.erasure', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION gradus_append_only()
"""

POSTGRESQL_TRUNCATE = """
CREATE OR REPLACE TRIGGER "{name}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT
EXECUTE FUNCTION gradus_append_only()
"""

INSTALLED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def trigger_name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"[:63]


def expected(connection: BaseDatabaseWrapper) -> set[str]:
    present = set(connection.introspection.table_names())
    own = "INSERT" if connection.vendor == "sqlite" else "TRUNCATE"
    return {
        trigger_name(model._meta.db_table, event)
        for model in AppendOnly.facts()
        if model._meta.db_table in present
        for event in (*EVENTS, own)
    }


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor])
        return expected(connection) - {row[0] for row in cursor.fetchall()}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place; what stands already is left. Safe to repeat."""
    statements = [statement for model in AppendOnly.facts() for statement in _statements(model, connection)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for statement in statements:
            cursor.execute(statement)


def _statements(model: type[AppendOnly], connection: BaseDatabaseWrapper) -> list[str]:
    table = model._meta.db_table
    if table not in connection.introspection.table_names():
        return []
    template = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    made = [template.format(name=trigger_name(table, event), event=event, table=table) for event in EVENTS]
    if connection.vendor == "postgresql":
        return [*made, POSTGRESQL_TRUNCATE.format(name=trigger_name(table, "TRUNCATE"), table=table)]
    return [*made, SQLITE_INSERT.format(name=trigger_name(table, "INSERT"), table=table)]
