"""The demo's exams, levels and past agree with each other."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.portal.demo.content import (
    COURSES,
    EXAMS,
    HISTORY,
    PEOPLE,
    PLANTED,
    QUESTIONS,
    ROLE_PLAY,
    ROUNDS,
    SCHEMES,
    requirements,
)

MONTH = 31  # the longest, so that a gap of n × 31 days is n months from any day


@pytest.mark.parametrize("code", sorted(EXAMS))
def test_the_bank_can_fill_an_exam_of_ten_and_a_quarterly_test_of_twenty(code: str) -> None:
    exam = EXAMS[code]
    fixed = [question for draw in exam["draws"] for question in draw.get("fixed", [])]
    asked = len(fixed) + sum(draw["count"] for draw in exam["draws"])
    assert (asked, asked * exam["points_each"]) == ((20 if code == "quarterly-product" else 10), 100)
    stock = [
        sum(
            question["topic"] == draw["topic"] and draw["difficulty"] in (None, question["difficulty"])
            for question in QUESTIONS
            if question["id"] not in fixed
        )
        for draw in exam["draws"]
    ]
    assert [draw for draw, held in zip(exam["draws"], stock, strict=True) if held < draw["count"]] == []
    assert sum(stock) > asked
    assert exam["review"] in {"handed_in", "closed"}


def test_five_levels_ask_only_for_what_exists() -> None:
    assert [level["level"] for level in SCHEMES["service-level"]["levels"]] == [1, 2, 3, 4, 5]
    asked = [
        requirement
        for scheme in SCHEMES.values()
        for level in scheme["levels"]
        for requirement in level["requirements"]
    ]
    assert {row["course"] for row in asked if row["kind"] == "course"} == {
        course["code"] for course in COURSES
    }
    assert {row["exam"] for row in asked if row["kind"] == "exam"} == set(EXAMS)
    assert {row["rubric"] for row in asked if row["kind"] == "assessment"} == {ROLE_PLAY["rubric"]["code"]}
    assert {row["kind"] for row in asked} == {"course", "exam", "assessment", "months_in_level"}
    assert len({row["id"] for row in asked}) == len(asked) == 21


def test_a_level_asks_at_least_the_pass_mark_of_its_exam() -> None:
    for scheme in SCHEMES.values():
        for level in scheme["levels"]:
            asked = [row for row in level["requirements"] if row["kind"] == "exam"]
            assert [row["id"] for row in asked if row["min_score"] < EXAMS[row["exam"]]["pass_mark"]] == []


def dated() -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Person, day and record of all that happened."""
    for key in (
        "completions",
        "exam_results",
        "assessments",
        "awards",
        "revocations",
        "commendations",
        "coaching",
    ):
        yield from ((row["person"], row["on"], row) for row in HISTORY[key])
    for sitting in HISTORY["sittings"]:
        yield from ((row["person"], row["on"], row) for row in sitting["results"] if row["on"] is not None)
    for row in HISTORY["progress"]:
        yield from ((row["person"], lesson["on"], lesson) for lesson in row["lessons"])


def test_everything_happened_to_people_who_were_there_by_today() -> None:
    strays = [
        row
        for person, on, row in dated()
        if not PEOPLE[person]["hired"]
        <= on
        <= (0 if PEOPLE[person]["left"] is None else PEOPLE[person]["left"])
    ]
    assert strays == []


def passes(person: str, exam: str) -> list[tuple[int, float]]:
    alone = [
        (row["on"], row["score"])
        for row in HISTORY["exam_results"]
        if (row["person"], row["exam"]) == (person, exam)
    ]
    sat = [
        (row["on"], row["score"])
        for sitting in HISTORY["sittings"]
        for row in sitting["results"]
        if (row["person"], sitting["exam"], row["status"]) == (person, exam, "taken")
    ]
    return alone + sat


