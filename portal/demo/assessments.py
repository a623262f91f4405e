"""Role-plays: scored criterion by criterion, and those that are still to come."""

from datetime import timedelta
from typing import Any

from exams.domain.assessing import assessments, criterion_scores
from people.models import Employee
from portal.demo.content import read
from portal.demo.days import Days
from portal.demo.people import employees, user

PLANNER = "0016"
PAUSE = timedelta(minutes=2)

Data = dict[str, Any]


def load(days: Days) -> None:
    people, history = employees(), read("history.json")
    for row in sorted(history["assessments"], key=lambda row: row["on"]):
        _assess(row, people[row["person"]], days)
    for row in history["planned"]:
        assessments.plan(
            scenario=row["scenario"],
            employees=[people[row["person"]]],
            assessor=user(row["assessor"]),
            on=days.day(row["on"]),
            by=user(PLANNER),
            at=days.moment(row["planned_on"]),
        )


def _assess(row: Data, person: Employee, days: Days) -> None:
    at = days.moment(row["on"], 14)
    assessment = assessments.begin(
        scenario=row["scenario"], employee=person, assessor=user(row["assessor"]), at=at
    )
    for criterion, points in row["points"].items():
        at += PAUSE
        criterion_scores.save(
            assessment=assessment, criterion=criterion, seq=1, points=points, comment="", at=at
        )
    assessments.submit(assessment, seen=len(row["points"]), remark=row["comment"]["zh"], at=at + PAUSE)
