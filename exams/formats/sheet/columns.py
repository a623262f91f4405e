"""The columns of a question file and what they are called."""

import re
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.imports import CellError, Column, cells
from core.text import narrow
from exams.enums import Difficulty, QuestionKind
from exams.formats.draft import LETTERS
from exams.formats.sheet.notation import unguarded

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
    QuestionKind.JUDGEMENT: (
        "情境判断", "情境判断题", "情景判断", "情景判断题", "Situational judgement", "SJT",
    ),
    QuestionKind.SHORT_TEXT: (
        "填空", "填空题", "短答", "短答题", "短文本", "Short text", "Short answer", "short_text", "Fill in",
    ),
    QuestionKind.NUMERIC: ("数值", "数值题", "数字", "数字题", "Number", "Numeric", "Numerical"),
    QuestionKind.MATCHING: ("匹配", "匹配题", "连线", "连线题", "配对", "配对题", "Matching", "Match"),
    QuestionKind.ORDERING: ("排序", "排序题", "Ordering", "Order", "Sequence"),
    QuestionKind.CLOZE: ("完形填空", "多空填空", "选词填空", "Text with gaps", "Cloze", "Gaps"),
    QuestionKind.ESSAY: ("问答", "问答题", "简答", "简答题", "论述", "论述题", "Essay", "Open question"),
    QuestionKind.SPOKEN: ("口述", "口述题", "口答", "口答题", "Spoken answer", "Spoken"),
}  # fmt: skip
DIFFICULTIES = {
    Difficulty.EASY: ("易", "简单", "容易", "较易", "低", "初级", "Easy", "Low"),
    Difficulty.MEDIUM: ("中", "中等", "一般", "适中", "普通", "中级", "Medium", "Normal", "Middle"),
    Difficulty.HARD: ("难", "困难", "较难", "高", "高级", "Hard", "Difficult", "High"),
}
WORTH = {
    "best": ("最佳", "最好", "best"),
    "acceptable": ("可接受", "可以", "acceptable"),
    "harmful": ("有害", "不当", "harmful"),
}
YES = {True: ("是", "√", "Y", "Yes", "True", "1"), False: ("否", "×", "N", "No", "False", "0")}
LANGUAGES = {
    "zh-hans": ("zh-hans", "简体中文", "中文", "zh", "zh-CN"),
    "zh-hant": ("zh-hant", "繁體中文", "繁体中文", "zh-TW", "zh-HK"),
    "en": ("en", "English", "英文", "英语"),
}
FORMATS = {"plain": ("plain", "纯文本", "text"), "html": ("html", "HTML")}
LEVEL = re.compile(r"(?:level|lv\.?|l)?\s*([1-5一二三四五])\s*级?", re.IGNORECASE)
CHINESE = dict(zip("一二三四五", range(1, 6), strict=True))
WORDS = cells.CELL_LIMIT
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


def words(limit: int = WORDS, *, plain: bool = False) -> Callable[[str], str]:
    """Text, without the ' that keeps a spreadsheet program from taking it for a formula."""
    check = cells.text(max_length=limit, plain=plain)
    return lambda found: check(unguarded(found))


def _option(at: int, letter: str) -> Column:
    large, number = letter.upper(), at + 1
    marks = [large, number, *"一二三四五六七八"[at : at + 1]]
    names = [f"{word}{mark}" for word in ("选项", "答案", "备选项") for mark in marks]
    names += [f"{large}选项", f"{large}项", large, f"Option {large}", f"Option {number}", f"Choice {large}"]
    return Column(f"option_{letter}", names, check=words(4_000))


def _in_language(code: str) -> tuple[Column, ...]:
    """The words of a question in a second language: 题干 [en]."""
    named = (
        ("stem", ("题干", "Stem")), ("options", ("选项", "Options")),
        ("explanation", ("解析", "Explanation")), ("feedback", ("反馈", "Feedback")),
        ("prompts", ("左项", "Prompts")), ("gaps", ("空", "Gaps")), ("format", ("格式", "Format")),
    )  # fmt: skip
    return tuple(
        Column(f"{code}:{key}", [f"{name} [{code}]" for name in names], check=words()) for key, names in named
    )


CODE = Column(
    "code",
    ("题号", "题目编号", "试题编号", "编号", "序号", "Question number", "Number", "No.", "No", "ID"),
    check=words(60, plain=True),
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
    check=words(20_000),
)
OPTIONS = tuple(_option(at, letter) for at, letter in enumerate(LETTERS))
ANSWER = Column(
    "answer",
    ("正确答案", "答案", "标准答案", "参考答案", "正确选项", "试题答案", "Correct answer", "Answer", "Key"),
    required=True,
    blank=True,
    check=words(),
)
POINTS = Column(
    "points",
    ("分值", "分数", "题目分值", "每题分值", "试题分数", "Points", "Score", "Marks", "Mark"),
    check=points(),
)
EXPLANATION = Column(
    "explanation",
    ("解析", "答案解析", "试题解析", "题目解析", "解答", "Explanation", "Rationale"),
    check=words(20_000),
)
DIFFICULTY = Column(
    "difficulty",
    ("难度", "难度等级", "难易程度", "难易度", "试题难度", "难度系数", "Difficulty"),
    check=cells.choice(DIFFICULTIES),
)
LEVEL_COLUMN = Column("level", ("等级", "级别", "认证等级", "适用等级", "Level"), check=level())

FEEDBACK = Column("feedback", ("反馈", "选项反馈", "Feedback", "Remarks"), check=words())
WEIGHTS = Column("weights", ("权重", "得分比例", "Weights", "Weight"), check=words())
PROMPTS = Column("prompts", ("左项", "匹配项", "Prompts"), check=words())
UNITS = Column("units", ("单位", "Units", "Unit"), check=words())
RULES = Column("rules", ("规则", "比对规则", "Rules"), check=words())
CATEGORY = Column("category", ("分类", "知识点", "题目分类", "Category", "Topic"), check=words(1_000))
TAGS = Column("tags", ("标签", "Tags"), check=words())
RESERVED = Column("reserved", ("保留", "仅考试用", "Reserved"), check=cells.choice(YES))
LANGUAGE = Column("language", ("语言", "Language"), check=cells.choice(LANGUAGES))
FORMAT = Column("format", ("格式", "Format"), check=cells.choice(FORMATS))
OTHERS = {code: _in_language(code) for code in LANGUAGES}

BASIC = (CODE, KIND, STEM, *OPTIONS, ANSWER, POINTS, EXPLANATION, DIFFICULTY, LEVEL_COLUMN)
MORE = (FEEDBACK, WEIGHTS, PROMPTS, UNITS, RULES, CATEGORY, TAGS, RESERVED, LANGUAGE, FORMAT)
COLUMNS = (*BASIC, *MORE, *(column for columns in OTHERS.values() for column in columns))
