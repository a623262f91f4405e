"""Sample papers, and how alike they are."""

import pytest
from django.utils.translation import override

from exams.domain import papers
from tests.factories.exams import (
    PaperQuestionFactory,
    PaperSectionFactory,
    QuestionVersionFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def test_samples_are_the_same_each_time_and_differ_from_each_other() -> None:
    topic = TopicFactory()
    QuestionVersionFactory.create_batch(30, question__topic=topic)
    paper = PaperSectionFactory(position=1, count=5, topic=topic).paper
    first, again = papers.samples(paper), papers.samples(paper)
    assert [sample.asked for sample in first] == [sample.asked for sample in again]
    assert len(first) == 20
    assert len({sample.questions for sample in first}) > 10


def test_a_paper_of_fixed_questions_is_the_same_for_all() -> None:
    section = PaperSectionFactory(position=1)
    PaperQuestionFactory.create_batch(3, section=section)
    samples = papers.samples(section.paper)
    found = papers.overlap_of([sample.questions for sample in samples])
    assert found == papers.Overlap(1.0, 1.0)
    with override("en"):
        assert found.words == "Two candidates share 100 % of their questions on average, at worst 100 %."


def test_the_overlap_is_the_mean_and_the_worst_of_all_pairs() -> None:
    """Pairs: 1 and 2 share two of four, 1 and 3 none, 2 and 3 one of four."""
    one, two, three = frozenset({1, 2, 3, 4}), frozenset({3, 4, 5, 6}), frozenset({6, 7, 8, 9})
    assert papers.overlap_of([one, two, three]) == papers.Overlap(0.25, 0.5)
    assert papers.overlap_of([one]) == papers.Overlap(0.0, 0.0)


def test_difficulty_is_weighed_by_points() -> None:
    section = PaperSectionFactory(position=1)
    for difficulty, points in (("easy", 1), ("medium", 2), ("hard", 1)):
        version = QuestionVersionFactory(difficulty=difficulty, points=points)
        PaperQuestionFactory(section=section, question=version.question)
    sample = papers.samples(section.paper, number=1)[0]
    assert (sample.points, sample.difficulty) == (4, 0.5)
    assert sample.difficulties == {"easy": 1, "medium": 1, "hard": 1}


@pytest.mark.parametrize(("worst", "enough"), [(0.0, True), (0.3, True), (0.31, False), (1.0, False)])
def test_seventy_per_cent_of_a_make_up_are_others(worst: float, enough: bool) -> None:
    assert papers.Repetition(0.1, worst, 5).is_other_enough is enough
