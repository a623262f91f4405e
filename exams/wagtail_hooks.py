"""The trainers' and HR's part of the Wagtail admin."""

from collections.abc import Iterator

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from courses.models import LessonPage, PublishedBlock
from exams.models import Exam, Paper, Question, Sitting, Stimulus, Topic
from exams.viewsets.audiences import AudienceViewSet
from exams.viewsets.bulk import ACTIONS
from exams.viewsets.choosers import BLOCKS, BlockChooserViewSet, QuestionChooserViewSet
from exams.viewsets.exams import ExamViewSet
from exams.viewsets.papers import PaperViewSet
from exams.viewsets.policy import VisiblePolicy
from exams.viewsets.questions import QuestionViewSet
from exams.viewsets.sittings import SittingViewSet
from exams.viewsets.stimuli import StimulusViewSet
from exams.viewsets.topics import TopicViewSet
from people.models import User
from records.models import Audience

ABILITIES: dict[type[Model], str] = {
    Topic: "exams.author",
    Question: "exams.author",
    PublishedBlock: "exams.author",
    Stimulus: "exams.author",
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
    items = (
        QuestionViewSet,
        StimulusViewSet,
        TopicViewSet,
        PaperViewSet,
        ExamViewSet,
        SittingViewSet,
        AudienceViewSet,
    )


@hooks.register("register_admin_viewset")
def exams_viewsets() -> list[ExamsGroup | QuestionChooserViewSet | BlockChooserViewSet]:
    return [ExamsGroup(), QuestionChooserViewSet(), BLOCKS]


for action in ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_page_header_buttons")
def questions_of_a_lesson(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """From a lesson in the editor to the questions that cite it."""
    if isinstance(page.specific, LessonPage) and user.has_perm("exams.author"):
        url = reverse("exams_questions:citing", args=[page.translation_key])
        yield Button(_("Questions that cite this lesson"), url=url, icon_name="link", priority=90)
