from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from people.errors import NeverDeleted
from people.models import User
from people.requests import SignedInRequest
from portal.domain import desk

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


class Doors(Component):
    """What one comes here for, with the ways there."""

    name = "doors"
    template_name = "portal/admin/doors.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"doors": desk.doors(parent_context["request"].user)} if parent_context else {}


@hooks.register("construct_homepage_panels")
def open_doors(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(Doors())


@hooks.register("register_admin_menu_item")
def back_to_gradus() -> MenuItem:
    # Without the "#", Wagtail would mark it as where one is: every address begins with a slash.
    return MenuItem(_("Back to Gradus"), reverse("home") + "#", name="gradus", icon_name="home", order=1)


@hooks.register("register_admin_urls")
def courses_address() -> list[URLPattern]:
    return [path("courses/", courses, name="cms_courses")]


def courses(request: HttpRequest) -> HttpResponse:
    """To the courses of the reader's language, past the tree's root."""
    return redirect(desk.shelf_url())


class CoursesMenuItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return desk.COURSES in desk.doors(request.user)


@hooks.register("construct_main_menu")
def courses_for_pages(request: HttpRequest, items: list[MenuItem]) -> None:
    """Pages are the courses here: one entry that leads to those of the reader's language."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "explorer"]


@hooks.register("register_admin_menu_item")
def courses_menu() -> MenuItem:
    return CoursesMenuItem(
        _("Courses"), reverse("cms_courses"), name="courses", icon_name="doc-full-inverse", order=100
    )
