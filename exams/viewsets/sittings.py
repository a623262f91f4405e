from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from core.periods import closing_time, last_day
from exams.domain import queries
from exams.domain.audience import everybody
from exams.domain.delivery import schedule, sittings
from exams.errors import PaperCannotBeFilled
from exams.forms.sitting import ClosingForm, OfferForm
from exams.models import Sitting
from exams.viewsets.visible import VisibleEdit, VisibleIndex, VisibleViewSet


def opening_of(sitting: Sitting) -> str:
    return date_format(timezone.localtime(sitting.opens_at), "Y-m-d H:i")


def closing_of(sitting: Sitting) -> str:
    """When it closes, on its last day: midnight is 24:00 of the day before."""
    return f"{last_day(sitting.closes_at)} {closing_time(sitting.closes_at)}"


def state_of(sitting: Sitting) -> str:
    now = timezone.now()
    if now < sitting.opens_at:
        return pgettext("a sitting", "To come")
    is_open = now < sitting.closes_at
    return pgettext("a sitting", "Open") if is_open else pgettext("a sitting", "Closed")


def turnout_of(sitting: Any) -> str:
    return _("%(taken)d of %(invited)d") % {"taken": sitting.taken, "invited": sitting.invited}


class SittingIndex(VisibleIndex):
    default_ordering = "-opens_at"

    def get_base_queryset(self) -> QuerySet[Sitting]:
        offered = super().get_base_queryset().select_related("exam", "audience__audience")
        return queries.with_turnout(offered)


class SittingAdd(generic.CreateView):
    page_title = gettext_lazy("Offer")
    submit_button_label = gettext_lazy("Offer it")
    submit_button_active_label = gettext_lazy("Offering…")

    def get_form_class(self) -> type[OfferForm]:
        return OfferForm

    def get_form_kwargs(self) -> dict[str, Any]:
        data = self.request.POST if self.request.method == "POST" else None
        return {"data": data, "user": self.request.user, "at": timezone.now()}

    def save_instance(self) -> Sitting:
        asked = self.form.cleaned_data
        audience = asked.pop("audience") or everybody()
        return sittings.offer(**asked, audience=audience, by=self.request.user)

    def form_valid(self, form: OfferForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except PaperCannotBeFilled as refusal:
            form.add_error("exam", str(refusal))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class SittingEdit(VisibleEdit):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse("exams:on_paper", args=[self.object.pk])
        return [Button(_("On paper"), url=url, icon_name="doc-full", priority=10)]

    def get_form_class(self) -> type[ClosingForm]:
        return ClosingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        data = self.request.POST if self.request.method == "POST" else None
        return {"data": data, "sitting": self.object, "at": timezone.now()}

    def form_valid(self, form: ClosingForm) -> HttpResponse:
        schedule.change(self.object, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Closes on %(moment)s.") % {"moment": closing_of(self.object)})
        return redirect(self.get_success_url())

    def get_side_panels(self) -> Any:
        return generic.CreateView.get_side_panels(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = queries.with_turnout(Sitting.objects.filter(pk=self.object.pk)).get()
        return super().get_context_data(offered=offered, **kwargs)


class SittingViewSet(VisibleViewSet):
    model = Sitting
    name = "exams_sittings"
    url_prefix = "exams/sittings"
    icon = "calendar"
    menu_label = gettext_lazy("Sittings")
    index_view_class = SittingIndex
    add_view_class = SittingAdd
    edit_view_class = SittingEdit
    edit_template_name = "exams/bank/sitting_form.html"
    list_filter = ("kind",)
    list_display: tuple[Any, ...] = (
        "__str__",
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("audience", label=gettext_lazy("For whom"), accessor="audience.audience"),
        Column("opens_at", label=gettext_lazy("Opens"), accessor=opening_of, sort_key="opens_at"),
        Column("closes_at", label=gettext_lazy("Closes"), accessor=closing_of, sort_key="closes_at"),
        Column("turnout", label=gettext_lazy("Handed in"), accessor=turnout_of),
        Column("state", label=gettext_lazy("State"), accessor=state_of),
    )

    def get_form_class(self, for_update: bool = False) -> type[OfferForm | ClosingForm]:
        return ClosingForm if for_update else OfferForm
