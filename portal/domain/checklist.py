"""From an empty database to the first assignment: seven steps, each found done from what is there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import rules
from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.models import RuleVersion
from courses.models import CoursePage
from exams.models import Assessment, Question, Sitting
from people.enums import Role
from people.models import Employee, RoleGrant, User

UNNAMED = "Gradus"  # the company, as long as nobody has named it


@dataclass(frozen=True)
class Item:
    """What is to be set up, the screen that does it, and who does it there."""

    name: Promise
    text: Promise
    url_name: str
    is_done: Callable[[], bool]
    ability: str = ""  # who cannot do it herself is shown the people, to find somebody who can


@dataclass(frozen=True)
class Checked:
    item: Item
    is_done: bool
    url: str


@dataclass(frozen=True)
class Checklist:
    items: Sequence[Checked]

    @property
    def done(self) -> int:
        return sum(checked.is_done for checked in self.items)

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.items)

    @property
    def next(self) -> Checked | None:
        """The first that is not done. Others may be done before it."""
        return next((checked for checked in self.items if not checked.is_done), None)


def company_is_named() -> bool:
    return settings.GRADUS_COMPANY != UNNAMED


def people_are_there() -> bool:
    """More than the one who sets the house up."""
    return Employee.objects.count() > 1


def roles_are_given() -> bool:
    given = RoleGrant.objects.current().filter(Q(role=Role.TRAINER) | Q(role=Role.ASSESSOR))
    return given.values("role").distinct().count() == 2


ITEMS = (
    Item(
        _("Company and languages"),
        _("The name that stands on certificates, the time zone, the mail that goes out."),
        "setup_company",
        company_is_named,
    ),
    Item(
        _("People"),
        _("Import the roster: departments, positions and managers come from the same file."),
        "people:import",
        people_are_there,
    ),
    Item(
        _("Roles"),
        _("Say on a person's page who is a trainer and who an assessor. Managers come from the roster."),
        "people:people",
        roles_are_given,
    ),
    Item(
        _("A course"),
        _("A trainer writes a course with its lessons and publishes it."),
        "cms_courses",
        lambda: CoursePage.objects.live().exists(),
        "courses.write_content",
    ),
    Item(
        _("Questions"),
        _("A trainer imports questions from a spreadsheet, and makes a test of them."),
        "exams:bank_import",
        lambda: Question.objects.exists(),
        "exams.author",
    ),
    Item(
        _("Rules of levels"),
        _("What each level asks for, and what a new hire has to do by when. Publishing makes it count."),
        "wagtailsnippets_certification_level:list",
        lambda: RuleVersion.objects.exists(),
    ),
    Item(
        _("The first test or role-play"),
        _("Offer a test to an audience, or plan a role-play for somebody."),
        "assess:plan",
        lambda: Sitting.objects.exists() or Assessment.objects.exists(),
    ),
)


def checklist(user: User) -> Checklist:
    return Checklist([Checked(item, item.is_done(), _url(item, user)) for item in ITEMS])


def _url(item: Item, user: User) -> str:
    can = not item.ability or rules.has_perm(item.ability, user)
    return reverse(item.url_name if can else "people:people")
