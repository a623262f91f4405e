"""Who can be chosen for an assessment.

Whoever assesses or plans finds everybody who works here today, herself left out, by name or number, and
sees of each the name, the number and the department: nothing else, and only to choose. Their files stay
closed to her.
"""

from datetime import date
from typing import Any

from django.db import models

from people.models import Department, Employee, Posting, User


def candidates(
    *, by: User, on: date, text: str = "", department: Department | None = None
) -> models.QuerySet[Employee]:
    """People to choose from, with `department_name`; those of a department or matching a text, if given."""
    postings = Posting.objects.filter(employee=models.OuterRef("pk"), from_day__lte=on)
    last = postings.order_by("-from_day", "-pk")
    found = Employee.objects.employed(on).matching(text)
    asked: dict[str, Any] = {"department_id": department.pk} if department else {}
    return (
        found.exclude(user=by)
        .annotate(
            department_id=models.Subquery(last.values("department")[:1]),
            department_name=models.Subquery(last.values("department__name")[:1]),
        )
        .filter(**asked)
    )
