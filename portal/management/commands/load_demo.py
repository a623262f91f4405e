from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.demo.accounts import demo_accounts
from portal.demo.loading import NotTheDemo, load
from portal.demo.people import PASSWORD


class Command(BaseCommand):
    help = "Load the demo company; a second run changes nothing. Refuses a database with people of another one."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for step in load():
                self.stdout.write(f"Demo: {step}")
        except NotTheDemo as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Demo accounts, all with the password {PASSWORD}:")
        for account in demo_accounts():
            self.stdout.write(f"  {account}")
