"""The home page, put together of a part for each thing that somebody is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from certification.models import Award
from core.models import Job
from courses.rules import is_employed
from exams.domain.assessing.scoresheets import cards
from exams.domain.marking import claims
from exams.models import Assessment, Objection
from notices.models import Notice
from people.models import Employee, User
from people.requests import SignedInRequest
from people.rules import is_assessor, is_auditor, is_hr, is_manager, is_trainer
from portal.domain.authoring import authoring
from portal.domain.checklist import checklist
from portal.domain.learning import learning
from portal.domain.team import team

MOST = 5


@dataclass(frozen=True)
class Part:
    """A piece of the page, whose template is `portal/parts/_<name>.html`."""

    name: str
    content: Any

    @property
    def template(self) -> str:
        return f"portal/parts/_{self.name}.html"


@login_required
@never_cache
def home(request: SignedInRequest) -> HttpResponse:
    """What the person is asked next."""
    context = {
        "parts": list(_parts(request.user)),
        "today": timezone.localdate(),
        "unread": Notice.objects.visible_to(request.user).unread().count(),
    }
    return render(request, "portal/home.html", context)


def _parts(user: User) -> Iterator[Part]:
    return (Part(name, build(user)) for name, (is_for, build) in PARTS.items() if is_for(user))


def _administration(user: User) -> dict[str, Any]:
    return {
        "checklist": checklist(user),
        "review": Award.objects.visible_to(user).on_reversed_evidence().count(),
        "waiting": Award.objects.visible_to(user).without_document().count(),
        "jobs": Job.objects.given_up().count(),
    }


def _assessing(user: User) -> dict[str, Any]:
    own = Assessment.objects.open().filter(assessor=user)
    named = own.select_related("employee", "scenario", "rubric_version").order_by("planned_on", "pk")
    return {"cards": cards(named[:MOST]), "more": max(own.count() - MOST, 0)}


def _marking(user: User) -> dict[str, int]:
    """Answers that wait for a marker, and queries about questions of hers."""
    return {
        "answers": claims.waiting(user, at=timezone.now()).count(),
        "queries": Objection.objects.visible_to(user).open().count(),
    }


def _authoring(user: User) -> Any:
    return authoring(user, at=timezone.now())


def _team(user: User) -> Any:
    return team(user, on=timezone.localdate())


def _auditing(user: User) -> None:
    """Links only."""


def _learning(user: User) -> Any:
    return learning(cast(Employee, user.as_employee), at=timezone.now(), language=get_language() or "en")


# In the order in which they stand: the work for others before one's own learning.
PARTS: dict[str, tuple[Callable[[User], bool], Callable[[User], Any]]] = {
    "administration": (is_hr, _administration),
    "assessing": (is_assessor, _assessing),
    "marking": (is_trainer | is_assessor, _marking),
    "authoring": (is_trainer, _authoring),
    "team": (is_manager, _team),
    "auditing": (is_auditor, _auditing),
    "learning": (is_employed, _learning),
}
