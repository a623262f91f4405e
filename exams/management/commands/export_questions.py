import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exams.domain.bank import bank, exports
from exams.domain.bank.exports import Export
from exams.enums import ExportFormat
from exams.models import Topic


class Command(BaseCommand):
    help = "Export the questions of a topic and those below it; the report tells what the format cannot hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--topic", required=True, help="Name or code of the topic.")
        parser.add_argument("--format", choices=ExportFormat.values, default=ExportFormat.SPREADSHEET)
        parser.add_argument("--output", type=Path, help="The file; without it standard output.")
        parser.add_argument("--json", action="store_true", help="Print the report as JSON.")

    def handle(self, *args: Any, topic: str, output: Path | None, **options: Any) -> None:
        found = bank.find_topic(topic.strip(), by=None)
        if found is None:
            raise CommandError(f"--topic: there is no topic {topic}")
        form = _form(options["format"], output)
        try:
            with output.open("wb") if output else sys.stdout.buffer as file:
                export = _export(found, form, file)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error
        report = _as_json(export) if options["json"] else _as_text(export)
        (self.stdout if output else self.stderr).write(report)


def _form(form: str, output: Path | None) -> str:
    """A table whose file is named .csv is one."""
    is_csv = form == ExportFormat.SPREADSHEET and output is not None and output.suffix.lower() == ".csv"
    return ExportFormat.CSV if is_csv else form


def _export(topic: Topic, form: str, file: BinaryIO) -> Export:
    export = exports.write(topic=topic, form=form, file=file, by=None)
    exports.record(export, topic=topic, by=None)
    return export


def _as_json(export: Export) -> str:
    return json.dumps(export.as_json(), ensure_ascii=False, indent=2)


def _as_text(export: Export) -> str:
    lines = [f"{export.questions}: {', '.join(f'{kind} {count}' for kind, count in export.by_kind.items())}"]
    return "\n".join([*lines, *map(str, export.dropped)])
