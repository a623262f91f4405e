"""A question of each kind as a service team asks it, in two languages."""

from typing import Any

from exams.models import QuestionVersion
from tests.factories.exams import QuestionVersionFactory


def _both(zh: dict[str, Any], en: dict[str, Any]) -> dict[str, Any]:
    return {"zh-hans": zh, "en": en}


ASKED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "single": (
        _both(
            {
                "stem": "客户来电时，铃响几声之内应当接听？",
                "options": {"a": "三声", "b": "五声", "c": "七声"},
            },
            {
                "stem": "Within how many rings is a call to be answered?",
                "options": {"a": "Three", "b": "Five", "c": "Seven"},
            },
        ),
        {"correct": ["a"]},
    ),
    "multiple": (
        _both(
            {
                "stem": "处理投诉包括哪些步骤？",
                "options": {"a": "安抚情绪", "b": "推卸责任", "c": "跟进反馈"},
            },
            {
                "stem": "Which steps belong to handling a complaint?",
                "options": {"a": "Calming down", "b": "Blaming others", "c": "Following up"},
            },
        ),
        {"correct": ["a", "c"], "weights": {"a": "0.5", "b": "-1", "c": "0.5"}},
    ),
    "true_false": (
        _both({"stem": "通话结束时应由客户先挂断。"}, {"stem": "At the end the customer hangs up first."}),
        {"correct": ["true"]},
    ),
    "judgement": (
        _both(
            {
                "stem": "一位客户在电话里大声指责您。您首先怎么做？",
                "options": {"a": "听他说完，再复述要点", "b": "解释公司规定", "c": "请他冷静后再打来"},
            },
            {
                "stem": "A customer shouts at you on the phone. What do you do first?",
                "options": {
                    "a": "Hear her out, then sum up what she said",
                    "b": "Explain the company's rules",
                    "c": "Ask her to call again when she is calm",
                },
            },
        ),
        {"judgements": {"a": "best", "b": "acceptable", "c": "harmful"}},
    ),
    "short_text": (
        _both(
            {"stem": "接电话时的第一句话是什么？"}, {"stem": "What do you say first when you answer a call?"}
        ),
        {"accepted": [{"text": "您好*", "fraction": "1"}]},
    ),
    "numeric": (
        _both(
            {"stem": "退款须在几天内到账？", "units": ["天", "小时"]},
            {"stem": "Within what time must a refund arrive?", "units": ["天", "小时"]},
        ),
        {
            "accepted": [{"value": "72", "tolerance": "0", "fraction": "1"}],
            "units": {"天": "24", "小时": "1"},
            "unit_required": True,
        },
    ),
    "matching": (
        _both(
            {
                "stem": "每种来电交给哪个小组？",
                "prompts": {"1": "账单有误", "2": "机器无法开机"},
                "options": {"a": "技术支持", "b": "财务", "c": "销售"},
            },
            {
                "stem": "Which team takes which call?",
                "prompts": {"1": "A bill is wrong", "2": "A device does not start"},
                "options": {"a": "Technical support", "b": "Accounts", "c": "Sales"},
            },
        ),
        {"pairs": {"1": "b", "2": "a"}},
    ),
    "ordering": (
        _both(
            {
                "stem": "按先后排列接听步骤。",
                "options": {"a": "问候", "b": "核实身份", "c": "了解问题", "d": "道别"},
            },
            {
                "stem": "Put the steps of a call in order.",
                "options": {
                    "a": "Greet",
                    "b": "Verify who it is",
                    "c": "Hear the problem",
                    "d": "Say goodbye",
                },
            },
        ),
        {"order": ["a", "b", "c", "d"]},
    ),
    "cloze": (
        _both(
            {
                "stem": "铃响[[1]]声内接听，请客户等待不超过[[2]]秒。",
                "gaps": {"1": {"a": "三", "b": "六", "c": "九"}},
            },
            {
                "stem": "Answer within [[1]] rings and let nobody wait longer than [[2]] seconds.",
                "gaps": {"1": {"a": "three", "b": "six", "c": "nine"}},
            },
        ),
        {
            "gaps": {
                "1": {"correct": ["a"]},
                "2": {"kind": "numeric", "accepted": [{"value": "60", "tolerance": "0", "fraction": "1"}]},
            }
        },
    ),
    "essay": (
        _both(
            {"stem": "给一位等了一周退款的客户写一封道歉信。"},
            {"stem": "Write an apology to a customer who has waited a week for her refund."},
        ),
        {},
    ),
    "spoken": (
        _both(
            {"stem": "请对一位等了一周退款的客户道歉。"},
            {"stem": "Apologise to a customer who has waited a week for her refund."},
        ),
        {},
    ),
}


def ask(kind: str, **columns: Any) -> QuestionVersion:
    texts, key = ASKED[kind]
    return QuestionVersionFactory(kind=kind, texts=texts, key=key, **columns)
