"""The bank: a tree of topics, questions of all kinds, and the material that some share.

A question holds what a version holds (`exams/kinds/`), each text as a pair; those about the two courses name
the lesson block that bears out their key.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from courses.domain import authoring
from courses.models import PublishedBlock
from courses.models.words import traditional
from exams.domain.bank import bank, stimuli
from exams.models import Question, Stimulus, Topic
from people.models import User
from portal.demo.content import files, read
from portal.demo.days import Days
from portal.demo.people import user

WRITTEN = -415
TRAINER = "0015"
LANGUAGES = {"zh-hans": "zh", "zh-hant": "zh", "en": "en"}
WORDS = ("stem", "options", "prompts", "gaps", "feedback", "explanation")

Data = dict[str, Any]


def load(days: Days) -> None:
    pages, by = _pages(), user(TRAINER)
    reads = dict(PublishedBlock.objects.values_list("block", "fingerprint"))
    made: dict[str, Topic] = {}
    for data in shelves():
        above = made.get(data.get("parent", ""))
        topic = bank.make_topic(name=data["name"]["zh"], by=by, parent=above, trainers=[])
        made[data["code"]] = topic
        wordings = {question["id"]: _wording(question, pages, reads) for question in data["questions"]}
        added = bank.add_all(topic=topic, wordings=wordings, by=by, at=days.moment(WRITTEN))
        _attach(added, data, _materials(data, topic, by, days), by)


def shelves() -> list[Data]:
    """What the files hold, a topic each; a topic stands after the one above it."""
    return [read(name) for name in files("bank/*.json")]


def topics() -> dict[str, Topic]:
    """The topics by the codes that the demo's files use."""
    named = {topic.name: topic for topic in Topic.objects.all()}
    return {data["code"]: named[data["name"]["zh"]] for data in shelves()}


def _pages() -> dict[str, UUID]:
    """The translation key of the lesson in which each block stands."""
    courses = [read(name) for name in files("courses/*.json")]
    return {
        block["id"]: authoring.key(f"{course['code']}/{lesson['slug']}")
        for course in courses
        for lesson in course["lessons"]
        for block in lesson["blocks"]
    }


def _materials(data: Data, topic: Topic, by: User, days: Days) -> dict[str, Stimulus]:
    return {
        row["code"]: stimuli.make(topic=topic, material=_material(row), by=by, at=days.moment(WRITTEN))
        for row in data.get("stimuli", [])
    }


def _material(row: Data) -> stimuli.Material:
    said = {"title": row["title"], "body": row["body"]}
    return stimuli.Material(row["kind"], "zh-hans", {code: _in(said, code) for code in LANGUAGES})


def _attach(added: Iterable[Question], data: Data, materials: dict[str, Stimulus], by: User) -> None:
    """The questions on a material follow each other as they stand in the file."""
    about = {row["id"]: row["stimulus"] for row in data["questions"] if "stimulus" in row}
    places: Counter[str] = Counter()
    for question in (one for one in added if one.code in about):
        code = about[question.code]
        places[code] += 1
        stimuli.attach(question=question, stimulus=materials[code], place=places[code], by=by)


def _wording(question: Data, pages: dict[str, UUID], reads: dict[str, str]) -> bank.Wording:
    said = {name: question[name] for name in WORDS if name in question}
    return bank.Wording(
        kind=question["kind"],
        language="zh-hans",
        texts={code: _in(said, code) for code in LANGUAGES},
        key=question["key"],
        difficulty=question["difficulty"],
        level=question["level"],
        **_citation(question, pages, reads),
    )


def _citation(question: Data, pages: dict[str, UUID], reads: dict[str, str]) -> Data:
    if "cites" not in question:
        return {}
    block = question["cites"]["block"]
    cited = str(authoring.key(block))
    return {"cites_page": pages[block], "cites_block": cited, "cites_fingerprint": reads[cited]}


def _in(value: Any, language: str) -> Any:
    """The texts in one language; the Traditional is made from the Simplified."""
    if isinstance(value, dict) and value.keys() == {"zh", "en"}:
        text = value[LANGUAGES[language]]
        return traditional(text) if language == "zh-hant" else text
    return {name: _in(inner, language) for name, inner in value.items()}
