from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column

from exams.forms.audience import AudienceForm
from exams.viewsets.visible import VisibleEdit, VisibleIndex, VisibleViewSet
from records.domain import audiences
from records.models import Audience


def named(name: str) -> Any:
    return lambda audience: ", ".join(str(one) for one in getattr(audience, name).all()) or "–"


class AudienceIndex(VisibleIndex):
    def get_base_queryset(self) -> QuerySet[Audience]:
        return super().get_base_queryset().prefetch_related("departments", "positions")


class AudienceEdit(VisibleEdit):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = audiences.members(self.object, on=timezone.localdate()).count()
        return super().get_context_data(members=members, **kwargs)


class AudienceViewSet(VisibleViewSet):
    """For whom things are offered; what was offered keeps the people it had on its day."""

    model = Audience
    name = "exams_audiences"
    url_prefix = "exams/audiences"
    icon = "group"
    menu_label = _("Audiences")
    index_view_class = AudienceIndex
    edit_view_class = AudienceEdit
    edit_template_name = "exams/bank/audience_form.html"
    search_fields = ["name"]
    list_display: tuple[Any, ...] = (
        "name",
        Column("departments", label=_("Departments"), accessor=named("departments")),
        Column("positions", label=_("Positions"), accessor=named("positions")),
        "hired_from",
        "hired_until",
        Column("levels", label=_("Levels held"), accessor=lambda audience: len(audience.levels) or "–"),
    )
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("departments", widget=forms.CheckboxSelectMultiple),
            FieldPanel("positions", widget=forms.CheckboxSelectMultiple),
            FieldRowPanel([FieldPanel("hired_from"), FieldPanel("hired_until")]),
            FieldPanel("levels"),
        ],
        base_form_class=AudienceForm,
    )
