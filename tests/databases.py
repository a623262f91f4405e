"""Databases for the suite: one migrated template, copied for whoever needs an own one.

Nothing is ever flushed: the append-only triggers forbid it, and a flush would take Wagtail's root page along.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parent.parent
SHAPED_BY = (
    "requirements.lock",
    "*/migrations/*.py",
    "*/apps.py",
    "*/receivers.py",
    "core/domain/triggers.py",
)

_numbers = count(1)


def fingerprint() -> str:
    """Change whenever a migrated database could come out different."""
    digest = hashlib.sha256()
    for pattern in SHAPED_BY:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def named(name: str) -> Iterator[None]:
    """Point every thread's default connection at another database for a while."""
    connection = connections["default"]
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def migrate(name: str) -> None:
    with named(name):
        call_command("migrate", interactive=False, verbosity=0)


class SQLiteTemplate:
    """A file; a copy is a copy of the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / f"template-{fingerprint()}.sqlite3"

    def build(self) -> None:
        with locked(self.folder):
            if self.path.exists():
                return
            for old in self.folder.glob("template-*"):
                old.unlink()
            unfinished = self.folder / "unfinished.sqlite3"
            unfinished.unlink(missing_ok=True)
            migrate(str(unfinished))
            self.settle(unfinished)
            unfinished.rename(self.path)

    @staticmethod
    def settle(path: Path) -> None:
        """Leave one file without a write-ahead log beside it."""
        database = sqlite3.connect(path)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode=DELETE")
        database.close()

    @contextmanager
    def copied(self, folder: Path) -> Iterator[str]:
        copy = folder / f"gradus-{next(_numbers)}.sqlite3"
        shutil.copyfile(self.path, copy)
        with named(str(copy)):
            yield str(copy)
        for left in folder.glob(f"{copy.name}*"):
            left.unlink()


class PostgreSQLTemplate:
    """A database of the server; a copy is CREATE DATABASE … TEMPLATE."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
        self.prefix = f"gradus_test_{checkout}"
        self.name = f"{self.prefix}_template_{fingerprint()}"

    def build(self) -> None:
        with locked(self.folder):
            names = self.names()
            for name in names:
                if name != self.name and self.abandoned(name):
                    self.drop(name)
            if self.name in names:
                return
            unfinished = f"{self.prefix}_unfinished"
            self.execute(f'CREATE DATABASE "{unfinished}"')
            migrate(unfinished)
            self.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.name}"')

    def names(self) -> list[str]:
        query = "SELECT datname FROM pg_database WHERE datname LIKE %s"
        return [name for (name,) in self.execute(query, [f"{self.prefix}_%"])]

    def abandoned(self, name: str) -> bool:
        """Say whether a copy's process is gone; other templates and unfinished ones always are."""
        kind, number, *_ = [*name.removeprefix(f"{self.prefix}_").split("_"), ""]
        return kind != "copy" or not Path(f"/proc/{number}").exists()

    def drop(self, name: str) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @staticmethod
    def execute(query: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(query, params)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def copied(self, folder: Path) -> Iterator[str]:
        name = f"{self.prefix}_copy_{os.getpid()}_{next(_numbers)}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}" STRATEGY file_copy')
        with named(name):
            yield name
        self.drop(name)


Template = SQLiteTemplate | PostgreSQLTemplate


def template(connection: BaseDatabaseWrapper, folder: Path) -> Template:
    return PostgreSQLTemplate(folder) if connection.vendor == "postgresql" else SQLiteTemplate(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
