"""The bank: topics and questions, each with the lesson block that bears out its key."""

from typing import Any
from uuid import UUID

from courses.domain import authoring
from courses.models import PublishedBlock
from courses.models.words import traditional
from exams.domain import bank
from exams.models import Topic
from portal.demo.content import files, read
from portal.demo.days import Days
from portal.demo.people import user

WRITTEN = -415
TRAINER = "0015"

Data = dict[str, Any]


def load(days: Days) -> None:
    data, pages, by = read("questions.json"), _pages(), user(TRAINER)
    reads = dict(PublishedBlock.objects.values_list("block", "fingerprint"))
    for row in data["topics"]:
        topic = bank.make_topic(name=row["name"]["zh"], by=by, trainers=[])
        own = [question for question in data["questions"] if question["topic"] == row["code"]]
        wordings = {question["id"]: _wording(question, pages, reads) for question in own}
        bank.add_all(topic=topic, wordings=wordings, by=by, at=days.moment(WRITTEN))


def topics() -> dict[str, Topic]:
    """The topics by the codes that the demo's files use."""
    named = {topic.name: topic for topic in Topic.objects.all()}
    return {row["code"]: named[row["name"]["zh"]] for row in read("questions.json")["topics"]}


def _pages() -> dict[str, UUID]:
    """The translation key of the lesson in which each block stands."""
    courses = [read(name) for name in files("courses/*.json")]
    return {
        block["id"]: authoring.key(f"{course['code']}/{lesson['slug']}")
        for course in courses
        for lesson in course["lessons"]
        for block in lesson["blocks"]
    }


def _wording(question: Data, pages: dict[str, UUID], reads: dict[str, str]) -> bank.Wording:
    block = question["cites"]["block"]
    cited = str(authoring.key(block))
    return bank.Wording(
        kind=question["kind"],
        language="zh-hans",
        texts={
            "zh-hans": _texts(question, "zh"),
            "zh-hant": _traditional(_texts(question, "zh")),
            "en": _texts(question, "en"),
        },
        key={"correct": _correct(question["key"])},
        difficulty=question["difficulty"],
        level=question["level"],
        cites_page=pages[block],
        cites_block=cited,
        cites_fingerprint=reads[cited],
    )


def _texts(question: Data, language: str) -> Data:
    return {
        "stem": question["stem"][language],
        "options": {option["letter"].lower(): option["text"][language] for option in question["options"]},
        "explanation": question["explanation"][language],
    }


def _traditional(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _traditional(inner) for name, inner in value.items()}
    return traditional(value)


def _correct(key: bool | list[str]) -> list[str]:
    """Letters, or the option of a true-or-false question."""
    return [str(key).lower()] if isinstance(key, bool) else [letter.lower() for letter in key]
