import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exams.enums import ExchangeFormat
from exams.imports import QuestionImport


class Command(BaseCommand):
    help = "Import questions into a topic: all of them, or none and a list of what is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--topic", required=True, help="Name or code of the topic; made where missing.")
        parser.add_argument("--format", choices=ExchangeFormat.values, default=ExchangeFormat.AUTO)
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, write nothing.")
        parser.add_argument("--json", action="store_true", help="Print the report as JSON.")

    def handle(
        self, *args: Any, file: Path, topic: str, language: str, dry_run: bool, **options: Any
    ) -> None:
        questions = QuestionImport(topic=_name(topic), language=language, form=options["format"])
        try:
            with file.open("rb") as opened:
                questions.run(opened, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        self.stdout.write(_as_json(questions) if options["json"] else _as_text(questions))
        if not questions.outcome.ok:
            raise SystemExit(1)


def _name(topic: str) -> str:
    longest = 120
    if not topic.strip() or len(topic) > longest:
        raise CommandError(f"--topic: a name of 1 to {longest} characters")
    return topic.strip()


def _as_json(questions: QuestionImport) -> str:
    return json.dumps(questions.as_json(), ensure_ascii=False, indent=2)


def _as_text(questions: QuestionImport) -> str:
    return "\n".join(str(line) for line in questions.outcome.as_lines())
