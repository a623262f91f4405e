"""What the lists of trainers show beside the rows themselves, and what waits for a trainer."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from exams.models import (
    Attempt,
    Exam,
    Item,
    Paper,
    PaperQuestion,
    PaperSection,
    Question,
    QuestionVersion,
    Sitting,
)
from people.models import User

SOON = timedelta(days=7)
SAID = ("number", "kind", "difficulty", "level", "points", "texts")


def as_said(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Questions with the columns of their newest version: `number`, `kind`, `texts` and so on."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")[:1]
    return questions.annotate(**{column: Subquery(newest.values(column)) for column in SAID})


def with_use(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Questions with the number of `papers` that name them and of `attempts` that asked them."""
    papers = PaperQuestion.objects.filter(question=OuterRef("pk")).order_by().values("question")
    attempts = Item.objects.filter(version__question=OuterRef("pk")).order_by().values("version__question")
    return questions.annotate(
        papers=_number(papers.annotate(n=Count("section__paper", distinct=True))),
        attempts=_number(attempts.annotate(n=Count("attempt", distinct=True))),
    )


def matching(questions: QuerySet[Question], text: str) -> QuerySet[Question]:
    """Questions whose code, or newest stem in any language, has the text; needs `as_said`."""
    found = Q(code__icontains=text)
    for language, _name in settings.LANGUAGES:
        found |= Q(**{f"texts__{language}__stem__icontains": text})
    return questions.filter(found)


def with_size(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """Papers with how many questions they fix, how many they draw, and how many exams use them."""
    fixed = PaperQuestion.objects.filter(section__paper=OuterRef("pk"), question__retired_at=None)
    drawn = PaperSection.objects.filter(paper=OuterRef("pk")).order_by().values("paper")
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


def _number(counted: QuerySet) -> Coalesce:
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
