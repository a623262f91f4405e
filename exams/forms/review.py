"""A review policy as a plain table of ticks: a row for each thing shown, a column for each time."""

from collections import defaultdict
from typing import Any

from django import forms
from django.template import loader
from django.utils.safestring import SafeString

from exams.domain.marking import disclosure
from exams.enums import Shown, When
from exams.models.disclosure import Policy


def cell(moment: When, shown: Shown) -> str:
    return f"{moment.value}.{shown.value}"


class ReviewTable(forms.CheckboxSelectMultiple):
    template_name = "exams/bank/review_table.html"

    def format_value(self, value: Any) -> list[str]:
        """The ticks of a policy, or those that were sent."""
        if isinstance(value, dict):
            return [f"{moment}.{shown}" for moment, column in value.items() for shown in column]
        return [str(tick) for tick in value or ()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        ticks = self.format_value(value)
        context = super().get_context(name, ticks, attrs)
        context["whens"] = [moment.label for moment in When]
        context["rows"] = [
            (shown.label, [self._tick(moment, shown, ticks) for moment in When]) for shown in Shown
        ]
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        return loader.render_to_string(template_name, context)

    def _tick(self, moment: When, shown: Shown, ticks: list[str]) -> dict[str, Any]:
        forced = (moment, shown) == (When.DURING, Shown.ATTEMPT)
        value = cell(moment, shown)
        return {
            "value": value,
            "label": f"{shown.label}: {moment.label}",
            "checked": forced or value in ticks,
            "forced": forced,
        }


class ReviewField(forms.MultipleChoiceField):
    widget = ReviewTable

    def __init__(self, **kwargs: Any) -> None:
        cells = [(cell(moment, shown), "") for moment in When for shown in Shown]
        super().__init__(choices=cells, **kwargs)

    def clean(self, value: Any) -> Policy:
        columns: dict[str, set[str]] = defaultdict(set)
        for tick in super().clean(value):
            moment, shown = tick.split(".")
            columns[moment].add(shown)
        return disclosure.normal(dict(columns))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.clean(data) != initial
