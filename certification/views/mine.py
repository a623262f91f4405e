from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from certification.domain.ladder import ladders
from people.models import Employee


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """My certification. Who has no employee sees that there is nothing to climb."""
    employee = request.user.as_employee
    shown = ladders(employee, on=timezone.localdate()) if employee else []
    return render(request, "certification/mine.html", {"employee": employee, "ladders": shown})


@login_required
def person(request: HttpRequest, number: str) -> HttpResponse:
    """The same for somebody whose file the reader may see."""
    employee = get_object_or_404(Employee.objects.visible_to(request.user), number=number)
    shown = ladders(employee, on=timezone.localdate())
    return render(request, "certification/person.html", {"employee": employee, "ladders": shown})
