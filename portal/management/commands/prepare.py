import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone

from people.domain.first_account import USERNAME, first_code
from portal.celery import app
from portal.demo import loading
from portal.demo.accounts import introduction

QUEUE_FILE = "sqla+sqlite:///"


class Command(BaseCommand):
    help = "Bring database, roles and queue up to date before the start; load the demo where it is asked for."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("sync_roles", stdout=self.stdout)
        renew_queue(settings.CELERY_BROKER_URL)
        for warning in checks.run_checks(tags=["address"]):
            self.stdout.write(f"Warning: {warning.msg} {warning.hint}")
        if settings.DEMO:
            self.load_demo()
        else:
            self.open_the_door()

    def load_demo(self) -> None:
        """What is loaded already is left alone, whoever a visitor has added to it since."""
        if loading.missing():
            call_command("load_demo", stdout=self.stdout)
        self.stdout.write(introduction())

    def open_the_door(self) -> None:
        """Until somebody has set a password, each start names a fresh way in."""
        if code := first_code(at=timezone.now()):
            address = f"{settings.GRADUS_BASE_URL}{reverse('activate')}?code={code}"
            self.stdout.write(f"First sign-in: {address}  (name: {USERNAME})")


def renew_queue(broker: str) -> None:
    """A queue file starts empty and in WAL mode, which kombu would not set. Lost messages are sent again from
    the Job rows, and its tables are made here once, since several processes would race for it."""
    if broker.startswith(QUEUE_FILE):
        path = Path(broker.removeprefix(QUEUE_FILE))
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        queue = sqlite3.connect(path)
        queue.execute("PRAGMA journal_mode=WAL")
        queue.close()
    with app.connection_for_write() as connection:
        connection.default_channel.queue_declare(queue=app.conf.task_default_queue)
