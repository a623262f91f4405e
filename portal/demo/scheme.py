"""Onboarding and the levels 1 to 5: rules as HR writes them, published when the platform was brought in."""

from typing import Any

from certification.enums import SchemeKind
from certification.models import Level, RuleVersion, Scheme
from courses.models import Course, Rubric
from exams.models import Exam
from people.models import User
from portal.demo.content import files, read, texts
from portal.demo.days import Days
from portal.demo.people import user

HR = "0016"
PUBLISHED = -418
IN_FORCE = {"onboarding": -410, "service-level": -1300}  # the levels were awarded on paper before

Data = dict[str, Any]


def load(days: Days) -> None:
    by = user(HR)
    for row in read("scheme.json")["schemes"]:
        kind = SchemeKind.LEVELS if row["issues_certificate"] else SchemeKind.ONBOARDING
        scheme = Scheme.objects.create(code=row["code"], kind=kind, titles=texts(row["title"]))
        for level in row["levels"]:
            _publish(_level(scheme, level, days), by, days)


def _level(scheme: Scheme, row: Data, days: Days) -> Level:
    level = Level(
        scheme=scheme,
        rank=row["level"],
        titles=texts(row["name"]),
        summaries=texts(row["summary"]),
        active_months=row["active_months"],
        from_day=days.day(IN_FORCE[scheme.code]),
        rule=[_block(requirement) for requirement in row["requirements"]],
    )
    if row["renewal_window_months"]:
        level.window_months = row["renewal_window_months"]
    level.full_clean()
    return level


def _publish(level: Level, by: User, days: Days) -> None:
    """The rule as of its day; Wagtail's revision beside it, which the next edit starts from."""
    level.save()
    RuleVersion.objects.write(level, by=by, at=days.moment(PUBLISHED))
    level.save_revision(user=by).publish(user=by, skip_permission_checks=True)


def _block(row: Data) -> Data:
    match row["kind"]:
        case "months_in_level":
            return {"type": "tenure", "value": {"months": row["months"]}}
        case "course":
            return {"type": "course", "value": _asked(row, Course.objects.get(code=row["course"]).subject)}
        case "exam":
            return {"type": "exam", "value": _asked(row, Exam.objects.get(code=row["exam"]).subject)}
        case _:
            return {
                "type": "assessment",
                "value": _asked(row, f"rubric:{Rubric.objects.get(code=row['rubric']).code}"),
            }


def _asked(row: Data, subject: str) -> Data:
    title = _titles()[subject]
    value = {
        "subject": subject,
        "title": title["zh"],
        "title_en": title["en"],
        "due_days": row.get("due_days"),
    }
    return value | ({"min_percent": round(row["min_score"] * 100)} if "min_score" in row else {})


def _titles() -> dict[str, dict[str, str]]:
    """What each subject is called in the demo's files."""
    courses = [read(name) for name in files("courses/*.json")]
    rubrics = [read(name)["rubric"] for name in files("scenarios/*.json")]
    named = [("course", courses), ("exam", read("exams.json")["exams"]), ("rubric", rubrics)]
    return {f"{kind}:{row['code']}": row["title"] for kind, rows in named for row in rows}
