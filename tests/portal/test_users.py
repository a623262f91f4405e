"""Wagtail's user pages: for auditors and outside lecturers, in the superuser's hands; nobody is deleted."""

import pytest
from django.test import Client
from django.urls import reverse

from people.enums import Role
from people.errors import NeverDeleted
from people.models import Employee, User
from tests.cast import Cast
from tests.factories.people import UserFactory

DATA = {"username": "lecturer", "name": "林老师", "language": "", "is_active": "on", "roles": ["trainer"]}
PASSWORD = {"password1": "eine lange Reise", "password2": "eine lange Reise"}


@pytest.fixture
def admin(cast: Cast) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(
        UserFactory(username="root", name="Root", is_superuser=True, language="en"),
        backend="people.backends.NumberOrEmailBackend",
    )
    return client


def bulk(action: str) -> str:
    return reverse("wagtail_bulk_action", args=["people", "user", action])


def test_an_outside_lecturer_is_added_with_her_role(admin: Client) -> None:
    admin.post(reverse("wagtailusers_users:add"), DATA | PASSWORD | {"email": "Lin@Example.com"})
    user = User.objects.get(username="lecturer")
    assert (user.name, user.email, user.roles) == ("林老师", "lin@example.com", {"trainer"})
    assert ([group.name for group in user.groups.all()], user.as_employee) == (["trainer"], None)


def test_roles_follow_the_form_and_the_password_stays(admin: Client, cast: Cast) -> None:
    address = reverse("wagtailusers_users:edit", args=[cast.auditor.pk])
    assert admin.get(address).status_code == 200
    admin.post(address, {"username": "auditor", "name": "陈审", "is_active": "on", "roles": ["assessor"]})
    user = User.objects.get(pk=cast.auditor.pk)
    assert (user.roles, [group.name for group in user.groups.all()]) == ({"assessor"}, ["assessor"])
    assert (user.check_password("correct horse battery"), user.email) == (True, None)


def test_nobody_is_deleted(admin: Client, cast: Cast) -> None:
    page = admin.post(reverse("wagtailusers_users:delete", args=[cast.auditor.pk]), follow=True)
    assert "People are never deleted" in page.text
    admin.post(f"{bulk('delete')}?id={cast.auditor.pk}")
    assert User.objects.filter(pk=cast.auditor.pk).exists()
    for people in (User.objects.all(), Employee.objects.all(), cast.hr, cast.hr.employee):
        with pytest.raises(NeverDeleted):
            people.delete()


def test_no_group_is_joined_past_the_roles(admin: Client, cast: Cast) -> None:
    group = cast.hr.groups.get()
    admin.post(f"{bulk('assign_role')}?id={cast.stranger.pk}", {"role": group.pk})
    assert cast.stranger.groups.count() == 0


@pytest.mark.parametrize("name", ["trainer", "hr", "auditor", "manager"])
def test_users_are_the_superusers_business(cast: Cast, name: str) -> None:
    client = Client()
    client.force_login(cast.users()[name], backend="people.backends.NumberOrEmailBackend")
    assert client.get("/cms/users/").status_code == 403
    assert client.post(reverse("wagtailusers_users:add"), DATA | PASSWORD).status_code == 403
    assert not User.objects.filter(username="lecturer").exists()
    assert not User.objects.get(pk=cast.users()[name].pk).has_role(Role.TRAINER) or name == "trainer"
