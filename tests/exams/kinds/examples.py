"""One question of each kind: its texts, its key, the answer that earns all, and one that earns nothing."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Example:
    text: dict[str, Any]
    key: dict[str, Any]
    best: list[str]
    worst: list[str]


OPTIONS = {"a": "先道歉", "b": "先查单", "c": "先转接", "d": "先挂断"}

EXAMPLES = {
    "single": Example({"stem": "先做什么？", "options": OPTIONS}, {"correct": ["b"]}, ["b"], ["a"]),
    "multiple": Example(
        {"stem": "哪些对？", "options": OPTIONS},
        {"correct": ["a", "c"], "weights": {"a": "0.5", "b": "-0.5", "c": "0.5", "d": "-1"}},
        ["a", "c"],
        ["a", "b"],
    ),
    "true_false": Example({"stem": "可以。"}, {"correct": ["true"]}, ["true"], ["false"]),
    "judgement": Example(
        {"stem": "顾客发火，您怎么做？", "options": {"a": "听完", "b": "解释", "c": "打断"}},
        {"judgements": {"a": "best", "b": "acceptable", "c": "harmful"}},
        ["a"],
        ["c"],
    ),
    "short_text": Example(
        {"stem": "首都？"},
        {"accepted": [{"text": "北京", "fraction": "1"}, {"text": "*京*", "fraction": "0.5"}]},
        ["北京"],
        ["上海"],
    ),
    "numeric": Example(
        {"stem": "多重？", "units": ["kg", "g"]},
        {
            "accepted": [
                {"value": "2.5", "tolerance": "0.1", "fraction": "1"},
                {"low": "2", "high": "3", "fraction": "0.5"},
            ],
            "units": {"kg": "1", "g": "0.001"},
            "unit_required": True,
        },
        ["2500", "g"],
        ["2.5"],
    ),
    "matching": Example(
        {"stem": "配对", "prompts": {"1": "一", "2": "二"}, "options": OPTIONS},
        {"pairs": {"1": "c", "2": "a"}},
        ["c", "a"],
        ["a", "c"],
    ),
    "ordering": Example(
        {"stem": "排序", "options": OPTIONS},
        {"order": ["d", "b", "a", "c"]},
        ["d", "b", "a", "c"],
        ["c", "a", "b", "d"],
    ),
    "cloze": Example(
        {"stem": "响[[1]]声，等[[2]]秒，说[[10]]", "gaps": {"1": {"a": "三", "b": "九"}}},
        {
            "gaps": {
                "1": {"correct": ["a"]},
                "2": {"kind": "numeric", "accepted": [{"value": "5", "tolerance": "1", "fraction": "1"}]},
                "10": {"kind": "short_text", "accepted": [{"text": "您好", "fraction": "1"}]},
            },
            "weights": {"1": "2"},
        },
        ["a", "5", "您好"],
        ["b", "9", "喂"],
    ),
    "essay": Example({"stem": "写道歉信"}, {}, ["您好"], []),
    "spoken": Example({"stem": "请道歉"}, {}, ["0" * 32], []),
}
