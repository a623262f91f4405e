from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from exams.domain.bank import topics
from exams.errors import TopicBelowItself
from exams.models import Topic
from people.enums import Role
from people.models import User


class PlaceField(forms.ModelChoiceField):
    """A place in the tree of topics, drawn as a tree; never below the topic itself."""

    def __init__(self, *, user: User, topic: Topic | None, **kwargs: Any) -> None:
        own = topics.below(topic) if topic and topic.pk else set()
        seen = Topic.objects.visible_to(user)
        # A parent that a colleague chose may stay.
        kept = Topic.objects.filter(children=topic) if topic and topic.pk else Topic.objects.none()
        usual: dict[str, Any] = {"label": _("Part of"), "empty_label": _("none: it stands at the top")}
        places = Topic.objects.filter(Q(pk__in=seen) | Q(pk__in=kept))
        super().__init__(places, required=False, **usual | kwargs)
        self.own = own
        self.choices = [("", self.empty_label), *_drawn(places, besides=own)]

    def clean(self, value: Any) -> Topic | None:
        chosen: Topic | None = super().clean(value)
        if chosen and chosen.pk in self.own:
            raise forms.ValidationError(TopicBelowItself.text)
        return chosen


def _drawn(listed: Iterable[Topic], *, besides: set[int]) -> list[tuple[int, str]]:
    return [
        (topic.pk, f"{'— ' * depth}{topic}")
        for topic, depth in topics.ordered(listed)
        if topic.pk not in besides
    ]


class TopicForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {"role_grants__role": Role.TRAINER, "role_grants__ended_at": None}
        trainers = User.objects.filter(is_active=True, **held)
        self.fields["trainers"] = forms.ModelMultipleChoiceField(
            label=self.fields["trainers"].label,
            help_text=self.fields["trainers"].help_text,
            queryset=trainers.order_by("name"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["parent"] = PlaceField(user=self.for_user, topic=self.instance)


class PlaceForm(forms.Form):
    """Where a topic stands."""

    def __init__(self, data: Any = None, *, user: User, topic: Topic) -> None:
        super().__init__(data, initial={"parent": topic.parent_id})
        self.fields["parent"] = PlaceField(user=user, topic=topic)
