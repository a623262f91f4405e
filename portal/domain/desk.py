"""What one comes to the Wagtail admin for, said on its first page to those who may do it."""

from collections.abc import Sequence
from dataclasses import dataclass

import rules
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.models import CourseIndexPage
from people.models import User


@dataclass(frozen=True)
class Door:
    label: Promise
    about: Promise
    url_name: str
    ability: str


COURSES = Door(
    _("Courses"),
    _("Write a course with its lessons, and publish it."),
    "cms_courses",
    "courses.write_content",
)
DOORS = (
    COURSES,
    Door(_("Questions"), _("Write and review questions by topic."), "exams_questions:index", "exams.author"),
    Door(
        _("Import questions"), _("Bring questions from a spreadsheet."), "exams:bank_import", "exams.author"
    ),
    Door(_("Papers"), _("Compose the questions of a test."), "exams_papers:index", "exams.offer"),
    Door(_("Sittings"), _("Say who takes a test, and when."), "exams_sittings:index", "exams.offer"),
    Door(
        pgettext_lazy("of tests", "Statistics"),
        _("See which questions are good, which are wrong, and what people did not understand."),
        "exams:statistics",
        "exams.view_statistics",
    ),
    Door(_("Role-play scenarios"), _("Write what is played."), "scenario:index", "courses.write_content"),
    Door(_("Rubrics"), _("Say what a role-play is scored by."), "rubric:index", "courses.write_content"),
    Door(
        _("Levels"),
        _("Say what a level asks for. Publishing makes it count."),
        "wagtailsnippets_certification_level:list",
        "certification.change_rule",
    ),
)


def doors(user: User) -> Sequence[Door]:
    return [door for door in DOORS if rules.has_perm(door.ability, user)]


def shelf_url() -> str:
    """Where the courses of the reader's language stand in the admin."""
    shelf = CourseIndexPage.objects.filter(locale__language_code=get_language()).first()
    return reverse("wagtailadmin_explore", args=[shelf.pk]) if shelf else reverse("wagtailadmin_explore_root")
