"""One import from file to report: an app says what it reads, what it checks and what it writes."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.db import transaction

from core.domain.audit import actor
from core.imports.columns import Column
from core.imports.errors import FileError
from core.imports.outcome import Lines, Outcome
from core.imports.rows import Row, rows_of
from core.models import ImportRun

ROWS = 100_000
CHUNK = 2**16


class FileImport:
    """All or nothing, with a report; the dry run takes the same path and is rolled back.

    A subclass names its `kind` (for the log of imports) and reads, checks and writes in `take`. What was read
    is not kept: what must be compared, the subclass remembers in the smallest form that will do.
    """

    kind: ClassVar[str]
    limit: ClassVar[int] = ROWS
    batch: ClassVar[int] = 500

    def __init__(self, *, by: Any = None) -> None:
        self.by = by
        self.outcome = Outcome()

    def take(self, file: BinaryIO) -> None:
        """Read the file once and write what it says, as long as `self.outcome` is ok."""
        raise NotImplementedError

    def run(self, file: BinaryIO, *, dry_run: bool = False) -> Outcome:
        """Import the file, and say what was done or would be done; a bad file is a report too."""
        self.outcome = Outcome(dry_run=dry_run)
        try:
            with transaction.atomic():
                self.take(file)
                if self.outcome.written:
                    self._log(file)
                else:
                    transaction.set_rollback(True)
        except FileError as error:
            self.outcome.refuse(error)
        if not self.outcome.ok:
            _forget(self.outcome)
        return self.outcome

    def _log(self, file: BinaryIO) -> None:
        ImportRun.objects.create(
            kind=self.kind,
            file_name=Path(str(getattr(file, "name", ""))).name[:255],
            file_sha256=_sha256(file),
            counts=self.outcome.counts,
            **actor(self.by),
        )


class TableImport(FileImport):
    """Rows of a table: a subclass names its `columns`, and fills `check`, `write` and `finish`."""

    columns: ClassVar[Sequence[Column]]

    def check(self, row: Row) -> None:
        """Look at a row whose cells are right each for itself; tell what is wrong by `row.error`."""

    def write(self, rows: list[Row]) -> None:
        """Write rows that passed, and count them by `self.outcome.add`, `change` and `leave`."""

    def finish(self) -> None:
        """Look at the whole, after the last row; errors here still undo everything."""

    def take(self, file: BinaryIO) -> None:
        rows = self._checked(file)
        while batch := list(islice(rows, self.batch)):
            if self.outcome.ok:
                self.write(batch)
        self.finish()

    def _checked(self, file: BinaryIO) -> Iterator[Row]:
        """The rows that pass; those that fail are in the report."""
        for row in rows_of(file, self.columns, outcome=self.outcome, limit=self.limit):
            if row.ok:
                self.check(row)
            if row.ok:
                yield row


def _forget(outcome: Outcome) -> None:
    """With errors nothing is written, so nothing may be reported as added."""
    outcome.added, outcome.changed, outcome.unchanged = Lines(), Lines(), 0
    outcome.also.clear()


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
