from typing import Any

from django.core.management.base import BaseCommand

from certification.domain import standings


class Command(BaseCommand):
    help = "Drop the projection of who meets which requirement, and rebuild it from the training files."

    def handle(self, *args: Any, **options: Any) -> None:
        count = standings.rebuild_all()
        if options["verbosity"]:
            self.stdout.write(f"{count} standings")
