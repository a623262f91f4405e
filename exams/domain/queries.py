"""What the lists of trainers show beside the rows themselves, and what waits for a trainer."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from core.text import clean, fold
from courses.models.words import traditional
from exams.enums import State, Verdict
from exams.models import (
    Attempt,
    Exam,
    Item,
    Paper,
    PaperDraw,
    PaperQuestion,
    Question,
    QuestionVersion,
    Sitting,
    Tag,
    VersionReview,
)
from exams.models.question import QuestionVersionQuerySet
from people.models import User

SOON = timedelta(days=7)
SAID = ("number", "kind", "language", "difficulty", "level", "points", "texts")


def as_said(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Questions with the columns of their newest version: `number`, `kind`, `texts` and so on."""
    return questions.annotate(**{column: Subquery(_newest().values(column)) for column in SAID})


def with_state(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Questions with their `state`, after their newest version, and the number of the one `asked` now."""
    said = VersionReview.objects.filter(version=OuterRef("pk")).order_by("-pk").values("verdict")[:1]
    standing = QuestionVersion.objects.ready().filter(question=OuterRef("pk")).order_by("-number")[:1]
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    return questions.annotate(
        is_draft=Subquery(_newest().values("is_draft")),
        verdict=Subquery(newest.annotate(said=Subquery(said)).values("said")[:1]),
        asked=Subquery(standing.values("number")),
        state=Case(
            When(retired_at__isnull=False, then=Value(State.RETIRED)),
            When(is_draft=False, then=Value(State.READY)),
            When(verdict__in=(Verdict.APPROVED, Verdict.RELEASED), then=Value(State.READY)),
            When(verdict=Verdict.SUBMITTED, then=Value(State.IN_REVIEW)),
            default=Value(State.DRAFT),
            output_field=CharField(),
        ),
    )


def with_staleness(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Questions with `is_stale`: the block that the version asked now cites reads otherwise."""
    return questions.annotate(is_stale=Exists(stale_versions().filter(question=OuterRef("pk"))))


def stale_versions() -> QuestionVersionQuerySet:
    """The versions that would be asked if the block they cite had not changed."""
    return QuestionVersion.objects.standing().stale().filter(question__retired_at=None)


def counted_by_state(questions: QuerySet[Question]) -> QuerySet[Question, tuple[int, str, int]]:
    """Topic, state, number of questions."""
    stated: Any = with_state(questions).order_by()
    rows = stated.values("topic", "state").annotate(n=Count("pk")).values_list("topic", "state", "n")
    return cast(QuerySet[Question, tuple[int, str, int]], rows)


def in_languages(questions: QuerySet[Question], code: str, *, there: bool) -> QuerySet[Question]:
    """Questions whose newest version is written in a language, or is not."""
    written = QuestionVersion.objects.latest().filter(**{f"texts__{code}__stem__isnull": False})
    found = Q(pk__in=written.values("question"))
    return questions.filter(found if there else ~found)


def with_use(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Questions with the number of `papers` that name them and of `attempts` that asked them."""
    papers = PaperQuestion.objects.filter(question=OuterRef("pk")).order_by().values("question")
    attempts = Item.objects.filter(version__question=OuterRef("pk")).order_by().values("version__question")
    return questions.annotate(
        papers=_number(papers.annotate(n=Count("section__paper", distinct=True))),
        attempts=_number(attempts.annotate(n=Count("attempt", distinct=True))),
    )


def matching(questions: QuerySet[Question], text: str) -> QuerySet[Question]:
    """Questions that have every word of the text in their code, a tag, or their newest stem in any language.

    Simplified and Traditional characters find each other.
    """
    for word in clean(text).split():
        questions = questions.filter(_has(word))
    return questions


def _has(word: str) -> Q:
    stems, tags = Q(), Q()
    for typed in {word, fold(word), traditional(word)}:
        tags |= Q(name__icontains=typed)
        for language, _name in settings.LANGUAGES:
            stems |= Q(**{f"texts__{language}__stem__icontains": typed})
    said = QuestionVersion.objects.latest().filter(stems).values("question")
    tagged = Question.tags.through.objects.filter(tag__in=Tag.objects.filter(tags)).values("question")
    return Q(code__icontains=word) | Q(pk__in=said) | Q(pk__in=tagged)


def with_size(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """Papers with how many questions they fix, how many they draw, and how many exams use them."""
    fixed = PaperQuestion.objects.filter(section__paper=OuterRef("pk"), question__retired_at=None)
    drawn = PaperDraw.objects.filter(section__paper=OuterRef("pk")).order_by().values("section__paper")
    exams = Exam.objects.filter(paper=OuterRef("pk")).order_by().values("paper")
    return papers.annotate(
        fixed=_number(fixed.order_by().values("section__paper").annotate(n=Count("question", distinct=True))),
        drawn=_number(drawn.annotate(n=Sum("count"))),
        used_by=_number(exams.annotate(n=Count("pk"))),
    )


def never_used(user: User) -> QuerySet[Question]:
    """Questions of her topics that no paper names and nobody was ever asked."""
    named = PaperQuestion.objects.filter(question=OuterRef("pk"))
    asked = Item.objects.filter(version__question=OuterRef("pk"))
    return Question.objects.visible_to(user).in_use().filter(~Exists(named), ~Exists(asked))


def opening(user: User, *, at: datetime) -> QuerySet[Sitting]:
    """Sittings that open within a week, the next first."""
    window = Sitting.objects.visible_to(user).filter(opens_at__gt=at, opens_at__lte=at + SOON)
    return with_turnout(window).select_related("exam").order_by("opens_at")


def running(user: User, *, at: datetime) -> QuerySet[Sitting]:
    """Open sittings, what closes first first."""
    return (
        with_turnout(Sitting.objects.visible_to(user).open(at)).select_related("exam").order_by("closes_at")
    )


def with_turnout(sittings: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """Sittings with how many people are `invited`, and how many have `taken` it to the end."""
    members = Sitting.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    attempts = Attempt.objects.filter(sitting=OuterRef("pk")).exclude(handed_in_at=None)
    return sittings.annotate(
        invited=_number(members.annotate(n=Count("audience__members"))),
        taken=_number(attempts.order_by().values("sitting").annotate(n=Count("employee", distinct=True))),
    )


def use_of(question: Question) -> tuple[int, int]:
    """In how many papers a question stands, and in how many attempts it was asked."""
    used: Any = with_use(Question.objects.filter(pk=question.pk)).get()
    return used.papers, used.attempts


def _newest() -> QuerySet[QuestionVersion]:
    return QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")[:1]


def _number(counted: QuerySet) -> Coalesce:
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
