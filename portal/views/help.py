from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.enums import Role
from people.models import Employee, Posting, User
from people.requests import SignedInRequest


@login_required
def help_page(request: SignedInRequest) -> HttpResponse:
    """Whom to ask, and what each role can do."""
    own = request.user.as_employee
    context = {
        "manager": _manager(own) if own else None,
        "hr": _hold(Role.HR),
        "trainers": _hold(Role.TRAINER),
    }
    return render(request, "portal/help.html", context)


def _manager(employee: Employee) -> Employee | None:
    posted = Posting.objects.on(timezone.localdate()).filter(employee=employee).select_related("manager")
    return next((posting.manager for posting in posted), None)


def _hold(role: Role) -> list[User]:
    grants = {"role_grants__role": role, "role_grants__ended_at": None}
    return list(User.objects.filter(is_active=True, **grants).order_by("name", "pk"))
