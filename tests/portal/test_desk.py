"""The first page of the Wagtail admin, and the way back from it."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from courses.models import CourseIndexPage
from portal.domain import desk
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TRAINERS = "Courses, Questions, Import questions, Papers, Sittings, Statistics, Role-play scenarios, Rubrics"
ENGLISH = {"accept-language": "en"}


def signed_in(cast: Cast, name: str) -> Client:
    call_command("sync_roles")
    client = Client()
    client.force_login(getattr(cast, name))
    return client


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("trainer", TRAINERS),
        ("hr", "Papers, Sittings, Statistics, Levels"),
        ("employee", ""),
    ],
)
def test_the_doors_are_those_that_open(cast: Cast, name: str, expected: str):
    with translation.override("en"):
        labels = [str(door.label) for door in desk.doors(getattr(cast, name))]
    assert ", ".join(labels) == expected


@pytest.mark.parametrize("name", ["trainer", "hr"])
def test_every_door_opens_and_the_way_back_is_there(cast: Cast, name: str):
    client = signed_in(cast, name)
    shown = client.get(reverse("wagtailadmin_home"), headers=ENGLISH).content.decode()
    addresses = [reverse(door.url_name) for door in desk.doors(getattr(cast, name))]
    assert [url for url in addresses if f'href="{url}"' not in shown] == []
    assert [client.get(url, follow=True).status_code for url in addresses] == [200] * len(addresses)
    assert ("Back to Gradus" in shown, "ditor guide" in shown) == (True, False)


def test_the_courses_of_the_readers_language(cast: Cast):
    client = signed_in(cast, "trainer")
    cast.trainer.language = "en"
    cast.trainer.save()
    shelf = CourseIndexPage.objects.get(locale__language_code="en")
    assert client.get("/cms/courses/").url == reverse("wagtailadmin_explore", args=[shelf.pk])
