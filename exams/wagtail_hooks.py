"""The trainers' and HR's part of the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from exams.models import Question
from exams.viewsets.policy import VisiblePolicy
from exams.viewsets.questions import QuestionViewSet

register_permission_policy(Question, VisiblePolicy(Question, "exams.author"))


class ExamsGroup(ModelViewSetGroup):
    menu_label = _("Exams")
    menu_icon = "help"
    menu_order = 250
    items = (QuestionViewSet,)


@hooks.register("register_admin_viewset")
def exams_viewsets() -> ExamsGroup:
    return ExamsGroup()
