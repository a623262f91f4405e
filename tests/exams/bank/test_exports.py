"""A topic's questions as a file: for its trainers, with what the format cannot hold told first."""

import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from exams.domain.bank import bank
from exams.domain.bank.bank import Wording
from exams.imports import QuestionImport
from exams.models import Question, QuestionVersion, Tag, Topic
from people.models import User
from tests.cast import Cast
from tests.exams.kinds.examples import EXAMPLES
from tests.factories.exams import QuestionFactory, QuestionVersionFactory, TopicFactory

pytestmark = pytest.mark.django_db
Enter = Callable[[User], Client]
URL = "/exams/bank/export/"


def examples(topic: Topic) -> None:
    """One question of every kind."""
    for kind, example in EXAMPLES.items():
        texts = {"zh-hans": {"options": {}, "explanation": f"解析 {kind}"} | example.text}
        wording = Wording(kind, "zh-hans", texts, example.key, level=3, points=Decimal("2.5"))
        bank.add(topic=topic, wording=wording, by=None)


def exported(topic: str, form: str, file: Path) -> dict[str, Any]:
    out = io.StringIO()
    call_command(
        "export_questions", "--topic", topic, "--format", form, "--output", str(file), "--json", stdout=out
    )
    return json.loads(out.getvalue())


HELD = {"spreadsheet": set(), "csv": set(), "gift": {"ordering", "cloze", "numeric", "spoken"}}
HELD |= {"moodle-xml": {"spoken"}, "qti-2.2": {"numeric", "short_text", "spoken"}}


@pytest.mark.parametrize("form", HELD)
def test_every_kind_by_the_commands(form: str, tmp_path: Path) -> None:
    topic = TopicFactory(name="热线", code="hot")
    examples(topic)
    report = exported("热线", form, tmp_path / "file")
    refused = HELD[form]
    assert report["by_kind"] == {kind: 1 for kind in EXAMPLES if kind not in refused}
    assert len(report["dropped"]) == len(refused)
    with (tmp_path / "file").open("rb") as file:
        again = QuestionImport(topic="热线")
        again.run(file)
    told = again.as_json()
    assert (told["errors"], told["added"], told["changed"], told["dropped"]) == ([], 0, 0, [])
    assert told["left"] == len(EXAMPLES) - len(refused)
    with (tmp_path / "file").open("rb") as file:
        outcome = QuestionImport(topic="别处").run(file)
    assert (len(outcome.added), [str(line) for line in outcome.errors]) == (len(EXAMPLES) - len(refused), [])
    made = QuestionVersion.objects.filter(question__topic__name="别处")
    assert {version.points for version in made} == {Decimal("2.5")}
    assert {version.level for version in made} == {3}


@pytest.mark.parametrize("form", HELD)
def test_topics_below_tags_and_reserve_come_along(form: str, tmp_path: Path) -> None:
    topic = TopicFactory(name="热线", code="hot")
    below = TopicFactory(
        name="投诉/升级", code="up", parent=TopicFactory(name="投诉", code="tou", parent=topic)
    )
    question = QuestionVersionFactory(question__topic=below, question__code="up-7").question
    question.tags.set(Tag.objects.named(["敏感", "2026"]))
    Question.objects.filter(pk=question.pk).update(reserved=True)
    exported("hot", form, tmp_path / "file")
    with (tmp_path / "file").open("rb") as file:
        outcome = QuestionImport(topic="新").run(file)
        assert [str(error) for error in outcome.errors] == []
        outcome = QuestionImport(topic="热线").run(file)
    assert (len(outcome.added), outcome.unchanged) == (1, 0)  # of another code than the topic's
    for found in Question.objects.filter(code__in=["xin-up-7", "hot-up-7"]):
        assert (found.topic.name, found.topic.parent.name, found.reserved) == ("投诉/升级", "投诉", True)
        assert {tag.name for tag in found.tags.all()} == {"敏感", "2026"}


