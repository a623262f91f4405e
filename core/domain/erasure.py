"""The one door through which facts may be blanked or deleted.

Within one transaction: a warrant, a permit that the triggers ask for, the change, an audit event.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction

from core.domain import audit
from core.domain.triggers import permit
from core.models import AppendOnly, Warrant


def blank(*, rows: models.QuerySet, columns: dict[str, Any], ground: str, by: Any) -> Warrant:
    """Overwrite personal columns of facts. Raises ValueError for a column not marked `personal`."""
    _refuse_columns(rows.model, columns)
    keys = list(rows.values_list("pk", flat=True))
    blanked = sorted(columns)
    with _warranted(rows.model, keys, ground=ground, by=by, verb="blanked", columns=blanked) as warrant:
        models.QuerySet.update(rows.model._base_manager.filter(pk__in=keys), **columns)
    return warrant


def delete(*, rows: models.QuerySet, ground: str, by: Any) -> Warrant:
    """Delete facts whose retention is over."""
    keys = list(rows.values_list("pk", flat=True))
    with _warranted(rows.model, keys, ground=ground, by=by, verb="deleted") as warrant:
        models.QuerySet.delete(models.QuerySet(rows.model).filter(pk__in=keys))
    return warrant


def _refuse_columns(model: type[AppendOnly], columns: dict[str, Any]) -> None:
    if strange := set(columns) - set(model.personal):
        raise ValueError(f"{model._meta.label} does not mark as personal: {', '.join(sorted(strange))}")


@contextmanager
def _warranted(
    model: type[AppendOnly],
    keys: list[Any],
    *,
    ground: str,
    by: Any,
    verb: str,
    columns: list[str] | None = None,
) -> Iterator[Warrant]:
    covers: dict[str, Any] = {"model": model._meta.label_lower, "keys": keys, "columns": columns or []}
    with transaction.atomic():
        warrant = Warrant.objects.create(ground=ground, covers=covers, **audit.actor(by))
        with _permit():
            yield warrant
        audit.record(by=by, verb=verb, obj=warrant, reason=ground, **covers)


@contextmanager
def _permit() -> Iterator[None]:
    token = permit.set(True)
    _postgresql_permit("on")
    try:
        yield
        _postgresql_permit("off")
    finally:
        permit.reset(token)


def _postgresql_permit(value: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('gradus.erasure', %s, true)", [value])
