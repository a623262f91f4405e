"""Whose keys a paper may ask for."""

from django.db.models import QuerySet

from exams.models import Paper, PaperDraw, Question, Topic
from people.models import User


def drawable(user: User) -> QuerySet[Topic]:
    """The topics from which a user may let draw: hers, and so is all that stands below them."""
    above = dict(Topic.objects.values_list("pk", "parent_id"))
    closed = set(above) - set(Topic.objects.visible_to(user).values_list("pk", flat=True))
    while grown := {parent for pk in closed if (parent := above[pk])} - closed:
        closed |= grown
    return Topic.objects.exclude(pk__in=closed)


def has_open_keys(paper: Paper, user: User) -> bool:
    """Whether every key that the paper may ask for is the user's to see."""
    drawn = set(PaperDraw.objects.filter(section__paper=paper).values_list("topic", flat=True))
    fixed = Question.objects.filter(paper_questions__section__paper=paper)
    return drawn <= set(drawable(user).values_list("pk", flat=True)) and not (
        fixed.exclude(topic__in=Topic.objects.visible_to(user)).exists()
    )
