from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from exams.domain import papers, policies
from exams.enums import Review
from exams.models import Paper

FOREIGN_KEYS = _(
    "Only a trainer of all topics of the paper may show its answers. Choose “Never”, or ask one."
)


def title_field(language: str) -> str:
    return f"title_{language.replace('-', '_')}"


def titled(name: str) -> forms.CharField:
    return forms.CharField(
        label=format_lazy("{title} ({name})", title=_("Title"), name=name), max_length=200, required=False
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, title in self.instance.titles.items():
            self.initial[title_field(language)] = title
        if self.instance.pk:
            self.initial["percent"] = f"{(self.instance.pass_mark * 100).normalize():f}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.titles():
            self.add_error(title_field(settings.LANGUAGE_CODE), _("Give it a title in one language or more."))
        self._check_review(cleaned.get("review"))
        self._check_keys(cleaned.get("paper"), cleaned.get("review"))
        return cleaned

    def _check_keys(self, paper: Paper | None, review: str | None) -> None:
        """Whoever may not see a paper's keys does not open them by a test of her own."""
        if paper is None or not review or not self._opens(review):
            return
        if not papers.has_open_keys(paper, self.for_user):
            self.add_error("review", FOREIGN_KEYS)

    def _opens(self, review: str) -> bool:
        """Whether answers are to be shown that were not to be before."""
        was_never = not self.instance.pk or "paper" in self.changed_data
        return policies.loosens(Review.NEVER if was_never else self.initial["review"], review)

    def _check_review(self, review: str | None) -> None:
        if not (self.instance.pk and review and policies.loosens(self.initial["review"], review)):
            return
        if policies.is_running(self.instance, at=timezone.now()):
            self.add_error("review", _("This test is running: its answers cannot be shown earlier now."))

    def save(self, commit: bool = True) -> Any:
        self.instance.titles = self.titles()
        self.instance.pass_mark = self.cleaned_data["percent"] / Decimal(100)
        return super().save(commit=commit)

    def titles(self) -> dict[str, str]:
        given = {code: self.cleaned_data.get(title_field(code), "") for code, _name in settings.LANGUAGES}
        return {code: title for code, title in given.items() if title}
