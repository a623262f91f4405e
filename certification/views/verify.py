"""The public pages: no sign-in, no script, three languages, and nothing to be harvested."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from certification.domain import certificates
from certification.forms import LookupForm, NameForm
from certification.models import Award, Certificate
from core.text import mask_name

LIMIT = {"verify": "20/m/ip"}

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Open to everybody, twenty times a minute, and kept out of search engines."""

    @never_cache
    @wraps(view)
    def limited(request: HttpRequest, **kwargs: str) -> HttpResponse:
        used = ratelimit.consume(request, app="certification", action="verify", config=LIMIT, limit_get=True)
        response = view(request, **kwargs) if used else render(request, "429.html", status=429)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return limited


@public
def lookup(request: HttpRequest) -> HttpResponse:
    """By number and full name. A wrong name is answered as a number that does not exist."""
    form = LookupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = certificates.find(form.cleaned_data["number"], form.cleaned_data["name"])
        return _page(request, found, name=found.name) if found else _unknown(request)
    return render(
        request, "certification/verify_lookup.html", {"form": form, "company": settings.GRADUS_COMPANY}
    )


@public
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Where the QR code leads. The name is masked until it is typed in full."""
    found = Certificate.objects.with_award().filter(token=token).first()
    if found is None:
        return _unknown(request)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if certificates.names_match(found, form.cleaned_data["name"]):
            return _page(request, found, name=found.name)
        form.add_error("name", _("This is not the name on the certificate."))
    return _page(request, found, name=mask_name(found.name), form=form)


def _page(
    request: HttpRequest, found: Certificate, *, name: str, form: NameForm | None = None
) -> HttpResponse:
    now = timezone.now()
    award = Award.objects.with_ledger().select_related("level__scheme").get(pk=found.award_id)
    context = {
        "certificate": found,
        "award": award,
        "status": award.status(timezone.localdate(now)),
        "successor": certificates.successor(award) if award.is_renewed else None,
        "name": name,
        "form": form,
        "company": settings.GRADUS_COMPANY,
        "checked_at": checked_at(now),
    }
    return render(request, "certification/verify.html", context)


def _unknown(request: HttpRequest) -> HttpResponse:
    context = {"company": settings.GRADUS_COMPANY, "checked_at": checked_at(timezone.now())}
    return render(request, "certification/verify_unknown.html", context, status=404)


def checked_at(moment: datetime) -> str:
    """A moment in the company's zone, said so that a stranger understands it: 2026-11-21 10:42 UTC+8."""
    local = timezone.localtime(moment)
    ahead = local.utcoffset() or timedelta()
    hours, minutes = divmod(int(ahead.total_seconds()) // 60, 60)
    return f"{local:%Y-%m-%d %H:%M} UTC{hours:+d}" + (f":{minutes:02d}" if minutes else "")
