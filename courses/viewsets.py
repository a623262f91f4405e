from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from courses.domain import rubrics
from courses.models import CourseCategory, Rubric, Scenario


class TrainersOnly(ModelPermissionPolicy):
    """The role decides, whatever a group may have been given: access to the admin alone opens nothing.

    Nobody deletes: assessments, rules and courses point at these by key and by code, in every language.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and user.has_perm("courses.write_content")


class CreateRubric(generic.CreateView):
    def save_instance(self) -> models.Model:
        rubric = super().save_instance()
        rubrics.publish(rubric=rubric, by=self.request.user)
        return rubric


class EditRubric(generic.EditView):
    def save_instance(self) -> models.Model:
        rubric = super().save_instance()
        rubrics.publish(rubric=rubric, by=self.request.user)
        return rubric


class CategoryViewSet(ModelViewSet):
    model = CourseCategory
    icon = "tag"
    menu_label = _("Course categories")
    list_display = ["__str__", "code", "is_advanced"]
    search_fields = ["code", "name_zh", "name_en"]
    panels = [
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")]),
        FieldPanel("is_advanced"),
    ]


class RubricViewSet(ModelViewSet):
    model = Rubric
    icon = "list-ol"
    menu_label = _("Rubrics")
    list_display = ["__str__", "code"]
    search_fields = ["code", "name_zh", "name_en"]
    add_view_class = CreateRubric
    edit_view_class = EditRubric
    copy_view_enabled = False
    panels = [
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")]),
        FieldPanel("criteria"),
    ]


class ScenarioViewSet(ModelViewSet):
    model = Scenario
    icon = "group"
    menu_label = _("Role-play scenarios")
    list_display = ["title", "code", "language", "rubric"]
    list_filter = ["language"]
    search_fields = ["code", "title"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("language")]),
        FieldPanel("title"),
        FieldPanel("intro"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("rubric")]),
        FieldPanel("goals"),
        MultiFieldPanel([FieldPanel("customer_card"), FieldPanel("assessor_card")], heading=_("Cards")),
        MultiFieldPanel(
            [FieldPanel("calm"), FieldPanel("analyse"), FieldPanel("propose"), FieldPanel("follow_up")],
            heading=_("Stages"),
        ),
        FieldRowPanel([FieldPanel("must_say"), FieldPanel("never_say")]),
    ]


class TrainingViewSetGroup(ModelViewSetGroup):
    items = (ScenarioViewSet, RubricViewSet, CategoryViewSet)
    menu_label = _("Material")
    menu_icon = "folder-open-inverse"
    menu_order = 150
