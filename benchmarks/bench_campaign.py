"""A campaign of ten thousand people: its report takes a time that grows with them, no screen more queries."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from exams.domain.campaigns import campaign_reports, makeups, progress
from exams.domain.marking import results
from exams.domain.marking.results import Writing
from exams.models import Attempt, Campaign
from people.models import Employee
from records.models import AudienceMember
from tests.factories.exams import CampaignFactory, QuestionVersionFactory, crowd, paper_of
from tests.factories.people import UserFactory

FEW, MANY, QUESTIONS, ABSENT = 1_000, 10_000, 5, 5  # one in five did not come
TARGET = 15.0  # the report of ten times as many people, in the time of the smaller one


def campaign(people: int) -> Campaign:
    versions = QuestionVersionFactory.create_batch(QUESTIONS)
    now = timezone.now()
    opens, closes = now - timedelta(days=9), now - timedelta(days=2)
    sitting = paper_of(*versions, employees=[], opens_at=opens, closes_at=closes)
    came = people - people // ABSENT
    crowd(sitting, versions, [["a", "b", "aab"[at % 3], "a", "a"] for at in range(came)])
    for start in range(0, came, 1_000):
        taken = Attempt.objects.whole().filter(sitting=sitting).order_by("pk")[start : start + 1_000]
        results.write(list(taken), Writing(at=closes))
    others = Employee.objects.bulk_create(
        Employee(number=f"absent-{sitting.pk}-{at}", name=f"缺{at}", hired_on="2020-03-02")
        for at in range(people - came)
    )
    AudienceMember.objects.bulk_create(
        AudienceMember(snapshot=sitting.audience, employee=one) for one in others
    )
    return CampaignFactory(sitting=sitting, opened_at=opens)


def took(campaign: Campaign) -> tuple[float, int]:
    """CPU and queries of its first report."""
    began = time.process_time()
    with CaptureQueriesContext(connection) as asked:
        campaign_reports.write(campaign, at=timezone.now())
    return time.process_time() - began, len(asked)


@pytest.mark.usefixtures("own_database")
def test_ten_thousand_people(django_db_blocker: DjangoDbBlocker) -> None:
    few, many = campaign(FEW), campaign(MANY)
    (short, fewer), (long, more) = took(few), took(many)
    reader, now = UserFactory(is_superuser=True), timezone.now()
    print(
        f"\nreport of {FEW}: {short:.2f} s of CPU, {fewer} queries; of {MANY}: {long:.2f} s, {more} queries"
    )
    screens = {
        "report": lambda one: campaign_reports.shown(one.reports.get(), reader),
        "progress": lambda one: progress.of(one, reader, at=now),
        "make-up": lambda one: makeups.candidates(one, at=now),
    }
    for name, screen in screens.items():
        began = time.process_time()
        with CaptureQueriesContext(connection) as asked:
            screen(many)
        cpu = time.process_time() - began
        with CaptureQueriesContext(connection) as of_few:
            screen(few)
        print(f"{name} of {MANY}: {cpu:.2f} s of CPU, {len(asked)} queries; of {FEW}: {len(of_few)} queries")
    assert many.reports.get().lines.count() == MANY
    print(f"ratio {long / short:.1f}, at most {TARGET}")
    assert long / short < TARGET
