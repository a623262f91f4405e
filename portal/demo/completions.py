"""What was learnt: online lesson by lesson, in class and on paper as lines of the training file."""

from typing import Any

from courses.domain import checks, lessons, reading
from courses.models import LessonPage
from people.models import Employee
from portal.demo.content import files, read
from portal.demo.days import Days
from portal.demo.people import employees, user
from records.domain import ledger
from records.enums import EntryKind, Result

HR = "0016"

Data = dict[str, Any]


def load(days: Days) -> None:
    people, history = employees(), read("history.json")
    courses = {data["code"]: data for data in map(read, files("courses/*.json"))}
    for row in history["completions"]:
        person, course = people[row["person"]], courses[row["course"]]
        if row["method"] == "online":
            way = _way(person, row["course"])
            lessons.work_through(employee=person, way=way, at=days.moment(row["on"], 16))
        else:
            _book(row, person, course, days)
    for row in history["progress"]:
        for done in row["lessons"]:
            _finish(people[row["person"]], row["course"], done, days)


def _way(person: Employee, code: str) -> reading.Way:
    ways = reading.ways(employee=person, language=person.language)
    return next(way for way in ways if way.course.code == code)


def _book(row: Data, person: Employee, course: Data, days: Days) -> None:
    lecturer = user(row["lecturer"]).name if row["lecturer"] else ""
    ledger.book(
        employee=person,
        kind=EntryKind.COURSE,
        subject=f"course:{course['code']}",
        category=course["category"]["code"],
        title=course["title"]["zh"],
        on=days.day(row["on"]),
        hours=round(course["minutes"] / 60, 2),
        result=Result.DONE,
        facts={"content": "\n".join(pair["zh"] for pair in course["objectives"]), "lecturer": lecturer},
        source=f"{row['method']}:{person.number}/{course['code']}",
        by=user(HR),
        at=days.moment(row["on"], 17),
    )


def _finish(person: Employee, code: str, done: Data, days: Days) -> None:
    """A lesson read, its checks answered."""
    way, at = _way(person, code), days.moment(done["on"], 16)
    lesson = LessonPage.objects.get(
        pk=next(step.page.pk for step in way.steps if step.page.slug == done["slug"])
    )
    for block, check in lesson.checks.items():
        right = next(option.id for option in check["options"].bound_blocks if option.value["correct"])
        checks.answer(employee=person, lesson=lesson, block=block, option=right, at=at)
    lessons.finish(employee=person, way=way, lesson=lesson, version=lessons.version_read(lesson), at=at)
