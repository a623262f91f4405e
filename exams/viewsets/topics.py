"""Topics as the tree that they are: looked at, added to, edited, and moved with all that stands below."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views import generic

from exams.domain.bank import bank, topics
from exams.errors import TopicBelowItself
from exams.forms.topic import PlaceForm, TopicForm
from exams.models import Topic
from exams.viewsets.page import BankPage
from exams.viewsets.visible import VisibleEdit, VisibleIndex, VisibleViewSet


class TopicTree(VisibleIndex):
    template_name = "exams/bank/topics.html"
    results_template_name = "exams/bank/_topics.html"
    paginate_by = None

    def get_base_queryset(self) -> QuerySet[Topic]:
        return super().get_base_queryset().prefetch_related("trainers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"nodes": topics.tree(context["object_list"])}


class TopicAdd(generic.CreateView):
    """`?first` comes from the editor of questions, which needs a topic, and leads back there."""

    def get_initial(self) -> dict[str, Any]:
        return {"trainers": [self.request.user.pk], "parent": self.request.GET.get("parent")}

    @property
    def _is_first(self) -> bool:
        return "first" in self.request.GET

    def get_add_url(self) -> str:
        return super().get_add_url() + "?first" * self._is_first

    def get_success_url(self) -> str:
        return reverse("exams_questions:add") if self._is_first else super().get_success_url()

    def save_instance(self) -> Topic:
        asked = self.form.cleaned_data
        return bank.make_topic(
            name=asked["name"],
            parent=asked["parent"],
            trainers=asked["trainers"],
            needs_review=asked["needs_review"],
            by=self.request.user,
        )


class TopicEdit(VisibleEdit):
    def save_instance(self) -> Topic:
        """Inside the transaction of `form_valid`."""
        asked = self.form.cleaned_data
        topics.move(Topic.objects.get(pk=self.object.pk), parent=asked["parent"], by=self.request.user)
        was = Topic.objects.get(pk=self.object.pk).needs_review
        saved: Topic = super().save_instance()
        if saved.needs_review != was:
            topics.record_review(saved, by=self.request.user)
        return saved

    def form_valid(self, form: TopicForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except TopicBelowItself as refusal:
            form.add_error("parent", str(refusal))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class TopicMove(BankPage):
    """A topic goes under another, and takes along what stands below it."""

    page_title = gettext_lazy("Move")
    template_name = "exams/bank/topic_move.html"
    header_icon = "folder-open-inverse"
    model = Topic

    @cached_property
    def topic(self) -> Topic:
        return get_object_or_404(Topic.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def form(self) -> PlaceForm:
        return PlaceForm(self.request.POST or None, user=self.request.user, topic=self.topic)

    def get_page_subtitle(self) -> str:
        return self.topic.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("exams_topics:index"), "label": _("Topics")},
            {"url": "", "label": self.topic.name},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(topic=self.topic, form=self.form, **kwargs)

    def post(self, request: Any, pk: int) -> HttpResponse:
        topic = self.topic
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            topics.move(topic, parent=self.form.cleaned_data["parent"], by=request.user)
        except TopicBelowItself as refusal:
            self.form.add_error("parent", str(refusal))
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("%(topic)s has moved.") % {"topic": topic})
        return redirect("exams_topics:index")


class TopicViewSet(VisibleViewSet):
    model = Topic
    name = "exams_topics"
    url_prefix = "exams/topics"
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Topics")
    index_view_class = TopicTree
    add_view_class = TopicAdd
    edit_view_class = TopicEdit
    list_display = ("name",)
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("parent"),
            FieldPanel("needs_review"),
            FieldPanel("trainers"),
        ],
        base_form_class=TopicForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("move/<num:pk>/", TopicMove.as_view(), name="move")]
