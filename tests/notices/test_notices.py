import pytest
from django.core import mail

from core.domain import jobs
from core.models import Job
from notices.domain import notices
from notices.models import Notice
from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> User:
    return User.objects.create_user("0042", "li.na@example.com", name="Li Na", language="en")


def test_a_notice_is_written_and_mailed_once(reader):
    for _ in range(2):
        notices.tell(
            reader, kind="certificate_ready", key="GR-1", link="/c/GR-1", title="Level 2", number="GR-1"
        )
    job = Job.objects.get(name="notices.mail")
    assert jobs.run(job.pk) is True
    notices.mail(job)
    assert [message.subject for message in mail.outbox] == ["Your certificate: Level 2"]
    assert mail.outbox[0].body == (
        "Congratulations. Your certificate GR-1 is ready to be opened and printed.\n\nhttp://testserver/c/GR-1\n"
    )
    assert mail.outbox[0].to == ["li.na@example.com"]


def test_who_has_no_mail_finds_the_notice_in_the_portal(reader):
    reader.email = None
    reader.save()
    notices.tell(
        reader, kind="award_revoked", key="GR-1", title="Level 2", number="GR-1", reason="Typing error"
    )
    assert Notice.objects.visible_to(reader).unread().count() == 1
    assert Job.objects.count() == 0


def test_a_notice_is_nobody_elses(reader):
    notices.tell(reader, kind="exam_result", key=1, title="Test")
    assert list(Notice.objects.visible_to(User.objects.create_user("0043"))) == []


def test_a_notice_without_texts_is_refused(reader):
    with pytest.raises(KeyError, match="nonsense"):
        notices.tell(reader, kind="nonsense", key=1)
