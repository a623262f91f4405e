"""What a page said, kept for good. A Wagtail revision can be overwritten and is no evidence."""

import hashlib
import json
import re
from html import unescape
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from core.models import AppendOnly, AppendOnlyQuerySet
from courses.models.words import html_lang

# Draftail writes a random key into every paragraph at the first edit.
TAGS = re.compile(r"<[^>]+>")
ENDS = re.compile(r"</(?:p|li|h\d)>|<br/?>")  # where a line of a text ends
DRAFTAIL_KEY = re.compile(r' data-block-key="[^"]*"')


def digest(value: Any) -> str:
    """The SHA-256 of a value written in one canonical way."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def bare(value: Any) -> Any:
    """A block's value without what changes by itself: ids and the keys of Draftail."""
    if isinstance(value, dict):
        return {key: bare(inner) for key, inner in value.items() if key != "id"}
    if isinstance(value, list):
        return [bare(inner) for inner in value]
    return DRAFTAIL_KEY.sub("", value) if isinstance(value, str) else value


def words_of(value: Any) -> str:
    """What a block says, as plain words: a line for each of its texts."""
    if isinstance(value, dict):
        lines = [words_of(inner) for name, inner in value.items() if name not in ("id", "type")]
    elif isinstance(value, list):
        lines = [words_of(inner) for inner in value]
    else:
        lines = [unescape(TAGS.sub(" ", ENDS.sub("\n", value)))] if isinstance(value, str) else []
    said = "\n".join(lines).splitlines()
    return "\n".join(line.strip() for line in said if line.strip())


class PageVersionQuerySet(AppendOnlyQuerySet):
    def of_page(self, page: Page) -> Self:
        """The versions of one page, the latest first."""
        return self.filter(page_id=page.pk).order_by("-number")


def _publisher(page: Any) -> dict[str, Any]:
    """Who acts in the admin at this moment, else whose revision went live (a scheduled one)."""
    revision = page.live_revision
    user = get_active_log_context().user or (revision.user if revision else None)
    return {"by_id": user.pk, "by_name": str(user)} if user else {"by_id": None, "by_name": "system"}


class PageVersion(AppendOnly):
    """One published state of a course or a lesson: its content, its fingerprint, one of each top-level block.

    A citation is (translation_key, block id, fingerprint). "Changed" is judged on `blocks`.
    """

    personal = ("by_name",)

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    translation_key = models.UUIDField(db_index=True)
    locale = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("title"), max_length=255)
    content = models.JSONField(_("content"))
    sha256 = models.CharField(max_length=64)
    blocks = models.JSONField(_("fingerprints of blocks"), default=dict)
    published_at = models.DateTimeField(_("published"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("published by"), max_length=150, blank=True)

    objects = PageVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("page version")
        verbose_name_plural = _("page versions")
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="a_page_version_is_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @classmethod
    def record(cls, page: Any) -> "PageVersion":
        """The version of what a live page says now; nothing is added if it says what it said."""
        content = page.evidence()
        sha256 = digest(content)
        last = cls.objects.of_page(page).first()
        if last and last.sha256 == sha256:
            return last
        return cls.objects.create(
            page_id=page.pk,
            number=last.number + 1 if last else 1,
            translation_key=page.translation_key,
            locale=page.locale.language_code,
            title=page.title,
            content=content,
            sha256=sha256,
            blocks={block["id"]: digest(bare(block)) for block in content.get("body", [])},
            published_at=page.last_published_at or timezone.now(),
            **_publisher(page),
        )

    @property
    def is_of_the_source(self) -> bool:
        """Whether no page of another language was published before this one: it is what others translate."""
        same = PageVersion.objects.filter(translation_key=self.translation_key)
        return not same.filter(page_id__lt=self.page_id).exists()

    @property
    def is_intact(self) -> bool:
        return digest(self.content) == self.sha256

    def words(self, block: str) -> str:
        """What a block of it said; nothing of one that it did not have."""
        return next((words_of(one) for one in self.content.get("body", []) if one["id"] == block), "")

    @cached_property
    def body(self) -> Any:
        """The lesson's blocks as they were, ready to be rendered."""
        from courses.models.page import LessonPage

        return LessonPage._meta.get_field("body").to_python(json.dumps(self.content.get("body", [])))

    @property
    def html_lang(self) -> str:
        return html_lang(self.locale)

    @property
    def objectives(self) -> list[str]:
        return self.content.get("objectives", "").splitlines()
