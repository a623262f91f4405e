"""Papers and exams: what each draws from the bank, and its policy."""

from decimal import Decimal
from typing import Any

from exams.enums import Drawing, Preset
from exams.models import Exam, Paper, PaperDraw, PaperQuestion, PaperSection, Question, Topic
from exams.models.disclosure import preset
from portal.demo.content import read, texts
from portal.demo.days import Days
from portal.demo.questions import topics

Data = dict[str, Any]

DIFFICULTIES = {"easy": "基础", "medium": "进阶", "hard": "难题"}
POLICY = ("minutes", "attempts", "shuffle_questions", "shuffle_options")


def load(days: Days) -> None:
    bank = topics()
    for row in read("exams.json")["exams"]:
        paper = Paper.objects.create(code=row["code"], title=row["title"]["zh"])
        for position, draw in enumerate(row["draws"], start=1):
            _section(paper, position, draw, bank[draw["topic"]], Decimal(row["points_each"]))
        _exam(row, paper).save()


def _section(paper: Paper, position: int, draw: Data, topic: Topic, points: Decimal) -> None:
    difficulty = draw["difficulty"] or ""
    title = f"{topic.name} · {DIFFICULTIES[difficulty]}" if difficulty else topic.name
    section = PaperSection.objects.create(paper=paper, position=position, title=title)
    for place, code in enumerate(draw.get("fixed", []), start=1):
        question = Question.objects.get(code=code)
        PaperQuestion.objects.create(section=section, question=question, position=place, points=points)
    PaperDraw.objects.create(
        section=section,
        position=1,
        count=draw["count"],
        topic=topic,
        difficulty=difficulty,
        points=points,
    )


def _exam(row: Data, paper: Paper) -> Exam:
    exam = Exam(
        code=row["code"],
        titles=texts(row["title"]),
        paper=paper,
        pass_mark=Decimal(str(row["pass_mark"])),
        drawing=row.get("drawing", Drawing.PERSON),
        review=preset(Preset(row["review"])),
        **{name: row[name] for name in POLICY},
    )
    exam.full_clean()
    return exam