def is_met(requirement: dict[str, Any], person: str, on: int) -> bool:
    match requirement["kind"]:
        case "course":
            return any(
                (row["person"], row["course"]) == (person, requirement["course"]) and row["on"] <= on
                for row in HISTORY["completions"]
            )
        case "exam":
            return any(
                day <= on and score >= requirement["min_score"]
                for day, score in passes(person, requirement["exam"])
            )
        case "assessment":
            return any(
                row["person"] == person
                and row["on"] <= on
                and row["score"] >= requirement["min_score"]
                and not row["critical_fail"]
                for row in HISTORY["assessments"]
            )
        case _:
            return any(
                (row["person"], row["level"]) == (person, requirement["level"])
                and on - row["on"] >= MONTH * requirement["months"]
                for row in HISTORY["awards"]
            )


@pytest.mark.parametrize(
    "award",
    [award for award in HISTORY["awards"] if award["basis"] == "earned"],
    ids=lambda award: f"{award['person']}-level-{award['level']}",
)
def test_an_earned_level_stands_on_met_requirements(award: dict[str, Any]) -> None:
    asked = requirements(award["scheme"], award["level"])
    assert [row["id"] for row in asked if not is_met(row, award["person"], award["on"])] == []


def test_awards_are_earned_or_from_paper_and_go_one_level_up() -> None:
    assert Counter(award["basis"] for award in HISTORY["awards"]) == {"paper": 44, "earned": 14}
    ladder: dict[str, list[int]] = {}
    for award in sorted(HISTORY["awards"], key=lambda award: award["on"]):
        ladder.setdefault(award["person"], []).append(award["level"])
    assert [
        levels for levels in ladder.values() if levels != list(range(levels[0], levels[0] + len(levels)))
    ] == []


def test_scores_are_tenths_and_attempts_keep_the_policy() -> None:
    rows = HISTORY["exam_results"] + [
        row for sitting in HISTORY["sittings"] for row in sitting["results"] if row["status"] == "taken"
    ]
    assert [row for row in rows if row["score"] * 10 not in range(11)] == []
    for person in PEOPLE:
        for code, exam in EXAMS.items():
            tries = [row for row in HISTORY["exam_results"] if (row["person"], row["exam"]) == (person, code)]
            assert len(tries) <= exam["attempts"]


def test_role_play_scores_follow_from_the_points_and_nobody_scores_herself() -> None:
    weights = {criterion["code"]: criterion["weight"] for criterion in ROLE_PLAY["rubric"]["criteria"]}
    for row in HISTORY["assessments"]:
        assert row["score"] == round(
            sum(weights[code] * points for code, points in row["points"].items()) / 300, 4
        )
        assert row["critical_fail"] is (row["points"]["identity"] == 0)
        assert list(row["points"]) == list(weights)
        assert row["assessor"] != row["person"]
        assert "assessor" in PEOPLE[row["assessor"]]["roles"]


def test_who_is_to_be_scored_is_there_and_somebody_else() -> None:
    for row in HISTORY["planned"]:
        assert row["planned_on"] <= row["on"]
        assert PEOPLE[row["person"]]["left"] is None
        assert row["assessor"] != row["person"]
        assert "assessor" in PEOPLE[row["assessor"]]["roles"]


def test_every_result_of_a_level_exam_lies_in_one_round_that_was_offered_to_the_person() -> None:
    for row in HISTORY["exam_results"]:
        rounds = [
            one
            for one in ROUNDS
            if one["exam"] == row["exam"]
            and row["person"] in one["people"]
            and one["opens"] < row["on"] <= one["closes"]
        ]
        assert len(rounds) == (0 if row["exam"] == "onboarding" else 1)


