"""The demo's two courses and their role-play."""

import re
from collections import Counter
from typing import Any

import pytest

from tests.portal.demo.content import BLOCK, COURSES, LANGUAGES, LESSONS, ROLE_PLAY, han, words

BLOCKS = {
    "text": {"body"},
    "callout": {"tone", "title", "text"},
    "steps": {"title", "steps"},
    "script": {"title", "opening", "confirm", "closing"},
    "dos_donts": {"dos", "donts"},
    "quick_check": {"stem", "options"},
}


def test_two_courses_of_six_lessons() -> None:
    assert [(course["code"], len(course["lessons"])) for course in COURSES] == [
        ("telephone-etiquette", 6),
        ("complaint-handling", 6),
    ]
    assert [course["minutes"] for course in COURSES] == [
        sum(lesson["minutes"] for lesson in course["lessons"]) for course in COURSES
    ]
    assert len({lesson["slug"] for lesson in LESSONS}) == 12


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson["slug"])
def test_a_lesson_teaches_300_to_500_characters_and_ends_with_a_check(lesson: dict[str, Any]) -> None:
    kinds = [block["type"] for block in lesson["blocks"]]
    assert kinds.index("quick_check") == len(kinds) - 1
    assert 300 <= han(words(lesson["blocks"][:-1], "zh")) <= 500


def test_blocks_have_unique_ids_and_the_parts_of_their_type() -> None:
    blocks = [block for lesson in LESSONS for block in lesson["blocks"]]
    assert len(BLOCK) == len(blocks)
    assert [block["id"] for block in blocks if set(block) != {"id", "type"} | BLOCKS[block["type"]]] == []
    assert {block["tone"] for block in blocks if block["type"] == "callout"} == {"info", "warning", "tip"}


def test_rich_text_uses_few_tags_and_closes_them() -> None:
    for block in (block for block in BLOCK.values() if block["type"] == "text"):
        for language in LANGUAGES:
            tags = re.findall(r"<(/?)(\w+)>", block["body"][language])
            assert {name for _, name in tags} - {"p", "ul", "li", "strong"} == set()
            assert Counter(name for slash, name in tags if slash) == Counter(
                name for slash, name in tags if not slash
            )
            assert block["body"][language].count("<") == len(tags)


def test_a_quick_check_has_one_right_option_not_always_in_the_same_place() -> None:
    checks = [block for block in BLOCK.values() if block["type"] == "quick_check"]
    places = [[option["correct"] for option in block["options"]].index(True) for block in checks]
    assert {sum(option["correct"] for option in block["options"]) for block in checks} == {1}
    assert Counter(places) == {0: 4, 1: 4, 2: 4}


def test_the_role_play_has_four_stages_and_a_rubric_of_a_hundred_points() -> None:
    scenario, rubric = ROLE_PLAY["scenario"], ROLE_PLAY["rubric"]
    assert [stage["code"] for stage in scenario["stages"]] == ["calm", "analyse", "propose", "follow-up"]
    assert (scenario["course"], scenario["rubric"]) == ("complaint-handling", rubric["code"])
    assert sum(criterion["weight"] for criterion in rubric["criteria"]) == 100
    weights: Counter[str] = Counter()
    for criterion in rubric["criteria"]:
        weights[criterion["dimension"]] += criterion["weight"]
    assert weights == {dimension["code"]: 50 for dimension in rubric["dimensions"]}


def test_each_criterion_has_four_anchored_levels_and_one_is_critical() -> None:
    criteria = ROLE_PLAY["rubric"]["criteria"]
    assert [[level["points"] for level in criterion["levels"]] for criterion in criteria] == [
        [0, 1, 2, 3]
    ] * 6
    assert [criterion["code"] for criterion in criteria if criterion["critical"]] == ["identity"]
    anchors = [level["anchor"]["zh"] for criterion in criteria for level in criterion["levels"]]
    assert len(set(anchors)) == 24
