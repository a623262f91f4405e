from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from certification.domain.findings import entries_of
from certification.domain.ladder import ladders
from certification.domain.paths import paths
from people.models import Employee
from people.requests import SignedInRequest


@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """My certification. Who has no employee sees that there is nothing to climb."""
    employee = request.user.as_employee
    context = _standing(employee) if employee else {}
    return render(request, "certification/mine.html", {"employee": employee} | context)


@login_required
def person(request: SignedInRequest, number: str) -> HttpResponse:
    """The same for somebody whose file the reader may see."""
    employee = get_object_or_404(Employee.objects.visible_to(request.user), number=number)
    return render(request, "certification/person.html", {"employee": employee} | _standing(employee))


def _standing(employee: Employee) -> dict[str, Any]:
    """Her onboarding, while it is hers to do, and every ladder."""
    today, entries = timezone.localdate(), entries_of(employee)
    return {
        "onboarding": [path for path in paths(employee, entries, on=today) if not path.scheme.is_ladder],
        "ladders": ladders(employee, entries, on=today),
    }
