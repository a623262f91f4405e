from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certification.domain import standings


class Command(BaseCommand):
    help = "Compare the projection with the findings of today; end with an error where they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(standings.differences(on=timezone.localdate()))
        if found:
            raise CommandError("\n".join(found))
        if options["verbosity"]:
            self.stdout.write("The projection and the findings agree.")
