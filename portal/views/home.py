from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from notices.models import Notice
from people.requests import SignedInRequest
from portal.domain.learning import learning


@dataclass(frozen=True)
class Part:
    """A piece of the home page, for one thing that somebody is."""

    name: str
    content: Any

    @property
    def template(self) -> str:
        return f"portal/parts/_{self.name}.html"


@login_required
@never_cache
def home(request: SignedInRequest) -> HttpResponse:
    """What the person is asked next. Who is several things finds a part for each."""
    parts = list(_parts(request))
    context = {
        "parts": parts,
        "today": timezone.localdate(),
        "unread": Notice.objects.visible_to(request.user).unread().count(),
    }
    return render(request, "portal/home.html", context)


def _parts(request: SignedInRequest) -> list[Part]:
    parts = []
    if request.user.as_employee:
        shown = learning(request.user.as_employee, at=timezone.now(), language=get_language() or "en")
        parts.append(Part("learning", shown))
    return parts