def test_languages_are_held_by_a_table_alone(tmp_path: Path) -> None:
    topic = TopicFactory(name="热线", code="hot")
    made = QuestionVersionFactory(question=QuestionFactory(topic=topic, code="hot-1"))
    assert sorted(made.texts) == ["en", "zh-hans"]
    assert [line["feature"] for line in exported("hot", "gift", tmp_path / "a")["dropped"]] == ["en"]
    assert exported("hot", "spreadsheet", tmp_path / "b")["dropped"] == []
    with (tmp_path / "b").open("rb") as file:
        QuestionImport(topic="新").run(file)
    again = QuestionVersion.objects.get(question__topic__name="新")
    assert (again.texts, again.key, again.language) == (made.texts, made.key, made.language)


def test_retired_questions_stay(tmp_path: Path, trainer: User) -> None:
    topic = TopicFactory(name="热线", code="hot", trainers=[trainer])
    question = QuestionVersionFactory(question=QuestionFactory(topic=topic, code="hot-1")).question
    bank.retire(question, by=trainer)
    assert exported("hot", "gift", tmp_path / "a")["questions"] == 0


def test_a_formula_is_a_text(tmp_path: Path) -> None:
    topic = TopicFactory(name="热线", code="hot")
    words = {"a": "=1+1", "b": "'=1+1", "c": "＠x", "d": " -2"}
    texts = {"zh-hans": {"stem": "=HYPERLINK(1)", "options": words, "explanation": "+1"}}
    made = bank.add(topic=topic, wording=Wording("single", "zh-hans", texts, {"correct": ["a"]}), by=None)
    for name in ("x.csv", "x.xlsx"):
        exported("hot", "spreadsheet", tmp_path / name)
        with (tmp_path / name).open("rb") as file:
            assert QuestionImport(topic="hot").run(file).unchanged == 1
    cells = (tmp_path / "x.csv").read_text("utf-8-sig").splitlines()[1].split(",")
    assert [cell for cell in cells if cell.lstrip('" \u3000').startswith(("=", "+", "-", "@", "＠"))] == []
    assert made.versions.count() == 1


def test_the_command_knows_the_topic() -> None:
    with pytest.raises(CommandError, match="no topic"):
        call_command("export_questions", "--topic", "nobody's")


# On the screen


def test_look_then_download(cast: Cast, enter: Enter) -> None:
    topic = TopicFactory(name="热线", code="hot", trainers=[cast.trainer])
    examples(topic)
    client = enter(cast.trainer)
    page = client.get(URL, {"topic": topic.pk, "form": "gift"}).content.decode()
    assert "GIFT has no such kind of question." in page
    assert AuditEvent.objects.filter(verb="exported questions").count() == 0
    response = client.post(reverse("exams:bank_download"), {"topic": topic.pk, "form": "gift"})
    content = b"".join(response).decode()
    assert content.count("[id:") == len(EXAMPLES) - 4
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in response["Content-Disposition"]
    event = AuditEvent.objects.get(verb="exported questions")
    assert event.by_id == cast.trainer.pk


def test_keys_of_others_stay_with_them(cast: Cast, enter: Enter, other_trainer: User) -> None:
    hers = TopicFactory(name="热线", code="hot", trainers=[cast.trainer])
    examples(hers)
    client = enter(other_trainer)
    assert "热线" not in client.get(URL).content.decode()
    assert b"id:" not in client.get(URL, {"topic": hers.pk, "form": "gift"}).content
    response = client.post(reverse("exams:bank_download"), {"topic": hers.pk, "form": "gift"})
    assert response.url == reverse("exams:bank_export")
    above = TopicFactory(name="全部", code="all", trainers=[other_trainer])
    Topic.objects.filter(pk=hers.pk).update(parent=above)
    response = client.post(reverse("exams:bank_download"), {"topic": above.pk, "form": "gift"})
    assert b"".join(response) == b""


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(rows: int, cast: Cast, enter: Enter, django_assert_num_queries: Any) -> None:
    topic = TopicFactory(name="热线", code="hot", trainers=[cast.trainer])
    for number in range(rows):
        QuestionVersionFactory(question=QuestionFactory(topic=topic, code=f"hot-{number}"))
    client = enter(cast.trainer)
    client.get(URL)
    with django_assert_num_queries(9):
        client.get(URL, {"topic": topic.pk, "form": "gift"})
