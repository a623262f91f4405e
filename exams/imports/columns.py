"""The columns of a question file and what they are called."""

import re
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.imports import CellError, Column, cells
from core.text import narrow
from exams.enums import Difficulty, QuestionKind
from exams.imports.answers import LETTERS

KINDS = {
    QuestionKind.SINGLE: (
        "单选", "单选题", "单项选择", "单项选择题", "单项", "Single choice", "Single", "Single answer",
    ),
    QuestionKind.MULTIPLE: (
        "多选", "多选题", "多项选择", "多项选择题", "多项", "不定项选择题", "不定项选择", "不定项",
        "Multiple choice", "Multiple", "Multiple answer", "Multiple response", "Multi",
    ),
    QuestionKind.TRUE_FALSE: (
        "判断", "判断题", "是非", "是非题", "对错题", "True or false", "True/false", "TrueFalse", "T/F",
        "true_false", "Judge", "Judgement",
    ),
}  # fmt: skip
DIFFICULTIES = {
    Difficulty.EASY: ("易", "简单", "容易", "较易", "低", "初级", "Easy", "Low"),
    Difficulty.MEDIUM: ("中", "中等", "一般", "适中", "普通", "中级", "Medium", "Normal", "Middle"),
    Difficulty.HARD: ("难", "困难", "较难", "高", "高级", "Hard", "Difficult", "High"),
}
LEVEL = re.compile(r"(?:level|lv\.?|l)?\s*([1-5一二三四五])\s*级?", re.IGNORECASE)
CHINESE = dict(zip("一二三四五", range(1, 6), strict=True))
LEAST, MOST = Decimal("0.01"), Decimal("9999.99")


def points() -> Callable[[str], Decimal]:
    """A number above 0 with at most two decimals; 10分 is 10."""
    number = cells.number(minimum=LEAST, maximum=MOST)

    def check(found: str) -> Decimal:
        value = number(narrow(found).removesuffix("分").strip())
        if value != round(value, 2):
            raise CellError(_("a number with at most two decimals"))
        return value

    return check


def level() -> Callable[[str], int]:
    """3, 三级, Level 3."""

    def check(found: str) -> int:
        matched = LEVEL.fullmatch(narrow(found).strip())
        if not matched:
            raise CellError(_("a level from 1 to 5"))
        digit = matched[1]
        return CHINESE.get(digit) or int(digit)

    return check


def _option(at: int, letter: str) -> Column:
    large, number, chinese = letter.upper(), at + 1, "一二三四五六七八"[at]
    names = [f"{word}{mark}" for word in ("选项", "答案", "备选项") for mark in (large, number, chinese)]
    names += [f"{large}选项", f"{large}项", large, f"Option {large}", f"Option {number}", f"Choice {large}"]
    return Column(f"option_{letter}", names, check=cells.text(max_length=1_000))


CODE = Column(
    "code",
    ("题号", "题目编号", "试题编号", "编号", "序号", "Question number", "Number", "No.", "No", "ID"),
    check=cells.text(max_length=32, plain=True),
)
KIND = Column(
    "kind",
    ("题型", "题目类型", "试题类型", "类型", "题目题型", "Question type", "Type", "Kind"),
    required=True,
    check=cells.choice(KINDS),
)
STEM = Column(
    "stem",
    ("题干", "题目", "题目内容", "试题内容", "试题", "试题题干", "问题", "Stem", "Question", "Question text"),
    required=True,
    check=cells.text(max_length=4_000),
)
OPTIONS = tuple(_option(at, letter) for at, letter in enumerate(LETTERS))
ANSWER = Column(
    "answer",
    ("正确答案", "答案", "标准答案", "参考答案", "正确选项", "试题答案", "Correct answer", "Answer", "Key"),
    required=True,
)
POINTS = Column(
    "points",
    ("分值", "分数", "题目分值", "每题分值", "试题分数", "Points", "Score", "Marks", "Mark"),
    check=points(),
)
EXPLANATION = Column(
    "explanation",
    ("解析", "答案解析", "试题解析", "题目解析", "解答", "Explanation", "Feedback", "Rationale"),
    check=cells.text(max_length=4_000),
)
DIFFICULTY = Column(
    "difficulty",
    ("难度", "难度等级", "难易程度", "难易度", "试题难度", "难度系数", "Difficulty"),
    check=cells.choice(DIFFICULTIES),
)
LEVEL_COLUMN = Column("level", ("等级", "级别", "认证等级", "适用等级", "Level"), check=level())

COLUMNS = (CODE, KIND, STEM, *OPTIONS, ANSWER, POINTS, EXPLANATION, DIFFICULTY, LEVEL_COLUMN)
