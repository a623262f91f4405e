"""The trainers' and HR's part of the Wagtail admin."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from exams.models import Exam, Paper, Question, Sitting, Topic
from exams.viewsets.audiences import AudienceViewSet
from exams.viewsets.choosers import QuestionChooserViewSet
from exams.viewsets.exams import ExamViewSet
from exams.viewsets.papers import PaperViewSet
from exams.viewsets.policy import VisiblePolicy
from exams.viewsets.questions import QuestionViewSet
from exams.viewsets.sittings import SittingViewSet
from exams.viewsets.topics import TopicViewSet
from records.models import Audience

ABILITIES: dict[type[Model], str] = {
    Topic: "exams.author",
    Question: "exams.author",
    Paper: "exams.offer",
    Exam: "exams.offer",
    Sitting: "exams.offer",
    Audience: "exams.offer",
}
for model, ability in ABILITIES.items():
    register_permission_policy(model, VisiblePolicy(model, ability))


class ExamsGroup(ModelViewSetGroup):
    menu_label = _("Exams")
    menu_icon = "clipboard-list"
    menu_order = 250
    items = (QuestionViewSet, TopicViewSet, PaperViewSet, ExamViewSet, SittingViewSet, AudienceViewSet)


@hooks.register("register_admin_viewset")
def exams_viewsets() -> list[ExamsGroup | QuestionChooserViewSet]:
    return [ExamsGroup(), QuestionChooserViewSet()]