def test_last_quarters_test_has_passes_failures_and_absences() -> None:
    last = next(sitting for sitting in HISTORY["sittings"] if sitting["code"] == "quarterly-1")
    mark = EXAMS[last["exam"]]["pass_mark"]
    outcome = Counter(
        "absent" if row["status"] == "absent" else "passed" if row["score"] >= mark else "failed"
        for row in last["results"]
    )
    assert outcome == {"passed": 44, "failed": 9, "absent": 4}
    staff = {
        n
        for n, p in PEOPLE.items()
        if p["hired"] <= last["opens"] and (p["left"] is None or p["left"] >= last["closes"])
    }
    assert {row["person"] for row in last["results"]} == staff
    makeup = next(sitting for sitting in HISTORY["sittings"] if sitting["makeup_of"] == "quarterly-1")
    missed = {row["person"] for row in last["results"] if row["status"] == "absent" or row["score"] < mark}
    assert {row["person"] for row in makeup["results"]} == missed - {"B107"}
    assert [s["code"] for s in HISTORY["sittings"] if s["opens"] <= 0 <= s["closes"]] == ["quarterly-0"]


def test_two_past_quarterly_tests_have_enough_attempts_to_be_told_apart() -> None:
    """Below thirty, statistics are shown with a warning."""
    taken = {
        sitting["code"]: sum(row["status"] == "taken" for row in sitting["results"])
        for sitting in HISTORY["sittings"]
    }
    assert min(taken["quarterly-2"], taken["quarterly-1"]) >= 45


def test_what_is_planted_is_asked_of_everybody() -> None:
    exam = EXAMS[PLANTED["exam"]]
    fixed = {question for draw in exam["draws"] for question in draw.get("fixed", [])}
    assert fixed == {PLANTED["wrong_key"]["question"], PLANTED["easy"]}
    assert PLANTED["weak"] in {draw["topic"] for draw in exam["draws"]}
    doubted = next(row for row in QUESTIONS if row["id"] == PLANTED["wrong_key"]["question"])
    assert PLANTED["wrong_key"]["chosen"] in set(doubted["options"]) - set(doubted["key"]["correct"])


def status(witness: dict[str, Any]) -> str:
    """The status of a level or of one requirement, reckoned anew with months of 30.5 days."""
    person, scheme, level = witness["person"], witness["scheme"], witness["level"]
    rules = next(row for row in SCHEMES[scheme]["levels"] if row["level"] == level)
    if witness["requirement"]:
        row = next(row for row in rules["requirements"] if row["id"] == witness["requirement"])
        if is_met(row, person, 0):
            return "done"
        due = PEOPLE[person]["hired"] + row["due_days"] if "due_days" in row else None
        if due is not None and due < 0:
            return "overdue"
        return "due_soon" if due is not None and due <= 7 else "not_started"
    held = [row["on"] for row in HISTORY["awards"] if (row["person"], row["level"]) == (person, level)]
    if not held:
        return (
            "in_progress" if any(is_met(row, person, 0) for row in rules["requirements"]) else "not_started"
        )
    if any((row["person"], row["level"]) == (person, level) for row in HISTORY["revocations"]):
        return "revoked"
    left = max(held) + rules["active_months"] * 30.5
    if left < 0:
        return "expired"
    return "due_soon" if left <= rules["renewal_window_months"] * 30.5 else "done"


def test_every_status_has_a_witness() -> None:
    assert [row["status"] for row in HISTORY["witnesses"]] == [status(row) for row in HISTORY["witnesses"]]
    assert {row["status"] for row in HISTORY["witnesses"]} == {
        "done",
        "due_soon",
        "overdue",
        "in_progress",
        "not_started",
        "expired",
        "revoked",
    }


def test_history_names_only_what_exists() -> None:
    slugs = {course["code"]: [lesson["slug"] for lesson in course["lessons"]] for course in COURSES}
    assert {row["course"] for row in HISTORY["completions"]} == set(slugs)
    assert [
        row
        for row in HISTORY["progress"]
        if [x["slug"] for x in row["lessons"]] != slugs[row["course"]][: len(row["lessons"])]
    ] == []
    assert {row["method"] for row in HISTORY["completions"]} == {"online", "class", "paper"}
    assert {row["exam"] for row in HISTORY["exam_results"]} == set(EXAMS) - {"quarterly-product"}
    assert [row for row in HISTORY["assignments"] if not requirements(row["scheme"], row["level"])] == []
