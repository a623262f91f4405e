import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from people.imports import RosterImport


class Command(BaseCommand):
    help = "Import a roster (CSV or XLSX): all of it, or nothing and a list of what is wrong with it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, write nothing.")
        parser.add_argument("--json", action="store_true", help="Print the report as JSON.")
        parser.add_argument(
            "--from", dest="on", type=date.fromisoformat, help="The day from which changes count (today)."
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, on: date | None, **options: Any) -> None:
        roster = RosterImport(on=on)
        try:
            with file.open("rb") as opened:
                roster.run(opened, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        self.stdout.write(self._as_json(roster) if options["json"] else self._as_text(roster))
        if not roster.outcome.ok:
            raise SystemExit(1)

    def _as_json(self, roster: RosterImport) -> str:
        return json.dumps(roster.as_json(), ensure_ascii=False, indent=2)

    def _as_text(self, roster: RosterImport) -> str:
        lines = [str(line) for line in roster.outcome.as_lines()]
        lines += [f"{_('Leaves')}: {person}" for person in roster.left]
        lines += [f"{_('Not in the file')}: {person}" for person in roster.absent]
        return "\n".join(lines)
