from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from courses.blocks import NOTHING_SAID
from courses.domain import usage
from courses.viewsets import TrainingViewSetGroup

# What the admin offers to those who are no superusers; the rest of Wagtail's own is out of their way.
HIDDEN = {"documents", "snippets", "settings", "help", "reports"}


@hooks.register("register_admin_viewset")
def training_material() -> TrainingViewSetGroup:
    return TrainingViewSetGroup()


@hooks.register("construct_main_menu")
def trim_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in HIDDEN]


@hooks.register("construct_homepage_panels")
def trim_home(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for review and what one edited last; no notices about the site."""
    if not request.user.is_superuser:
        panels[:] = [panel for panel in panels if panel.name not in {"site_summary", "upgrade_notification"}]


@hooks.register("before_delete_page")
def keep_evidence(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def publish_no_empty_lesson(
    request: HttpRequest, action_type: str, objects: Iterable[Any], instance: Any
) -> HttpResponse | None:
    """Many at once pass by the lesson's form."""
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type != "publish" or not pages:
        return None
    below = instance.cleaned_form.cleaned_data["include_descendants"]
    if not usage.empty_lessons(pages, below=below):
        return None
    messages.error(request, NOTHING_SAID)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


@hooks.register("before_bulk_action")
def keep_evidence_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], instance: Any
) -> HttpResponse | None:
    pages = [one for one in objects if isinstance(one, Page)]
    return _refusal(request, pages) if action_type == "delete" and pages else None


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """Instead of a 500 from the database: what stands on the pages, and what to do."""
    found = usage.evidence_below(pages)
    if not found["versions"]:
        return None
    context = {"pages": pages, "found": found, "page_title": _("This page is kept")}
    return render(request, "courses/admin/kept.html", context, status=409)
