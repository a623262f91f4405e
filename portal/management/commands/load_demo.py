import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.demo.loading import NotTheDemo, load


class Command(BaseCommand):
    help = (
        "Load the demo company; a second run changes nothing. Refuses a database with people of another one."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        logging.disable(logging.INFO)  # a line for every page and job
        try:
            for step in load():
                self.stdout.write(f"Demo: {step}")
        except NotTheDemo as error:
            raise CommandError(str(error)) from error
        finally:
            logging.disable(logging.NOTSET)
