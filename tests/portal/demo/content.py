"""The demo company's files as the tests read them. No database."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DEMO = Path(__file__).parents[3] / "portal" / "demo"
LANGUAGES = ("zh", "en")


def read(name: str) -> Any:
    return json.loads((DEMO / name).read_text(encoding="utf-8"))


FILES = {str(path.relative_to(DEMO)): read(str(path.relative_to(DEMO))) for path in DEMO.rglob("*.json")}
PEOPLE = {person["number"]: person for person in read("people.json")["people"]}
COURSES = [read("courses/telephone-etiquette.json"), read("courses/complaint-handling.json")]
LESSONS = [lesson for course in COURSES for lesson in course["lessons"]]
BLOCK = {block["id"]: block for lesson in LESSONS for block in lesson["blocks"]}
ROLE_PLAY = read("scenarios/refund-complaint.json")
BANK = [read(f"bank/{path.name}") for path in sorted((DEMO / "bank").glob("*.json"))]
QUESTIONS = [question | {"topic": topic["code"]} for topic in BANK for question in topic["questions"]]
EXAMS = {exam["code"]: exam for exam in read("exams.json")["exams"]}
PLANTED = read("exams.json")["planted"]
ROUNDS = read("exams.json")["rounds"]
SCHEMES = {scheme["code"]: scheme for scheme in read("scheme.json")["schemes"]}
HISTORY = read("history.json")


def walk(value: Any) -> Iterator[Any]:
    """The value and everything in it."""
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from walk(item)


def pairs(value: Any) -> list[dict[str, str]]:
    return [item for item in walk(value) if isinstance(item, dict) and set(item) & set(LANGUAGES)]


def words(value: Any, language: str) -> str:
    return "\n".join(re.sub(r"<[^>]+>", "", pair[language]) for pair in pairs(value))


def han(text: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", text))


def requirements(scheme: str, level: int) -> list[dict[str, Any]]:
    return next(row["requirements"] for row in SCHEMES[scheme]["levels"] if row["level"] == level)
