from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from core.domain import jobs
from records.models import Entry
from records.signals import entry_booked


@receiver(entry_booked)
def look_at_the_people_again(entries: Iterable[Entry], **kwargs: Any) -> None:
    """A new line may meet a requirement, or end one. Of many lines about a person the last one owes it."""
    last = {entry.employee_id: entry.pk for entry in entries}
    jobs.owe_all(
        "certification.evaluate",
        {f"{employee}:{entry}": {"employee": employee} for employee, entry in last.items()},
    )
