from typing import Any

from django.core.management.base import BaseCommand

from portal.domain import roles


class Command(BaseCommand):
    help = "Write what each role may do in the Wagtail admin. Safe to repeat; run it after migrate."

    def handle(self, *args: Any, **options: Any) -> None:
        roles.sync()
