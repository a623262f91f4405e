from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from exams.domain.marking import verification


class Command(BaseCommand):
    help = "Recompute every score from frozen papers, responses and marks; compare it with the training file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--exam", help="Only attempts at the exam with this code.")

    def handle(self, *args: Any, **options: Any) -> None:
        checked, differing = 0, set()
        for number, differences in verification.differing(exam=options["exam"]):
            checked += number
            for difference in differences:
                self.stdout.write(str(difference))
                differing.add(difference.attempt)
        if differing:
            raise CommandError(_("%(count)d of the attempts differ.") % {"count": len(differing)})
        self.stdout.write(_("%(count)d attempts, no difference.") % {"count": checked})
