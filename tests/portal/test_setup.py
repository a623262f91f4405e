import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone

from core.domain import jobs
from core.models import AuditEvent, Job
from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr_client(client: Client, hr: User) -> Client:
    client.force_login(hr)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def said(client: Client, address: str) -> list[str]:
    return [str(message) for message in client.post(address, follow=True).context["messages"]]


class TestMail:
    def test_a_test_mail_goes_to_who_asks(self, hr_client: Client, hr: User) -> None:
        assert said(hr_client, "/setup/company/mail/") == [f"The mail to {hr.email} has been handed over."]
        assert [message.to for message in mail.outbox] == [[hr.email]]

    def test_what_the_server_answers_is_shown(self, hr_client: Client, settings) -> None:
        settings.EMAIL_BACKEND = "tests.portal.test_setup.Refusing"
        assert said(hr_client, "/setup/company/mail/") == [
            "The mail server refused: (535, b'5.7.8 bad credentials')"
        ]

    def test_who_has_no_address_is_told(self, hr_client: Client, hr: User) -> None:
        User.objects.filter(pk=hr.pk).update(email=None)
        assert said(hr_client, "/setup/company/mail/") == [
            "You have no e-mail address yourself: sign in as somebody who has one."
        ]
        assert mail.outbox == []


class Refusing(BaseEmailBackend):
    """A mail server that lets nobody in."""

    def __init__(self, **kwargs) -> None:
        super().__init__()

    def send_messages(self, messages) -> int:
        raise smtplib.SMTPAuthenticationError(535, b"5.7.8 bad credentials")


class TestFailedJobs:
    @pytest.fixture
    def failed(self) -> Job:
        job = jobs.owe("test.print", key=1)
        Job.objects.update(given_up_at=timezone.now(), attempts=8, error="RuntimeError: no paper")
        return job

    def test_they_are_listed_with_their_reason(self, hr_client: Client, failed: Job) -> None:
        jobs.owe("test.print", key=2)
        page = hr_client.get("/jobs/")
        assert [(job.key, job.error) for job in page.context["page_obj"]] == [("1", "RuntimeError: no paper")]

    def test_one_is_tried_again_and_that_is_written_down(self, hr_client: Client, failed: Job) -> None:
        assert said(hr_client, f"/jobs/{failed.pk}/retry/") == ["It is being tried again."]
        failed.refresh_from_db()
        assert (failed.given_up_at, failed.attempts) == (None, 0)
        assert AuditEvent.objects.get(verb="retried job").details == {"name": "test.print", "key": "1"}

    def test_one_that_is_no_longer_given_up_is_not_there(self, hr_client: Client, failed: Job) -> None:
        hr_client.post(f"/jobs/{failed.pk}/retry/")
        assert hr_client.post(f"/jobs/{failed.pk}/retry/").status_code == 404
