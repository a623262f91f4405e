import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from portal.celery import app

QUEUE_FILE = "sqla+sqlite:///"


class Command(BaseCommand):
    help = "Bring database, roles and queue up to date before the processes start; load the demo where it is asked for."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        for name in ("sync_roles", *(["load_demo"] if settings.DEMO else [])):
            if name in get_commands():
                call_command(name, stdout=self.stdout)
        renew_queue(settings.CELERY_BROKER_URL)


def renew_queue(broker: str) -> None:
    """A queue file starts empty and in WAL mode, which kombu would not set. Lost messages are sent again from the
    Job rows, and its tables are made here once, since several processes would race for it."""
    if broker.startswith(QUEUE_FILE):
        path = Path(broker.removeprefix(QUEUE_FILE))
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        queue = sqlite3.connect(path)
        queue.execute("PRAGMA journal_mode=WAL")
        queue.close()
    with app.connection_for_write() as connection:
        connection.default_channel.queue_declare(queue=app.conf.task_default_queue)
