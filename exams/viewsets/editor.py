"""The editor of questions: what is typed becomes a version; what is worth a second look is said beside it."""

from dataclasses import replace
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from exams.domain import queries
from exams.domain.bank import bank, citations, duplicates, labels, lint, stimuli
from exams.domain.bank.bank import Wording
from exams.enums import QuestionKind, Verdict
from exams.errors import QuestionChangedMeanwhile
from exams.forms import EDITORS, QuestionForm, editor
from exams.forms.labels import LabelsForm
from exams.models import Question, QuestionVersion, Stimulus, Tag, Topic
from exams.views.bank.access import AuthorRequest
from exams.viewsets.choosers import BLOCKS
from exams.viewsets.visible import VisibleEdit
from exams.viewsets.words import short, use_in_words


class QuestionFormMixin:
    """Two plain forms in place of a model's: the words, which make a version, and the labels."""

    request: AuthorRequest
    form: QuestionForm

    @property
    def question(self) -> Question | None:
        """Whose labels the form shows."""
        return None

    @property
    def version(self) -> QuestionVersion | None:
        """Whose citation the form shows."""
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        files = self.request.FILES if self.request.method == "POST" else None
        return {"data": self._sent, "files": files, "user": self.request.user}

    @property
    def _sent(self) -> Any:
        return self.request.POST if self.request.method == "POST" else None

    @cached_property
    def labels(self) -> LabelsForm:
        return LabelsForm(
            self._sent,
            user=self.request.user,
            question=self.question,
            version=self.version,
            chooser=BLOCKS.widget_class(),
        )

    @property
    def is_draft(self) -> bool:
        """Whether she asked to save a draft."""
        return "draft" in self.request.POST

    def wording(self, form: QuestionForm) -> Wording:
        return replace(form.wording(), **self.labels.citation())

    def refuse(self, form: QuestionForm) -> HttpResponse:
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        return self.form_invalid(form)  # type: ignore[attr-defined]

    def put_labels(self, question: Question) -> bool:
        asked = self.labels.cleaned_data
        return labels.put(question, tags=asked["tags"], reserved=asked["reserved"], by=self.request.user)

    def attach(self, question: Question, form: QuestionForm) -> bool:
        """Where there is no shared material to choose, the form has not asked for it."""
        if not form.has_stimuli:
            return False
        asked = form.cleaned_data
        unit = {"stimulus": asked["stimulus"], "place": asked["place"] or 1}
        return stimuli.attach(question=question, **unit, by=self.request.user)

    def warn(self, question: Question) -> None:
        """What is worth a second look at what was saved; nothing of it forbids the saving."""
        newest = question.versions.latest().get()
        for finding in lint.lint(newest):
            messages.warning(self.request, f"{finding.text} {finding.remedy}")
        near = duplicates.near_to(newest.texts, user=self.request.user, besides=question.pk)
        for version, likeness in near:
            said = _("It reads much like %(code)s (%(percent)d %%): %(stem)s") % {
                "code": version.question,
                "percent": likeness,
                "stem": short(version.texts),
            }
            both = reverse("exams_questions:compare", args=[version.pk, newest.pk])
            messages.warning(self.request, said, buttons=[messages.button(both, _("Side by side"))])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            labels=self.labels, tags=Tag.objects.all()[:50], **kwargs
        )
        context["media"] += self.labels.media
        return context


class QuestionMade(QuestionFormMixin, generic.CreateView):
    """Saving makes a question with its first version."""

    def save_instance(self) -> Question:
        """Inside the transaction of `form_valid`."""
        question = bank.add(
            topic=self.form.cleaned_data["topic"],
            wording=self.wording(self.form),
            by=self.request.user,
            is_draft=self.is_draft,
        )
        self.put_labels(question)
        self.attach(question, self.form)
        return question

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        if not self.labels.is_valid():
            return self.refuse(form)
        response = super().form_valid(form)
        self.warn(self.object)
        return response


