from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.domain import queries
from people.domain import roles as domain
from people.enums import Role
from people.errors import LastHR
from people.forms import RoleForm
from people.models import Employee, User
from people.requests import SignedInRequest
from people.views.access import needs


@login_required
def person(request: SignedInRequest, number: str) -> HttpResponse:
    employee = _visible(request, number)
    today = timezone.localdate()
    slips = employee.user.activation_slips.open(timezone.now()) if employee.user else ()
    context = {
        "person": employee,
        "today": today,
        "has_left": employee.left_on is not None and employee.left_on < today,
        "posting": queries.posted([employee], on=today).get(employee.pk),
        "postings": employee.postings.select_related("department", "position", "manager").order_by(
            "-from_day", "-pk"
        ),
        "past": employee.past_employments.all(),
        "slip": slips[0] if slips else None,
        "roles": _roles(employee),
        "may_grant": request.user.has_perm("people.grant_role"),
        "may_print": request.user.has_perm("people.print_slip", employee),
    }
    return render(request, "people/person.html", context)


@require_POST
@needs("people.grant_role")
def roles(request: SignedInRequest, number: str) -> HttpResponse:
    """Grant the role that is named, or end it."""
    employee = _visible(request, number)
    form = RoleForm(request.POST)
    if form.is_valid() and employee.user:
        _change(request, employee.user, Role(form.cleaned_data["role"]))
    return redirect(employee)


def _change(request: SignedInRequest, user: User, role: Role) -> None:
    try:
        if "end" in request.POST:
            domain.end(user=user, role=role, by=request.user)
            text = _("%(person)s is no longer: %(role)s")
        else:
            domain.grant(user=user, role=role, by=request.user)
            text = _("%(person)s is now: %(role)s")
        messages.success(request, text % {"person": user, "role": role.label})
    except LastHR as error:
        messages.error(request, str(error))


def _roles(employee: Employee) -> list[tuple[Role, bool]]:
    held = employee.user.roles if employee.user else frozenset()
    return [(role, role in held) for role in Role]


def _visible(request: SignedInRequest, number: str) -> Employee:
    people = Employee.objects.visible_to(request.user).select_related("user")
    return get_object_or_404(people, number=number)
