from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from certification.domain import awards as verbs
from certification.domain import certificates, documents
from certification.errors import AlreadyRevoked
from certification.forms import RevokeForm, UpholdForm
from certification.models import Award, Certificate
from certification.models.award import AwardQuerySet
from core.errors import GradusError
from people.requests import SignedInRequest

PAGE = 50
ENDS_SOON = timedelta(days=60)

# What the list may be narrowed to: its word in the address, its label, and which awards.
STATES: dict[str, tuple[object, Callable[[AwardQuerySet, date], AwardQuerySet]]] = {
    "valid": (gettext_lazy("Valid"), lambda awards, on: awards.in_force(on)),
    "ending": (gettext_lazy("Ending within 60 days"), lambda awards, on: awards.ending(on, on + ENDS_SOON)),
    "expired": (gettext_lazy("Expired"), lambda awards, on: awards.expired(on)),
    "revoked": (gettext_lazy("Revoked"), lambda awards, on: awards.revoked()),
    "review": (
        gettext_lazy("Evidence reversed, to be decided"),
        lambda awards, on: awards.on_reversed_evidence(),
    ),
    "waiting": (gettext_lazy("Certificate waiting"), lambda awards, on: awards.without_document()),
}


@login_required
def awards(request: SignedInRequest) -> HttpResponse:
    """Every award that the reader may see, narrowed by state and by name or number."""
    _require(request, "certification.list_awards")
    today = timezone.localdate()
    visible = Award.objects.visible_to(request.user)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    chosen = STATES[state][1](visible, today) if state in STATES else visible.with_ledger()
    if words:
        chosen = chosen.filter(
            Q(employee__name__icontains=words) | Q(employee__number=words) | Q(certificate__number=words)
        )
    shown = chosen.select_related("employee", "level__scheme", "certificate__file")
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [(award, award.status(today)) for award in page],
        "figures": [(name, label, of(visible, today).count()) for name, (label, of) in STATES.items()],
        "state": state,
        "words": words,
    }
    return render(request, "certification/awards.html", context)


@login_required
def award(request: SignedInRequest, pk: int) -> HttpResponse:
    """One award: what it stood on, its certificate, its end."""
    shown = _visible(request, pk)
    certificate = shown.certificate
    context = {
        "award": shown,
        "status": shown.status(timezone.localdate()),
        "findings": verbs.stood_on(shown, on=timezone.localdate()),
        "upholdings": shown.upholdings.all(),
        "may_uphold": request.user.has_perm("certification.uphold_award") and _is_to_decide(shown),
        "refusal": "" if certificate.is_made else documents.refusal(certificate),
        "may_revoke": request.user.has_perm("certification.revoke_award")
        and not hasattr(shown, "revocation"),
        "may_retry": request.user.has_perm("certification.retry_certificate") and not certificate.is_made,
    }
    return render(request, "certification/award.html", context)


@login_required
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Withdraw an award, with the reason that its holder reads."""
    _require(request, "certification.revoke_award")
    shown = _visible(request, pk)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.revoke(shown, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("The award is revoked. Its holder has been told."))
        except AlreadyRevoked as error:
            messages.info(request, str(error))
        return redirect(shown)
    return render(request, "certification/revoke.html", {"award": shown, "form": form})


@login_required
def uphold(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep an award whose evidence was reversed, with the reason that an auditor reads."""
    _require(request, "certification.uphold_award")
    shown = _visible(request, pk)
    form = UpholdForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.uphold(shown, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("The award is kept. Your reason stands with it."))
        except GradusError as refusal:
            messages.error(request, str(refusal))
        return redirect(shown)
    stood = verbs.stood_on(shown, on=timezone.localdate())
    return render(request, "certification/uphold.html", {"award": shown, "form": form, "findings": stood})


def _is_to_decide(award: Award) -> bool:
    return Award.objects.on_reversed_evidence().filter(pk=award.pk).exists()


@login_required
@require_POST
def retry(request: SignedInRequest, number: str) -> HttpResponse:
    """Make a waiting certificate's document again."""
    _require(request, "certification.retry_certificate")
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user).waiting(), number=number)
    certificates.retry(certificate, at=timezone.now())
    messages.success(request, _("The document is being made again."))
    return redirect(certificate.award)


def _require(request: SignedInRequest, permission: str) -> None:
    """Who may not is told that there is no such page."""
    if not request.user.has_perm(permission):
        raise Http404


def _visible(request: SignedInRequest, pk: int) -> Award:
    visible = Award.objects.visible_to(request.user).with_ledger()
    return get_object_or_404(
        visible.select_related("level__scheme", "rule", "employee", "certificate__file"), pk=pk
    )
