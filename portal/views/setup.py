"""Setting the house up: the checklist, what the installation lays down, a test of the mail, failed work."""

import smtplib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.mail import EmailMessage, get_connection
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.domain import audit, jobs
from core.models import Job
from people.requests import SignedInRequest
from portal.domain.checklist import checklist

PER_PAGE = 50
MAIL_SECONDS = 10


@login_required
@permission_required("portal.set_up", raise_exception=True)
def setup(request: SignedInRequest) -> HttpResponse:
    return render(request, "portal/setup.html", {"checklist": checklist(request.user)})


@login_required
@permission_required("portal.set_up", raise_exception=True)
def company(request: SignedInRequest) -> HttpResponse:
    """What the installation has laid down, and how it is changed."""
    values = [
        (_("Company"), settings.GRADUS_COMPANY, "GRADUS_COMPANY"),
        (
            _("Certificate numbers begin with"),
            settings.GRADUS_CERTIFICATE_PREFIX,
            "GRADUS_CERTIFICATE_PREFIX",
        ),
        (_("Time zone"), settings.TIME_ZONE, "GRADUS_TIME_ZONE"),
        (_("Address of this site"), settings.GRADUS_BASE_URL, "GRADUS_BASE_URL"),
        (_("Mail comes from"), settings.DEFAULT_FROM_EMAIL, "GRADUS_FROM_EMAIL"),
        (_("Mail server"), getattr(settings, "EMAIL_HOST", ""), "EMAIL_URL"),
    ]
    languages = [name for _code, name in settings.LANGUAGES]
    return render(request, "portal/company.html", {"values": values, "languages": languages})


@login_required
@permission_required("portal.set_up", raise_exception=True)
@require_POST
def mail(request: SignedInRequest) -> HttpResponse:
    """Send a mail to who asks, and show what the mail server says to it."""
    if not request.user.email:
        messages.warning(request, _("You have no e-mail address yourself: sign in as somebody who has one."))
        return redirect("setup_company")
    try:
        _send(request.user.email)
    except (smtplib.SMTPException, OSError) as refusal:
        messages.error(request, _("The mail server refused: %(answer)s") % {"answer": refusal})
    else:
        messages.success(request, _("The mail to %(to)s has been handed over.") % {"to": request.user.email})
    return redirect("setup_company")


def _send(to: str) -> None:
    with get_connection(timeout=MAIL_SECONDS) as connection:
        subject, text = _("A test from Gradus"), _("Mail from Gradus arrives.")
        EmailMessage(subject, text, to=[to], connection=connection).send()


@login_required
@permission_required("portal.mend_jobs", raise_exception=True)
def failed_jobs(request: SignedInRequest) -> HttpResponse:
    """Work that was tried too often and given up."""
    given_up = Job.objects.given_up().order_by("-given_up_at", "-pk")
    page = Paginator(given_up, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/jobs.html", {"page_obj": page})


@login_required
@permission_required("portal.mend_jobs", raise_exception=True)
@require_POST
def retry_job(request: SignedInRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.given_up(), pk=pk)
    if jobs.reopen(job, at=timezone.now()):
        audit.record(by=request.user, verb="retried job", obj=job, name=job.name, key=job.key)
        messages.success(request, _("It is being tried again."))
    return redirect("jobs")
