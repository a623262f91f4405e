from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from people.models import Employee
from records.domain.file import lines, total_hours


@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own file; who is not on the roster has none."""
    employee = request.user.as_employee
    if employee is None:
        return render(request, "records/none.html")
    return redirect("records:file", employee.number)


@login_required
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The training file of somebody whose file the reader may see."""
    employee = get_object_or_404(Employee.objects.visible_to(request.user), number=number)
    shown = lines(employee, reader=request.user)
    return render(
        request, "records/file.html", {"employee": employee, "lines": shown, "hours": total_hours(shown)}
    )
