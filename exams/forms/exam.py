from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from exams.domain import papers
from exams.domain.delivery import policies
from exams.domain.marking import disclosure
from exams.enums import Preset
from exams.forms.review import ReviewField, ReviewTable
from exams.models import Paper
from exams.models.disclosure import Policy, preset

FOREIGN_KEYS = _(
    "Only a trainer of all topics of the paper may show its answers. Choose “Never”, or ask one."
)
PERCENTS = {"percent": "pass_mark", "second_percent": "second_share", "gap_percent": "second_gap"}
HANDED_IN_ALREADY = _(
    "People have handed this test in by the rule it has. For another rule, make another test."
)


def title_field(language: str) -> str:
    return f"title_{language.replace('-', '_')}"


def titled(name: str) -> forms.CharField:
    return forms.CharField(
        label=format_lazy("{title} ({name})", title=_("Title"), name=name), max_length=200, required=False
    )


def share_field(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, decimal_places=1, required=False, **options
    )


class ExamForm(WagtailAdminModelForm):
    """An exam with a title for each language, and its pass mark in per cent."""

    title_zh_hans = titled("简体中文")
    title_zh_hant = titled("繁體中文")
    title_en = titled("English")
    percent = forms.DecimalField(
        label=_("Pass mark in %"),
        min_value=0,
        max_value=100,
        decimal_places=1,
        initial=60,
        help_text=_("Share of the points."),
    )

    second_percent = share_field(
        _("Answers with a second marker, in %"),
        initial=0,
        help_text=_("Of the answers that people mark; drawn by the system, the same for every marker."),
    )
    gap_percent = share_field(
        _("Difference that asks for a third marker, in %"),
        initial=25,
        help_text=_("Of the question’s points. Below it, the mean of both counts; else the third marker’s."),
    )
    review = forms.ChoiceField(label=_("Review"), choices=Preset, initial=Preset.HANDED_IN)
    review_table = ReviewField(
        label=_("What is shown, by when"),
        required=False,
        widget=ReviewTable,
        help_text=_("Counts where “Custom” is chosen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("drawing", "booklets"):
            self.fields[name].required = False  # left out, it stays as it is
        self.was_review: Policy = self.instance.review
        self.initial["review"] = disclosure.named(self.was_review)
        self.initial["review_table"] = self.was_review
        for language, title in self.instance.titles.items():
            self.initial[title_field(language)] = title
        if self.instance.pk:
            self.initial |= {
                name: f"{(getattr(self.instance, column) * 100).normalize():f}"
                for name, column in PERCENTS.items()
            }

    def clean_drawing(self) -> str:
        return self.cleaned_data["drawing"] or self.instance.drawing

    def clean_booklets(self) -> int:
        return self.cleaned_data["booklets"] or self.instance.booklets

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.titles():
            self.add_error(title_field(settings.LANGUAGE_CODE), _("Give it a title in one language or more."))
        policy = self._policy(cleaned)
        self._check_review(policy)
        self._check_keys(cleaned.get("paper"), policy)
        self._check_counts()
        return cleaned | {"review": policy}

    def _policy(self, cleaned: dict[str, Any]) -> Policy:
        chosen = cleaned.get("review", Preset.NEVER)
        if chosen == Preset.CUSTOM:
            return disclosure.normal(cleaned.get("review_table") or {})
        return preset(Preset(chosen))

    def _check_keys(self, paper: Paper | None, policy: Policy) -> None:
        """Whoever may not see a paper's keys does not open them by a test of her own."""
        if paper is None or not self._opens(policy):
            return
        if not papers.has_open_keys(paper, self.for_user):
            self.add_error("review", FOREIGN_KEYS)

    def _opens(self, policy: Policy) -> bool:
        """Whether answers are to be shown that were not to be before."""
        was_never = not self.instance.pk or "paper" in self.changed_data
        return disclosure.loosens(preset(Preset.NEVER) if was_never else self.was_review, policy)

    def _check_review(self, policy: Policy) -> None:
        if not (self.instance.pk and disclosure.loosens(self.was_review, policy)):
            return
        if policies.is_running(self.instance, at=timezone.now()):
            self.add_error("review", _("This test is running: its answers cannot be shown earlier now."))

    def _check_counts(self) -> None:
        if self.instance.pk and "counts" in self.changed_data and policies.has_results(self.instance):
            self.add_error("counts", HANDED_IN_ALREADY)

    def save(self, commit: bool = True) -> Any:
        self.instance.titles = self.titles()
        for name, column in PERCENTS.items():
            if (given := self.cleaned_data.get(name)) is not None:
                setattr(self.instance, column, given / Decimal(100))
        return super().save(commit=commit)

    def titles(self) -> dict[str, str]:
        given = {code: self.cleaned_data.get(title_field(code), "") for code, _name in settings.LANGUAGES}
        return {code: title for code, title in given.items() if title}
