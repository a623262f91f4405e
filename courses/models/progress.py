from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly, AppendOnlyQuerySet
from courses.models.course import Course
from courses.models.version import PageVersion
from people.models import Employee

if TYPE_CHECKING:
    from people.models import User


class Enrolment(models.Model):
    """An employee who has begun a course, and the place where she left it, on whatever device."""

    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    lesson_key = models.UUIDField(_("lesson"), null=True, blank=True)
    block = models.CharField(_("block"), max_length=40, blank=True)
    place_at = models.DateTimeField(_("place marked"), default=timezone.now)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "course"], name="an_employee_is_enrolled_once_in_a_course"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.course_id}"


class CheckTry(AppendOnly):
    """An option somebody chose in a quick check. It is not graded; it shows what is not understood yet."""

    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="check_tries")
    lesson_key = models.UUIDField(_("lesson"))
    block = models.CharField(_("block"), max_length=40)
    option = models.CharField(_("option"), max_length=40)
    is_right = models.BooleanField(_("right"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("quick check answer")
        verbose_name_plural = _("quick check answers")
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "lesson_key", "block", "option"],
                name="an_option_is_tried_once_by_an_employee",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.block}"


class LessonDone(AppendOnly):
    """An employee has worked through a lesson, as it stood then."""

    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="lessons_done")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="lessons_done")
    lesson_key = models.UUIDField(_("lesson"))
    version = models.ForeignKey(PageVersion, on_delete=models.PROTECT, related_name="lessons_done")
    at = models.DateTimeField(_("done"), default=timezone.now)

    class Meta:
        verbose_name = _("lesson done")
        verbose_name_plural = _("lessons done")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "lesson_key"], name="an_employee_does_a_lesson_once"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.lesson_key}"


class CompletionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user).values("pk"))


class Completion(AppendOnly):
    """An employee has completed a course: the evidence behind its line in the training file."""

    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="completions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    version = models.ForeignKey(PageVersion, on_delete=models.PROTECT, related_name="completions")
    at = models.DateTimeField(_("completed"), default=timezone.now)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "course"], name="an_employee_completes_a_course_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.course_id}"

    def get_absolute_url(self) -> str:
        return reverse("courses:completion", args=[self.pk])
