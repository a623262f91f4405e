from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from courses.domain import completions
        from courses.models import CourseCategory, Rubric, Scenario
        from courses.viewsets import TrainersOnly
        from records import evidence

        evidence.register("courses.completion", completions.address)
        for model in (CourseCategory, Rubric, Scenario):
            register_permission_policy(model, TrainersOnly(model))
