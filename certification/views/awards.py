from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from certification.domain import certificates
from certification.models import Award


@login_required
def award(request: HttpRequest, pk: int) -> HttpResponse:
    """One award: what it stood on, its certificate, its end."""
    visible = Award.objects.visible_to(request.user).with_ledger()
    shown = get_object_or_404(
        visible.select_related("level__scheme", "rule", "employee", "certificate__file", "revocation"), pk=pk
    )
    context = {
        "award": shown,
        "findings": shown.findings.select_related("requirement", "entry__reversal"),
        "check": certificates.check(shown.certificate, on=timezone.localdate()),
    }
    return render(request, "certification/award.html", context)
