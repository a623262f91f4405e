import re
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from courses.blocks import LessonBody
from courses.errors import CodeTaken
from courses.models.course import Course
from courses.models.published_block import PublishedBlock
from courses.models.version import PageVersion
from courses.models.words import html_lang

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class DraftCopyForm(CopyForm):
    """A copy begins as a draft of its own: it is neither published unread nor tied to the first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
        self.fields.pop("alias", None)


class EvidencePage(Page):
    """A page whose every live state is kept as a PageVersion.

    The version is written in `save()`, in one transaction, since not every way to publish passes `publish()`:
    the page editor runs the action itself, and copies and aliases are saved live.
    """

    evidence_fields: ClassVar[tuple[str, ...]] = ("title",)
    copy_form_class = DraftCopyForm

    class Meta:
        abstract = True

    @property
    def html_lang(self) -> str:
        return html_lang(self.locale.language_code)

    def evidence(self) -> dict[str, Any]:
        """What a reader is shown, as plain data."""
        content = {name: getattr(self, name) for name in self.evidence_fields}
        return content | ({"body": content["body"].get_prep_value()} if "body" in content else {})

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, update_fields=update_fields, **kwargs)
            if self.live and update_fields is None and not self._waits():
                self._record()

    def _waits(self) -> bool:
        """The editor saves a scheduled page live for a moment, before it hides it again."""
        return bool(self.go_live_at and self.go_live_at > timezone.now())

    def _record(self) -> None:
        PublishedBlock.follow(PageVersion.record(self))

    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Autosave overwrites a mere draft only, never what is live, scheduled or under review."""
        if overwrite_revision and self._is_pinned(overwrite_revision):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def _is_pinned(self, revision: Revision) -> bool:
        return bool(
            revision.approved_go_live_at
            or revision.task_states.exists()
            or Page.objects.filter(pk=self.pk, live_revision=revision).exists()
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Reading goes through the learner's own address, which asks who she is."""
        return redirect(self.reading_address())

    def reading_address(self) -> str:
        return reverse("courses:courses")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return (parts[0], settings.GRADUS_BASE_URL, self.reading_address()) if parts else None


class CourseIndexPage(EvidencePage):
    """Where the courses of one language stand."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CoursePage"]
    max_count_per_parent = 1
    preview_modes: ClassVar[list[tuple[str, object]]] = []

    class Meta:
        verbose_name = _("course shelf")
        verbose_name_plural = _("course shelves")

    def _record(self) -> None:
        """A shelf says nothing that could be evidence."""


class CoursePage(EvidencePage):
    """A course in one language. Its code names it in every language and for ever."""

    code = models.SlugField(
        _("code"),
        max_length=60,
        blank=True,
        help_text=_(
            "Names the course in rules and training files, for ever. Left empty, it is made from the slug."
        ),
    )
    category = models.ForeignKey(
        "courses.CourseCategory", on_delete=models.PROTECT, related_name="pages", verbose_name=_("category")
    )
    intro = models.TextField(_("introduction"), blank=True)
    objectives = models.TextField(_("what one can do afterwards"), blank=True, help_text=_("One a line."))
    minutes = models.PositiveSmallIntegerField(_("minutes needed"), default=30)
    hours = models.DecimalField(
        _("hours credited"),
        max_digits=5,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
        help_text=_("What the training file credits for it."),
    )

    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.LessonPage"]
    evidence_fields = ("title", "code", "intro", "objectives", "minutes")
    exclude_fields_in_copy = ["code"]
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("code"), FieldPanel("category")]),
        FieldPanel("intro"),
        FieldPanel("objectives"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("hours")]),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.code = self.code or self._made_code()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.code and self._is_taken(self.code):
            raise ValidationError({"code": CodeTaken.text})
        kept = Course.objects.filter(translation_key=self.translation_key).exclude(code=self.code).first()
        if kept and self.code:
            raise ValidationError({"code": _("This course has been published as %(code)s.") % {"code": kept}})

    def _is_taken(self, code: str) -> bool:
        others = [Course.objects.filter(code=code), CoursePage.objects.filter(code=code)]
        return any(rows.exclude(translation_key=self.translation_key).exists() for rows in others)

    def _made_code(self) -> str:
        """That of its translations; else the slug's, where it is free; else a random one."""
        if known := CoursePage.objects.filter(translation_key=self.translation_key).exclude(code="").first():
            return known.code
        slug = (self.slug or "")[:60]
        is_free = CODE.fullmatch(slug) and not self._is_taken(slug)
        return slug if is_free else f"course-{self.translation_key.hex[:8]}"

    def evidence(self) -> dict[str, Any]:
        return super().evidence() | {"category": self.category.code, "hours": f"{self.hours:.2f}"}

    def _record(self) -> None:
        Course.claim(code=self.code, translation_key=self.translation_key)
        super()._record()

    def reading_address(self) -> str:
        return reverse("courses:course", args=[self.code])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return render(request, "courses/preview_course.html", {"course": self})

    @property
    def objective_lines(self) -> list[str]:
        return [line.strip() for line in self.objectives.splitlines() if line.strip()]


class LessonPage(EvidencePage):
    """A lesson of a course: one idea, in blocks."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes needed"), default=5, validators=[MinValueValidator(1)]
    )
    body = StreamField(LessonBody(), verbose_name=_("content"))

    parent_page_types = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = []
    evidence_fields = ("title", "minutes", "body")
    content_panels = [*Page.content_panels, FieldPanel("minutes"), FieldPanel("body")]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def reading_address(self) -> str:
        return reverse("courses:lesson", args=[CoursePage.objects.parent_of(self).get().code, self.slug])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        parts = [{"block": block} for block in self.body]
        return render(request, "courses/preview_lesson.html", {"lesson": self, "parts": parts})

    @property
    def checks(self) -> dict[str, Any]:
        """The quick checks by their block's id."""
        return {block.id: block.value for block in self.body if block.block_type == "quick_check"}