class QuestionAdd(QuestionMade):
    def get(self, request: AuthorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if Topic.objects.visible_to(request.user).exists():
            return super().get(request, *args, **kwargs)
        messages.info(request, _("A question stands in a topic: name the first one."))
        return redirect(f"{reverse('exams_topics:add')}?first")

    def get_form_class(self) -> type[QuestionForm]:
        return editor(self.request.GET.get("kind", ""))

    def get_form_kwargs(self) -> dict[str, Any]:
        topics = list(Topic.objects.visible_to(self.request.user)[:2])
        only = {"topic": topics[0]} if len(topics) == 1 else {}
        return super().get_form_kwargs() | {"initial": only | self._unit()}

    def _unit(self) -> dict[str, Any]:
        """The material from whose form the trainer comes, and the place after its other questions."""
        named = self.request.GET.get("stimulus", "")
        seen = Stimulus.objects.visible_to(self.request.user).annotate(asked=Count("questions"))
        unit: Any = seen.filter(pk=named).first() if named.isdecimal() else None
        return {"stimulus": unit, "topic": unit.topic, "place": unit.asked + 1} if unit else {}

    def get_add_url(self) -> str:
        return f"{reverse(self.add_url_name)}?kind={self.get_form_class().kind}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.get_form_class().kind
        kinds = [(f"?kind={kind}", QuestionKind(kind).label, kind == here) for kind in EDITORS]
        return super().get_context_data(kinds=kinds, **kwargs)


class QuestionCopy(QuestionMade):
    """A new question that begins with the words of another; nothing is made before it is saved."""

    page_title = gettext_lazy("Copy a question")

    @cached_property
    def version(self) -> QuestionVersion:
        seen = Question.objects.visible_to(self.request.user)
        question = get_object_or_404(seen.select_related("topic"), pk=self.kwargs["pk"])
        return question.versions.latest().select_related("question__topic").get()

    def get_form_class(self) -> type[QuestionForm]:
        return editor(self.version.kind)

    def get_form_kwargs(self) -> dict[str, Any]:
        topic = {"topic": self.version.question.topic}
        copied = {"initial": topic, "wording": _as_copy(Wording.of(self.version))}
        return super().get_form_kwargs() | copied

    def get_add_url(self) -> str:
        return reverse("exams_questions:copy", args=[self.version.question_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(copied=self.version.question, **kwargs)


def _as_copy(wording: Wording) -> Wording:
    """The same words; the stem says that it is a copy, so that it is not saved unseen."""
    own = wording.texts[wording.language]
    copy = own | {"stem": f"{own['stem']} {_('(copy)')}"}
    return replace(wording, texts=wording.texts | {wording.language: copy})


class QuestionEdit(QuestionFormMixin, VisibleEdit):
    success_message = None

    @cached_property
    def newest(self) -> QuestionVersion:
        return self.object.versions.latest().get()

    @property
    def version(self) -> QuestionVersion:
        return self.newest

    @property
    def question(self) -> Question:
        return self.object

    @cached_property
    def stale(self) -> list[citations.Stale]:
        """What has changed in the lesson that the version asked now cites."""
        return citations.explained(queries.stale_versions().filter(question=self.object))

    def get_form_class(self) -> type[QuestionForm]:
        return editor(self.newest.kind)

    def get_form_kwargs(self) -> dict[str, Any]:
        newest = {"wording": Wording.of(self.newest), "number": self.newest.number}
        return super().get_form_kwargs() | {"question": self.object} | newest

    def wording(self, form: QuestionForm) -> Wording:
        """A citation that was confirmed is no reason for a new version."""
        wording, before = super().wording(form), Wording.of(self.newest)
        same = replace(wording, cites_fingerprint=before.cites_fingerprint)
        return before if same == before and not self.stale else wording

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        if not self.labels.is_valid():
            return self.refuse(form)
        based_on = form.cleaned_data["based_on"] or 0
        try:
            saved = bank.revise(
                question=self.object,
                based_on=based_on,
                wording=self.wording(form),
                by=self.request.user,
                is_draft=self.is_draft,
            )
        except QuestionChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.data = form.data | {"based_on": str(refusal.number)}  # type: ignore[operator]
            return self.refuse(form)
        labelled = self.put_labels(self.object)
        self._tell(saved, labelled=self.attach(self.object, form) or labelled)
        return redirect(self.get_edit_url())

    def _tell(self, saved: QuestionVersion, *, labelled: bool) -> None:
        if saved.number != self.newest.number:
            words = _("Saved as version %(number)d.") % {"number": saved.number}
            messages.success(self.request, words)
            self.warn(self.object)
        elif labelled:
            messages.success(self.request, _("Saved. The words are the same: no new version was needed."))
        else:
            words = _("Nothing was changed: version %(number)d stands.") % {"number": saved.number}
            messages.info(self.request, words)

    def get_side_panels(self) -> Any:
        return generic.CreateView.get_side_panels(self)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        retire = _("Bring back") if self.object.retired_at else _("Retire")
        places = [
            (_("See it as a candidate"), "exams:bank_preview", "view"),
            (_("Copy"), "exams_questions:copy", "copy"),
            (_("Versions"), "exams_questions:versions", "history"),
            (_("Where it is used"), "exams_questions:use", "link"),
            (_("Regrade"), "exams:regrade_start", "redo"),
            (retire, "exams_questions:retire", "no-view"),
        ]
        return [
            Button(label, url=reverse(name, args=[self.object.pk]), icon_name=icon, priority=10 * at)
            for at, (label, name, icon) in enumerate(places, start=1)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        papers, attempts = queries.use_of(self.object)
        context = super().get_context_data(**kwargs)
        return (
            context
            | self._life()
            | {
                "newest": self.newest,
                "next_number": self.newest.number + 1,
                "used": use_in_words(papers, attempts) if papers or attempts else "",
                "findings": lint.lint(self.newest),
                "stale": self.stale,
            }
        )

    def _life(self) -> dict[str, Any]:
        """How far the newest version has come, and which one is asked meanwhile."""
        if not self.newest.is_draft:
            return {"is_ready": True}
        review = self.newest.reviews.order_by("-pk").first()
        last = review.verdict if review else ""
        return {
            "is_ready": last in (Verdict.APPROVED, Verdict.RELEASED),
            "waits": last == Verdict.SUBMITTED,
            "sent_back": review if last == Verdict.SENT_BACK else None,
            "standing": QuestionVersion.objects.standing().filter(question=self.object).first(),
            "is_author": self.newest.by_id == self.request.user.pk,
        }
