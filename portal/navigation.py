"""What stands in the main navigation, and for whom. One line an entry, in the order shown."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import rules
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.rules import is_employed
from people.models import User
from people.rules import is_assessor, is_hr, is_trainer


@dataclass(frozen=True)
class Entry:
    label: Promise
    url_name: str
    is_for: Callable[[User], bool]


@dataclass(frozen=True)
class Link:
    label: Promise
    url: str
    is_current: bool


def everyone(user: User) -> bool:
    return True


def can(ability: str) -> Callable[[User], bool]:
    """Asked of the rules alone: a no does not go on to ask the groups' permissions of the database."""
    return partial(rules.has_perm, ability)


ENTRIES = (
    Entry(_("Home"), "home", everyone),
    Entry(_("Courses"), "courses:courses", can("courses.read_courses")),
    Entry(_("Tests"), "exams:index", is_employed),
    Entry(_("Marking"), "exams:marking", can("exams.mark")),
    Entry(_("Role-plays"), "assess:home", is_employed | is_assessor),
    Entry(_("My certification"), "certification:mine", is_employed),
    Entry(_("My file"), "records:own", is_employed),
    Entry(_("People"), "people:people", can("people.view_roster")),
    Entry(_("Coverage"), "coverage", can("portal.view_coverage")),
    Entry(_("Awards"), "certification:awards", can("certification.list_awards")),
    Entry(_("Quarterly tests"), "exams:campaigns", can("exams.view_campaigns")),
    Entry(_("Authoring"), "wagtailadmin_home", is_trainer | is_hr),
)


def navigation(request: HttpRequest) -> dict[str, Callable[[], list[Link]]]:
    """A context processor; nothing is asked of the database until a template draws the navigation."""
    return {"navigation": cache(partial(links, request))}


def links(request: HttpRequest) -> list[Link]:
    if not request.user.is_authenticated:
        return []
    addresses = {reverse(entry.url_name): entry for entry in ENTRIES if entry.is_for(request.user)}
    current = max((url for url in addresses if _leads_to(url, request.path)), key=len, default="")
    return [Link(entry.label, url, url == current) for url, entry in addresses.items()]


def _leads_to(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
