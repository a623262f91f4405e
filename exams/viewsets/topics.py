from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from exams.domain import bank
from exams.forms.topic import TopicForm
from exams.models import Topic
from exams.viewsets.visible import VisibleIndex, VisibleViewSet


def names_of(topic: Topic) -> str:
    return ", ".join(str(trainer) for trainer in topic.trainers.all())


class TopicIndex(VisibleIndex):
    def get_base_queryset(self) -> QuerySet[Topic]:
        in_use = Count("questions", filter=Q(questions__retired_at=None))
        topics = super().get_base_queryset().select_related("parent").prefetch_related("trainers")
        return topics.annotate(stock=in_use)


class TopicAdd(generic.CreateView):
    def get_initial(self) -> dict[str, Any]:
        return {"trainers": [self.request.user.pk]}

    def save_instance(self) -> Topic:
        asked = self.form.cleaned_data
        return bank.make_topic(
            name=asked["name"], parent=asked["parent"], trainers=asked["trainers"], by=self.request.user
        )


class TopicViewSet(VisibleViewSet):
    model = Topic
    name = "exams_topics"
    url_prefix = "exams/topics"
    icon = "folder-open-inverse"
    menu_label = _("Topics")
    index_view_class = TopicIndex
    add_view_class = TopicAdd
    list_display = (
        "name",
        "code",
        "parent",
        Column("stock", label=_("Questions in use")),
        Column("trainers", label=_("Trainers"), accessor=names_of),
    )
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("parent"), FieldPanel("trainers")], base_form_class=TopicForm
    )
