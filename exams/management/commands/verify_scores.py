from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from exams.domain import verification


class Command(BaseCommand):
    help = "Recompute every score from frozen papers, responses and marks; compare it with the training file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--exam", help="Only attempts at the exam with this code.")

    def handle(self, *args: Any, **options: Any) -> None:
        checked, differences = verification.verify(exam=options["exam"])
        for difference in differences:
            self.stdout.write(str(difference))
        if differences:
            raise CommandError(_("%(count)d of the attempts differ.") % {"count": len(differences)})
        self.stdout.write(_("%(count)d attempts, no difference.") % {"count": checked})
