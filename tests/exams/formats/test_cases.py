"""Files of other programs, as they came: what their own parsers say of them, ours says too."""

import io
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import override

from exams.formats import gift, qti
from exams.formats.categories import path
from exams.formats.draft import Draft, Item, Left
from exams.formats.gift.blocks import blocks
from exams.models import Question, Topic
from tests.cases import CASES

pytestmark = pytest.mark.cases
GIFT = sorted(CASES.glob("gift/*.gift"))
KINDS = {
    "TF": "true_false",
    "Short": "short_text",
    "Numerical": "numeric",
    "Matching": "matching",
    "Essay": "essay",
}


def read(file: Path) -> list[Item]:
    return list(gift.read(enumerate(file.read_text().split("\n"), start=1)))


def tree(file: Path) -> list[dict[str, Any]]:
    return json.loads(file.with_suffix(".json").read_text())


def words(text: dict[str, Any] | None) -> str:
    return "" if text is None else " ".join(text["text"].replace("_____ .", "_____.").split())


def weight(choice: dict[str, Any], usual: int) -> Decimal:
    return Decimal(usual if choice["weight"] is None else choice["weight"]) / 100


def said(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize("file", GIFT, ids=lambda file: file.stem)
def test_gift_is_read_as_its_tree_says(file: Path) -> None:
    items = read(file)
    expected = [node for node in tree(file) if node["type"] != "Category"]
    assert len(items) == len(expected)
    for item, node in zip(items, expected, strict=True):
        if node["type"] == "Description":
            assert isinstance(item, Left)
            assert item.is_question
        else:
            assert isinstance(item, Draft)
            _same(item, node)


def _same(draft: Draft, node: dict[str, Any]) -> None:
    choices = node.get("choices")
    several = node["type"] == "MC" and not any(choice["isCorrect"] for choice in choices)
    assert draft.kind == KINDS.get(node["type"], "multiple" if several else "single")
    assert draft.name == (node["title"] or "")
    if node["stem"]["format"] != "markdown":
        assert said(draft.text["stem"]) == words(node["stem"])
    assert draft.text["explanation"] == words(node["globalFeedback"])
    CHECKS[node["type"]](draft, node)


def _choice(draft: Draft, node: dict[str, Any]) -> None:
    choices = dict(zip("abcdefgh", node["choices"], strict=False))
    assert draft.text["options"] == {letter: words(one["text"]) for letter, one in choices.items()}
    told = {letter: words(one["feedback"]) for letter, one in choices.items() if one["feedback"]}
    assert draft.text.get("feedback", {}) == told
    earns = {letter: weight(one, 100 if one["isCorrect"] else 0) for letter, one in choices.items()}
    found = draft.key.get("weights") or dict.fromkeys(draft.key["correct"], "1")
    assert {letter: Decimal(worth) for letter, worth in found.items()} == {
        letter: worth for letter, worth in earns.items() if worth
    }


def _truth(draft: Draft, node: dict[str, Any]) -> None:
    assert draft.key == {"correct": [str(node["isTrue"]).lower()]}
    told = {"true": words(node["trueFeedback"]), "false": words(node["falseFeedback"])}
    assert draft.text.get("feedback", {}) == {name: text for name, text in told.items() if text}


def _short(draft: Draft, node: dict[str, Any]) -> None:
    assert [(form["text"], Decimal(form["fraction"])) for form in draft.key["accepted"]] == [
        (words(one["text"]), weight(one, 100)) for one in node["choices"]
    ]


def _numeric(draft: Draft, node: dict[str, Any]) -> None:
    choices = node["choices"]
    given = [choices] if isinstance(choices, dict) else [one["text"] for one in choices]
    worth = [Decimal(1)] if isinstance(choices, dict) else [weight(one, 100) for one in choices]
    expected = []
    for one in given:
        if one["type"] == "high-low":
            expected.append((Decimal(str(one["numberLow"])), Decimal(str(one["numberHigh"]))))
        else:
            middle, around = Decimal(str(one["number"])), Decimal(str(one.get("range", 0)))
            expected.append((middle - around, middle + around))
    found = [
        (Decimal(one["low"]), Decimal(one["high"]))
        if "low" in one
        else (
            Decimal(one["value"]) - Decimal(one.get("tolerance", 0)),
            Decimal(one["value"]) + Decimal(one.get("tolerance", 0)),
        )
        for one in draft.key["accepted"]
    ]
    assert found == expected
    assert [Decimal(one["fraction"]) for one in draft.key["accepted"]] == worth


def _matching(draft: Draft, node: dict[str, Any]) -> None:
    pairs = [(words(pair["subquestion"]), pair["subanswer"]) for pair in node["matchPairs"]]
    text = draft.text
    assert [
        (prompt, text["options"][draft.key["pairs"][number]]) for number, prompt in text["prompts"].items()
    ] == pairs


CHECKS = {
    "MC": _choice,
    "TF": _truth,
    "Short": _short,
    "Numerical": _numeric,
    "Matching": _matching,
    "Essay": lambda draft, node: None,
}


def test_the_category_of_a_file() -> None:
    (found,) = blocks(enumerate((CASES / "gift/category1.gift").read_text().split("\n"), start=1))
    assert found == tree(CASES / "gift/category1.gift")[0]["title"]
    assert path(found) == ("Default for LING-373-2194-B",)


# Packages


def package(name: str) -> list[Item]:
    with (CASES / "qti" / name).open("rb") as file:
        return list(qti.read(file))


def test_a_package_of_qti_2_1() -> None:
    drafts = {item.code: item for item in package("test_qti_2.1.zip") if isinstance(item, Draft)}
    assert {code: draft.kind for code, draft in drafts.items()} == {
        "VE-IP-01": "true_false",
        "VE-IP-02": "single",
        "VE-IP-03": "multiple",
        "VE-IP-04": "short_text",
        "VE-IP-05": "essay",
    }
    assert drafts["VE-IP-01"].key == {"correct": ["true"]}
    assert drafts["VE-IP-02"].key == {"correct": ["d"]}
    assert list(drafts["VE-IP-02"].text["options"].values()) == ["1/6", "1/5", "1/4", "1/3", "1/2"]
    third = "0.3333333"
    assert drafts["VE-IP-03"].key["weights"] == {
        "a": third, "b": third, "c": f"-{third}", "d": third, "e": f"-{third}"
    }  # fmt: skip
    assert [(form["text"], form["fraction"]) for form in drafts["VE-IP-04"].key["accepted"]][3:] == [
        ("Lake michigan", "1"),
        ("Michigan", "0.5"),
        ("michigan", "0.5"),
    ]
    assert drafts["VE-IP-04"].key["case"] is True
    assert [drafts[f"VE-IP-0{n}"].says["points"] for n in range(1, 6)] == [1, 1, 3, 1, Decimal("0.1")]


def test_a_package_of_qti_3_0() -> None:
    items = package("valid-package.zip")
    drafts = [item for item in items if isinstance(item, Draft)]
    assert Counter(draft.kind for draft in drafts) == {"single": 30, "essay": 15}
    assert [str(item.place.text) for item in items if isinstance(item, Left) and item.is_question] == [
        "QUE_37_1.xml",
        "QUE_38_1.xml",
    ]
    first = next(draft for draft in drafts if draft.code == "QUE_1_1")
    assert first.key == {"correct": ["a"]}
    left = [str(one.feature) for one in first.left]
    assert left == ["modalFeedback choice1: Het juiste antwoord is: A"]
    assert [(medium.place, medium.name) for medium in first.media] == [
        ("stem", "scru0959.jpg"),
        ("stem", "figb1699.jpg"),
        ("stem", "figa0346.jpg"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "questions", "by_kind", "whole"),
    [
        (
            "qti/test_qti_2.1.zip",
            5,
            {"true_false": 1, "single": 1, "multiple": 1, "short_text": 1, "essay": 1},
            0,
        ),
        ("qti/valid-package.zip", 45, {"single": 30, "essay": 15}, 2),
        (
            "gift/options1.gift",
            14,
            {"numeric": 1, "short_text": 4, "single": 6, "true_false": 1, "multiple": 2},
            0,
        ),
        ("gift/numerical1.gift", 10, {"numeric": 10}, 0),
        ("gift/markdown.gift", 0, {}, 4),
        ("gift/category1.gift", 0, {}, 0),
    ],
)
def test_by_the_command_and_again(file: str, questions: int, by_kind: dict[str, int], whole: int) -> None:
    first, again = (_imported(CASES / file) for _time in range(2))
    assert (first["questions"], first["by_kind"], first["errors"]) == (questions, by_kind, [])
    assert sum(line["why"].startswith("It asks nothing") for line in first["dropped"]) == whole
    assert (first["added"], again["added"], again["changed"], again["left"]) == (questions, 0, 0, questions)
    assert Question.objects.count() == questions


def _imported(file: Path) -> dict[str, Any]:
    out = io.StringIO()
    with override("en"):
        call_command("import_questions", str(file), "--topic", "cases", "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_folders_of_a_gift_file_are_topics_below() -> None:
    _imported(CASES / "gift" / "tf1.gift")
    assert list(Topic.objects.values_list("name", "parent")) == [("cases", None)]
