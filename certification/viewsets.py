"""Schemes, levels and their rules in the Wagtail admin: HR drafts a rule there, and publishing makes it
count."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from certification.models import Level, Scheme

LANGUAGES = dict(settings.LANGUAGES)
SCHEME_FIRST = _("The ladder that the level stands on. It comes first: Certification, Schemes.")


class RuleMakersOnly(ModelPermissionPolicy):
    """The role decides. Nothing is ever deleted: its code stands in the ledger."""

    actions = frozenset({"add", "change", "publish", "unpublish", "view"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.actions and user.has_perm("certification.change_rule")


class TitledForm(WagtailAdminModelForm):
    """One field a language, kept together in one column."""

    in_languages: tuple[str, ...] = ("titles",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column, code, name in self._names():
            self.fields[name].initial = (getattr(self.instance, column) or {}).get(code, "")

    def _names(self) -> list[tuple[str, str, str]]:
        return [
            (column, code, f"{column}_{code.replace('-', '_')}")
            for column in self.in_languages
            for code in LANGUAGES
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for column in self.in_languages:
            texts = {code: cleaned.get(name) for of, code, name in self._names() if of == column}
            setattr(self.instance, column, {code: text for code, text in texts.items() if text})
        return cleaned


def _text(code: str, *, required: bool) -> forms.CharField:
    return forms.CharField(label=LANGUAGES[code], max_length=200, required=required)


class SchemeForm(TitledForm):
    titles_zh_hans = _text("zh-hans", required=True)
    titles_zh_hant = _text("zh-hant", required=False)
    titles_en = _text("en", required=False)


class LevelForm(SchemeForm):
    in_languages = ("titles", "summaries")

    summaries_zh_hans = _text("zh-hans", required=False)
    summaries_zh_hant = _text("zh-hant", required=False)
    summaries_en = _text("en", required=False)


def _languages(column: str, heading: Any) -> MultiFieldPanel:
    names = [f"{column}_{code.replace('-', '_')}" for code in LANGUAGES]
    return MultiFieldPanel([FieldRowPanel([FieldPanel(name) for name in names])], heading=heading)


class SchemeViewSet(SnippetViewSet):
    model = Scheme
    icon = "list-ol"
    menu_label = _("Schemes")
    list_display = ["__str__", "code", "kind"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [_languages("titles", _("Title")), FieldRowPanel([FieldPanel("code"), FieldPanel("kind")])],
        base_form_class=SchemeForm,
    )


class LevelIndex(IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"needs_scheme": not Scheme.objects.exists()}


class LevelViewSet(SnippetViewSet):
    model = Level
    index_view_class = LevelIndex
    icon = "order-up"
    menu_label = _("Levels")
    list_display = ["__str__", "scheme", "rank"]
    list_filter = ["scheme"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("scheme", help_text=SCHEME_FIRST), FieldPanel("rank")]),
            _languages("titles", _("Title")),
            _languages("summaries", _("What somebody of this level can do")),
            FieldPanel("rule"),
            FieldRowPanel([FieldPanel("active_months"), FieldPanel("window_months"), FieldPanel("from_day")]),
        ],
        base_form_class=LevelForm,
    )


class CertificationViewSetGroup(SnippetViewSetGroup):
    items = (LevelViewSet, SchemeViewSet)
    menu_label = _("Certification")
    menu_icon = "success"
    menu_order = 250
