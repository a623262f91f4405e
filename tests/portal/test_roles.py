"""What each role may do in the Wagtail admin."""

import pytest
from django.core.management import call_command

from courses.models import CourseIndexPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def synced(db: None) -> None:
    for _ in range(2):
        call_command("sync_roles")


def test_who_enters_the_admin(client, cast) -> None:
    answers = {}
    for name, user in cast.users().items():
        client.force_login(user)
        answers[name] = client.get("/cms/").status_code
    assert {name for name, status in answers.items() if status == 200} == {"trainer", "hr"}


def test_who_writes_pages(cast) -> None:
    shelf = CourseIndexPage.objects.first()
    writers = {
        name for name, user in cast.users().items() if shelf.permissions_for_user(user).can_publish_subpage()
    }
    assert writers == {"trainer"}


def test_trainers_find_only_what_they_need(client, trainer) -> None:
    client.force_login(trainer)
    shown = client.get("/cms/").content.decode()
    for hidden in ("/cms/documents/", "/cms/users/", "/cms/settings/", "/cms/reports/"):
        assert hidden not in shown
