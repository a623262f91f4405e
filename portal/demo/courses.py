"""The two courses, the role-play and its rubric, written and published by their trainers."""

from courses.domain import authoring, translation
from portal.demo.content import files, read
from portal.demo.days import Days
from portal.demo.people import user

PUBLISHED = -420
TRAINERS = {"telephone-etiquette": "0015", "complaint-handling": "0029"}


def load(days: Days) -> None:
    for name in files("courses/*.json"):
        _put_course(name, days)
    for name in files("scenarios/*.json"):
        data, by = read(name), user(TRAINERS["complaint-handling"])
        authoring.put_rubric(data=data["rubric"], by=by, at=days.moment(PUBLISHED))
        authoring.put_scenario(data=data["scenario"])
        translation.traditional_scenario(code=data["scenario"]["code"])


def _put_course(name: str, days: Days) -> None:
    """In Chinese and English as written, in Traditional Chinese as drafted from it and read."""
    data = read(name)
    by = user(TRAINERS[data["code"]])
    course = authoring.put_course(data=data, by=by, at=days.moment(PUBLISHED))
    for page in translation.draft_traditional(course=course, by=by):
        authoring.publish(page=page, by=by, at=days.moment(PUBLISHED, 15))
