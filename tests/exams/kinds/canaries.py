"""A question of each kind with canaries in its secrets: letters, accepted answers, weights, reasons."""

from typing import Any

KEY, WHY, SAID = "CANARYKEY", "CANARYWHY", "CANARYSAID"
NUMBER = "31415926.53589793"
WEIGHT = "0.2718281828"
SECRETS = (KEY, WHY, SAID, NUMBER, WEIGHT, "271828")
OPTIONS = {KEY: "先道歉", "b": "先查单"}

# Texts, key, and a wrong answer that may be given by the names of options.
QUESTIONS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "single": ({"options": OPTIONS}, {"correct": [KEY], "weights": {KEY: "1", "b": WEIGHT}}, ["b"]),
    "multiple": ({"options": OPTIONS}, {"correct": [KEY], "weights": {KEY: "1", "b": f"-{WEIGHT}"}}, ["b"]),
    "true_false": ({}, {"correct": ["true"]}, ["false"]),
    "judgement": ({"options": OPTIONS}, {"judgements": {KEY: "best", "b": "harmful"}}, ["b"]),
    "short_text": (
        {},
        {"accepted": [{"text": KEY, "fraction": "1"}, {"text": "*", "fraction": WEIGHT}]},
        ["?"],
    ),
    "numeric": (
        {},
        {"accepted": [{"value": NUMBER, "tolerance": WEIGHT, "fraction": "1"}], "units": {KEY: "1"}},
        ["1"],
    ),
    "matching": (
        {"prompts": {"1": "一", "2": "二"}, "options": OPTIONS},
        {"pairs": {"1": KEY, "2": "b"}},
        ["b", "b"],
    ),
    "ordering": ({"options": OPTIONS}, {"order": [KEY, "b"]}, ["b", KEY]),
    "cloze": (
        {"stem": "[[1]]和[[2]]", "gaps": {"1": OPTIONS}},
        {
            "gaps": {"1": {"correct": [KEY]}, "2": {"kind": "short_text", "accepted": [{"text": KEY}]}},
            "weights": {"1": WEIGHT},
        },
        ["b", "?"],
    ),
    "essay": ({}, {}, ["您好"]),
    "spoken": ({}, {}, []),
}


def texts_of(kind: str) -> dict[str, Any]:
    text = QUESTIONS[kind][0]
    names = [KEY, "b", "true", "false", "0", "1", f"1.{KEY}", "1.b", "2.0"]
    secrets = {"explanation": WHY, "feedback": dict.fromkeys(names, SAID)}
    return {"zh-hans": {"stem": f"题目{kind}", "options": {}} | text | secrets}
