"""The demo company's texts and people are whole."""

import re
from collections import Counter

import pytest

from tests.portal.demo.content import FILES, LANGUAGES, PEOPLE, han, pairs, read, walk


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_text_stands_in_both_languages(name: str) -> None:
    assert [pair for pair in pairs(FILES[name]) if set(pair) != set(LANGUAGES)] == []
    assert [pair for pair in pairs(FILES[name]) if not pair["zh"].strip() or not pair["en"].strip()] == []
    assert [pair["en"] for pair in pairs(FILES[name]) if han(pair["en"])] == []
    assert [pair["zh"] for pair in pairs(FILES[name]) if not han(pair["zh"])] == []


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_chinese_text_stands_outside_a_pair(name: str) -> None:
    paired = {pair["zh"] for pair in pairs(FILES[name])}
    typed = {
        form["text"]
        for form in walk(FILES[name])
        if isinstance(form, dict) and "fraction" in form
        if "text" in form
    }
    loose = {item for item in walk(FILES[name]) if isinstance(item, str) and han(item)} - paired - typed
    assert loose - {person["name"] for person in PEOPLE.values()} == set()


@pytest.mark.parametrize("name", sorted(FILES))
def test_each_language_keeps_to_its_own_punctuation(name: str) -> None:
    chinese = [pair["zh"] for pair in pairs(FILES[name])]
    assert [
        text
        for text in chinese
        if re.search(r"[\u4e00-\u9fff][ ,;:!?()\"']|[ ,;:!?()\"'][\u4e00-\u9fff]", text)
    ] == []
    assert [
        pair["en"] for pair in pairs(FILES[name]) if re.search("[，。；：！？、（）]|  ", pair["en"])
    ] == []


def test_sixty_people_in_six_departments() -> None:
    departments = Counter(person["postings"][-1]["department"] for person in PEOPLE.values())
    assert departments == {
        "hotline": 15,
        "online": 11,
        "complaints": 11,
        "training": 7,
        "logistics": 8,
        "technical": 8,
    }
    assert len(PEOPLE) == len(read("people.json")["people"]) == 60


def test_departments_positions_and_roles_exist() -> None:
    data = read("people.json")
    postings = [posting for person in data["people"] for posting in person["postings"]]
    assert {posting["department"] for posting in postings} == {row["code"] for row in data["departments"]}
    assert {posting["position"] for posting in postings} == {row["code"] for row in data["positions"]}
    assert {role for person in data["people"] for role in person["roles"]} == {
        "trainer",
        "assessor",
        "hr",
        "auditor",
    }


def test_the_managers_are_one_tree_on_every_day_of_a_posting() -> None:
    for day in sorted({posting["on"] for person in PEOPLE.values() for posting in person["postings"]} | {0}):
        manager = {
            number: [posting["manager"] for posting in person["postings"] if posting["on"] <= day][-1]
            for number, person in PEOPLE.items()
            if person["hired"] <= day
        }
        assert [number for number, above in manager.items() if above is None] == ["0001"]
        for number in manager:
            seen: list[str] = []
            while number != "0001":
                assert number not in seen
                seen.append(number)
                number = manager[number]


@pytest.mark.parametrize("department", ["logistics", "technical"])
def test_a_department_has_agents_under_a_leader_under_a_supervisor(department: str) -> None:
    posted = {
        number: person["postings"][-1]
        for number, person in PEOPLE.items()
        if person["postings"][-1]["department"] == department
    }
    head = next(number for number, posting in posted.items() if posting["position"] == "supervisor")
    leader = next(number for number, posting in posted.items() if posting["position"] == "leader")
    assert (posted[head]["manager"], posted[leader]["manager"]) == ("0001", head)
    assert {posted[number]["manager"] for number in posted if number not in (head, leader)} == {leader}


def test_the_cast_has_every_kind_of_person_a_screen_must_bear() -> None:
    people = PEOPLE.values()
    assert len([person for person in people if person["email"] is None]) == 10
    assert [person["number"] for person in people if person["left"] is not None] == ["B107"]
    assert [person["number"] for person in people if len(person["postings"]) > 1] == ["A021"]
    assert [person["number"] for person in people if person["hired"] > -30] == ["T2301", "T2302", "T2303"]
    assert Counter(person["language"] for person in people) == {"zh-hans": 53, "en": 4, "zh-hant": 3}
    emails = [person["email"] for person in people if person["email"]]
    assert len(set(emails)) == len(emails)
    assert {email.partition("@")[2] for email in emails} == {"chenghe.example"}
    assert [person["number"] for person in people if person["postings"][0]["on"] != person["hired"]] == []
