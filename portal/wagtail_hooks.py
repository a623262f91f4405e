from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks

from people.errors import NeverDeleted
from people.models import User

# Of what Wagtail offers for many users at once: closing and opening accounts.
FOR_MANY_USERS = {"set_active_state"}


@hooks.register("before_delete_user")
def keep_users(request: HttpRequest, user: User) -> HttpResponse:
    return _refuse(request)


@hooks.register("before_bulk_action")
def keep_users_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], instance: Any
) -> HttpResponse | None:
    """Nobody is deleted, and no group is joined but by a role."""
    if action_type not in FOR_MANY_USERS and any(isinstance(one, User) for one in objects):
        return _refuse(request)
    return None


def _refuse(request: HttpRequest) -> HttpResponse:
    messages.error(request, str(NeverDeleted()))
    return redirect("wagtailusers_users:index")
