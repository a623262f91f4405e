"""The closing report on paper: drawn by the worker, outside any transaction, and kept once a language.

It is the whole company's: for who sees everybody. A manager prints her own screen.
"""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core import pdf
from core.domain import jobs
from exams.domain.audience import rule_in_words
from exams.domain.campaigns import campaign_reports
from exams.domain.campaigns.campaign_reports import Shown
from exams.enums import Outcome
from exams.models import CampaignPrint, CampaignReport

TEMPLATE = "exams/campaigns/report_pdf.html"
STYLE = "css/campaign-report.css"


def owe(report: CampaignReport, *, language: str) -> CampaignPrint | None:
    """The print if it is there; else it is owed."""
    found = report.prints.filter(language=language).first()
    if found is None:
        key = f"{report.pk}:{language}"
        jobs.owe("exams.print_campaign_report", key=key, report=report.pk, language=language)
    return found


def make(report: CampaignReport, *, language: str, at: datetime) -> CampaignPrint:
    """Draw and keep the document; a second call returns the one that is kept."""
    if found := report.prints.filter(language=language).first():
        return found
    content = draw(report, language=language)
    path = _storage().save(f"campaigns/{report.pk}-{language}.pdf", ContentFile(content))
    try:
        with transaction.atomic():
            return CampaignPrint.objects.create(
                report=report,
                language=language,
                path=path,
                sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
                made_at=at,
            )
    except IntegrityError:
        # Another worker was first: its document is the one.
        _storage().delete(path)
        return report.prints.get(language=language)


def draw(report: CampaignReport, *, language: str) -> bytes:
    """The PDF: numbers, departments, topics, and who is still to pass."""
    found = campaign_reports.whole(report)
    open_to = (Outcome.ABSENT, Outcome.FAILED, Outcome.UNMARKED)
    lines = list(
        report.lines.filter(outcome__in=open_to)
        .select_related("employee")
        .order_by("department", "outcome", "employee__sort_key", "employee__number")
    )
    with translation.override(language):
        rule = rule_in_words(report.rule)
    context = {
        "shown": found,
        "report": report,
        "rule": rule,
        "lines": lines,
        "company": settings.GRADUS_COMPANY,
    }
    names = " ".join(line.employee.name for line in lines)
    return pdf.render(
        TEMPLATE,
        context,
        stylesheets=[STYLE],
        printed={_("names"): names, _("headings"): _typed(found)},
        language=language,
    )


def opened(found: CampaignPrint) -> bytes:
    with _storage().open(found.path) as file:
        return file.read()


def _typed(found: Shown) -> str:
    """Everything else on it that people typed."""
    report = found.report
    rule = report.rule
    names = [report.campaign.sitting.title, rule["audience"], settings.GRADUS_COMPANY]
    names += [*rule["departments"], *rule["positions"], *rule["levels"]]
    names += [department.name for department in found.departments]
    return " ".join([*names, *(topic.name for topic in found.topics)])


def _storage() -> Storage:
    return storages["private"]
