"""The closing report: on the screen, as a workbook, as PDF."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.domain import audit
from core.exports import Sheet, as_book, as_download
from exams.domain.audience import rule_in_words
from exams.domain.campaigns import campaign_prints, campaign_reports, campaigns
from exams.domain.campaigns.campaign_reports import Shown, Tally
from exams.enums import Outcome
from exams.models import Campaign, CampaignReport
from exams.models.campaign import sees_everybody
from exams.views.campaigns.access import for_readers, for_runners, found
from people.requests import SignedInRequest

PER_PAGE = 50


@for_readers
@never_cache
def report(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    seen, kept = _kept(request, pk, number)
    outcome = request.GET.get("show", "")
    outcome = outcome if outcome in Outcome.values else ""
    lines = campaign_reports.people(kept, request.user, outcome)
    context = {
        "campaign": seen,
        "report": kept,
        "shown": campaign_reports.shown(kept, request.user),
        "rule": rule_in_words(kept.rule),
        "page_obj": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "outcome": outcome,
        "outcomes": Outcome,
        "editions": seen.reports.order_by("-number"),
        "sees_all": sees_everybody(request.user),
        "may_run": request.user.has_perm("exams.run_campaigns"),
    }
    return render(request, "exams/campaigns/report.html", context)


@require_POST
@for_runners
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another edition, or the first where the worker has not written it."""
    seen = found(request, pk)
    now = timezone.now()
    if not campaigns.is_over(seen, at=now):
        messages.error(request, _("This test has not ended for everybody yet."))
        return redirect(seen)
    return redirect(campaign_reports.write(seen, at=now, by=request.user))


@for_readers
@never_cache
def workbook(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """What the reader sees, as a workbook. Who took it away is written down."""
    seen, kept = _kept(request, pk, number)
    shown = campaign_reports.shown(kept, request.user)
    lines = campaign_reports.people(kept, request.user)
    content = as_book([_summary(seen, shown), _departments(shown), _topics(shown), _people(lines)])
    audit.record(by=request.user, verb="exported report", obj=kept, people=shown.whole.invited)
    day = timezone.localdate(kept.closed_at)
    return as_download(content, f"{seen.sitting.title}_{_('closing report')}_{day}.xlsx")


@for_readers
@never_cache
def document(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The whole report on paper, for who sees everybody; owed where it has not been made."""
    if not sees_everybody(request.user):
        raise Http404
    seen, kept = _kept(request, pk, number)
    made = campaign_prints.owe(kept, language=get_language() or "en")
    if made is None:
        messages.info(request, _("The PDF is being made. Open it again in a moment."))
        return redirect(kept)
    audit.record(by=request.user, verb="exported report", obj=kept, form="pdf")
    headers = {"Content-Disposition": f'inline; filename="campaign-{seen.pk}-{number}.pdf"'}
    return HttpResponse(campaign_prints.opened(made), content_type="application/pdf", headers=headers)


def _kept(request: SignedInRequest, pk: int, number: int) -> tuple[Campaign, CampaignReport]:
    seen = found(request, pk)
    return seen, get_object_or_404(seen.reports, number=number)


def _summary(seen: Campaign, shown: Shown) -> Sheet:
    whole, kept = shown.whole, shown.report
    rows: list[list[Any]] = [
        [_("Test"), seen.sitting.title],
        [_("For whom"), rule_in_words(kept.rule)],
        [_("Closed"), kept.closed_at],
        [_("As of"), kept.as_of],
        [_("Edition"), kept.number],
        [_("Pass mark"), kept.pass_mark],
        [_("Invited"), whole.invited],
        [_("Left the company, not counted"), whole.left],
        [_("Counted: invited, and working here on the last day"), whole.present],
        [_("Taken"), whole.taken],
        [_("Taken, share of those counted"), whole.taken_share],
        [_("Passed"), whole.passed],
        [_("Passed, share of those counted"), whole.passed_share],
        [_("Not passed"), whole.failed],
        [_("Being marked"), whole.unmarked],
        [_("Absent"), whole.absent],
    ]
    return Sheet(_("Summary"), [_("What"), _("Value")], rows)


def _departments(shown: Shown) -> Sheet:
    header = [_("Department"), _("Counted"), _("Taken"), _("Passed"), _("Not passed"), _("Being marked"),
              _("Absent"), _("Left, not counted"), _("Passed, share of those counted")]  # fmt: skip
    return Sheet(_("Departments"), header, [_numbers(one.name, one.tally) for one in shown.departments])


def _numbers(name: str, tally: Tally) -> list[Any]:
    return [name, tally.present, tally.taken, tally.passed, tally.failed, tally.unmarked, tally.absent,
            tally.left, tally.passed_share]  # fmt: skip


def _topics(shown: Shown) -> Sheet:
    rows = [[topic.name, topic.share, topic.people] for topic in shown.topics]
    return Sheet(_("Topics"), [_("Topic"), _("Share of the points earned"), _("People asked")], rows)


def _people(lines: Any) -> Sheet:
    header = [_("Employee number"), _("Name"), _("Department"), _("Outcome"), _("Score")]
    return Sheet(_("People"), header, _rows(lines))


def _rows(lines: Any) -> Iterator[list[Any]]:
    for line in lines:
        yield [
            line.employee.number,
            line.employee.name,
            line.department,
            line.get_outcome_display(),
            line.score,
        ]
