from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.domain import queries, slips
from people.forms import DepartmentForm
from people.models import Employee
from people.requests import SignedInRequest
from people.slip_sheet import sheet
from people.views.access import needs

AT_ONCE = 400


@needs("people.print_slip")
def department(request: SignedInRequest) -> HttpResponse:
    """Slips for those of a department who have no password yet."""
    form = DepartmentForm(request.POST or request.GET)
    people = _receivers(request, form.chosen)
    number = people.count()
    if request.method == "POST" and number:
        if number <= AT_ONCE:
            return _printed(request, list(people))
        messages.error(request, _("That is too many at once: choose a department."))
    first = people[: AT_ONCE if number <= AT_ONCE else 0]
    return render(
        request, "people/slips.html", {"filter": form, "people": first, "number": number, "limit": AT_ONCE}
    )


@require_POST
@needs("people.print_slip")
def one(request: SignedInRequest, number: str) -> HttpResponse:
    """A slip for one person, also for a forgotten password."""
    person = get_object_or_404(
        Employee.objects.visible_to(request.user).select_related("user"), number=number
    )
    if not request.user.has_perm("people.print_slip", person):
        raise Http404
    if not (person.user and person.user.may_sign_in(timezone.now())):
        messages.error(request, _("Who has left gets no slip."))
        return redirect(person)
    return _printed(request, [person])


def _receivers(request: SignedInRequest, department: int | None) -> QuerySet[Employee]:
    today = timezone.localdate()
    people = queries.slip_receivers(request.user, on=today).select_related("user")
    return queries.in_department(people, department, on=today) if department else people


def _printed(request: SignedInRequest, people: list[Employee]) -> HttpResponse:
    """The slips are issued, then drawn: a code is nowhere but on this sheet."""
    issued = slips.issue(employees=people, by=request.user, at=timezone.now())
    headers = {
        "Content-Disposition": 'attachment; filename="activation-slips.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(sheet(issued), content_type="application/pdf", headers=headers)
