from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from core.domain import triggers


@receiver(connection_created)
def register_permit(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("erasure_permit", 0, lambda: int(triggers.permit.get()))


@receiver(post_migrate)
def put_triggers_back(using: str, **kwargs: Any) -> None:
    triggers.install(connections[using])
