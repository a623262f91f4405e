from django.utils import timezone

from certification.domain import awards, documents, standings
from certification.models import Certificate, RuleVersion
from core.domain import jobs
from core.models import Job
from people.models import Employee


@jobs.register("certification.evaluate")
def evaluate(job: Job) -> None:
    """The projection of one person, then the awards that are due to her."""
    employee = Employee.objects.select_related("user").get(pk=job.payload["employee"])
    standings.rebuild([employee.pk])
    awards.evaluate(employee, on=timezone.localdate())


@jobs.register("certification.rule_published")
def rule_published(job: Job) -> None:
    rule = RuleVersion.objects.get(pk=job.key)
    standings.rebuild_rule(rule)
    awards.evaluate_rule(rule, on=timezone.localdate())


@jobs.register("certification.render")
def render(job: Job) -> None:
    documents.make(Certificate.objects.with_award().get(pk=job.payload["certificate"]))
