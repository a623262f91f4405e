from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal import catalogue


class Command(BaseCommand):
    help = "Write the Chinese message catalogues from the source, or check that they are whole."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail on any fault")
        parser.add_argument(
            "--merge", type=Path, metavar="DIR", help="take translations from DIR's .po files too"
        )

    def handle(self, *args: Any, check: bool, merge: Path | None, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        if not check:
            catalogue.write(root, merge)
        if faults := catalogue.faults(root):
            raise CommandError("\n".join([*faults, f"{len(faults)} faults in the catalogues"]))
        self.stdout.write("The catalogues are whole.")
