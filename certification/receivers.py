from typing import Any

from django.dispatch import receiver

from core.domain import jobs
from records.models import Entry
from records.signals import entry_booked


@receiver(entry_booked)
def look_at_the_person_again(entry: Entry, **kwargs: Any) -> None:
    """A new line may meet a requirement, or end one."""
    jobs.owe("certification.evaluate", key=f"{entry.employee_id}:{entry.pk}", employee=entry.employee_id)
