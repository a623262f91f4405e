from celery import shared_task
from django.utils import timezone

from core.domain import jobs
from core.models import Job
from exams.domain.campaigns import campaign_prints, campaign_reports, campaigns
from exams.domain.delivery import sittings
from exams.domain.marking import regrades
from exams.domain.papers import prints
from exams.domain.taking import attempts
from exams.models import Booklet, Campaign, CampaignReport, Regrade, Sitting


@jobs.register("exams.announce")
def announce(job: Job) -> None:
    campaigns.open_due(at=timezone.now())
    sittings.announce(Sitting.objects.select_related("exam").get(pk=job.key), at=timezone.now())


@jobs.register("exams.regrade")
def regrade(job: Job) -> None:
    """Its key is the regrade's; a second look some minutes later has `:again` behind it."""
    decided = Regrade.objects.get(pk=job.key.partition(":")[0])
    regrades.run(decided, at=timezone.now())


@jobs.register("exams.print_booklet")
def print_booklet(job: Job) -> None:
    booklet = Booklet.objects.select_related("sitting__exam").get(pk=job.payload["booklet"])
    prints.make(booklet, job.payload["language"], at=timezone.now())


@shared_task(name="exams.tasks.expire_attempts")
def expire_attempts() -> None:
    attempts.expire(at=timezone.now())


@shared_task(name="exams.tasks.tend_campaigns")
def tend_campaigns() -> None:
    campaigns.tend(at=timezone.now())


@jobs.register("exams.remind")
def remind(job: Job) -> None:
    campaign = Campaign.objects.select_related("sitting__exam").get(pk=job.payload["campaign"])
    campaigns.remind(campaign, days=job.payload["days"], at=timezone.now())


@jobs.register("exams.close_campaign")
def close_campaign(job: Job) -> None:
    campaign = Campaign.objects.select_related("sitting__exam").get(pk=job.key)
    campaign_reports.close(campaign, at=timezone.now())


@jobs.register("exams.print_campaign_report")
def print_campaign_report(job: Job) -> None:
    report = CampaignReport.objects.get(pk=job.payload["report"])
    campaign_prints.make(report, language=job.payload["language"], at=timezone.now())
