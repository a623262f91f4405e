"""Content from plain data, drafts of translations, rubrics, words."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from courses.domain import authoring, reading, rubrics, translation
from courses.models import CoursePage, LessonPage, PageVersion, Rubric, RubricVersion, Scenario
from courses.models.words import in_language
from tests.factories.courses import RubricFactory, RubricVersionFactory, criterion

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).resolve().parents[3] / "portal" / "demo"
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PAIR = {"zh": "电话礼仪", "en": "Telephone manner"}


def course(**changes) -> dict:
    check = {
        "id": "t-2", "type": "quick_check", "stem": {"zh": "几声？", "en": "How many?"},
        "options": [
            {"text": {"zh": "三声", "en": "Three"}, "correct": True, "reason": {"zh": "对", "en": "Yes"}},
            {"text": {"zh": "八声", "en": "Eight"}, "correct": False, "reason": {"zh": "错", "en": "No"}},
        ],
    }  # fmt: skip
    text = {"id": "t-1", "type": "text", "body": {"zh": "<p>三声之内接起</p>", "en": "<p>Within three</p>"}}
    lesson = {"slug": "rings", "title": PAIR, "minutes": 8, "blocks": [text, check]}
    category = {"code": "etiquette", "name": {"zh": "服务礼仪", "en": "Etiquette"}, "advanced": False}
    made = {"code": "telephone", "title": PAIR, "intro": PAIR, "objectives": [PAIR], "minutes": 90}
    return made | {"category": category, "lessons": [lesson]} | changes


def test_a_course_is_written_in_both_languages_and_published_at_a_moment(trainer) -> None:
    made = authoring.put_course(data=course(), by=trainer, at=AT)
    assert (made.code, made.subject) == ("telephone", "course:telephone")
    assert {(p.title, p.locale.language_code, p.live) for p in CoursePage.objects.all()} == {
        ("电话礼仪", "zh-hans", True),
        ("Telephone manner", "en", True),
    }
    assert {(v.published_at, v.number, v.by_name) for v in PageVersion.objects.all()} == {(AT, 1, "欧阳慧")}
    assert CoursePage.objects.first().hours == 1.5


def test_languages_share_the_keys_of_blocks_and_options(trainer) -> None:
    authoring.put_course(data=course(), by=trainer, at=AT)
    chinese, english = (LessonPage.objects.get(locale__language_code=code) for code in ("zh-hans", "en"))
    assert chinese.translation_key == english.translation_key == authoring.key("telephone/rings")
    assert [block.id for block in chinese.body] == [block.id for block in english.body]
    assert chinese.body[0].id == str(authoring.key("t-1"))
    tokens = [[item.id for item in page.body[1].value["options"].bound_blocks] for page in (chinese, english)]
    assert tokens[0] == tokens[1]
    assert english.body[1].value["options"][0]["text"] == "Three"


def test_writing_it_again_changes_nothing(trainer) -> None:
    for _ in range(2):
        authoring.put_course(data=course(), by=trainer, at=AT)
    assert (CoursePage.objects.count(), LessonPage.objects.count(), PageVersion.objects.count()) == (2, 2, 4)
    page = CoursePage.objects.first()
    assert (page.numchild, page.has_unpublished_changes) == (1, False)


def test_the_demo_company_s_courses_go_in_whole(trainer) -> None:
    for file in sorted((DEMO / "courses").glob("*.json")):
        data = json.loads(file.read_text())
        made = authoring.put_course(data=data, by=trainer, at=AT)
        for page in translation.draft_traditional(course=made, by=trainer):
            page.full_clean()
            authoring.publish(page=page, by=trainer, at=AT)
        for language in ("zh-hans", "zh-hant", "en"):
            way = reading.way(code=made.code, employee=None, language=language)
            assert [step.page.slug for step in way.steps] == [lesson["slug"] for lesson in data["lessons"]]
            assert {step.page.locale.language_code for step in way.steps} == {language}
    assert CoursePage.find_problems() == ([], [], [], [], [])


def test_the_demo_company_s_role_play_goes_in_whole(trainer) -> None:
    for file in sorted((DEMO / "scenarios").glob("*.json")):
        data = json.loads(file.read_text())
        version = authoring.put_rubric(data=data["rubric"], by=trainer, at=AT)
        assert [row.code for row in version.rows("en")] == [row["code"] for row in data["rubric"]["criteria"]]
        made = authoring.put_scenario(data=data["scenario"])
        assert [one.language for one in made] == ["zh-hans", "en"]
        assert all(text for one in made for _name, text in one.stages)


def test_traditional_is_drafted_from_simplified_and_waits_for_a_reader(trainer) -> None:
    made = authoring.put_course(data=course(), by=trainer, at=AT)
    drafts = translation.draft_traditional(course=made, by=trainer)
    assert [(draft.title, draft.live, draft.locale.language_code) for draft in drafts] == [
        ("電話禮儀", False, "zh-hant"),
        ("電話禮儀", False, "zh-hant"),
    ]
    lesson = LessonPage.objects.get(locale__language_code="zh-hant")
    assert lesson.body[0].value.source == "<p>三聲之內接起</p>"
    assert lesson.body[0].id == str(authoring.key("t-1"))


def test_a_translation_that_is_there_is_left_alone(trainer) -> None:
    made = authoring.put_course(data=course(), by=trainer, at=AT)
    translation.draft_traditional(course=made, by=trainer)
    lesson = LessonPage.objects.get(locale__language_code="zh-hant")
    lesson.title = "改過的"
    lesson.save_revision(user=trainer)
    assert translation.draft_traditional(course=made, by=trainer) == []
    assert LessonPage.objects.filter(locale__language_code="zh-hant").count() == 1


def test_a_changed_rubric_gets_the_next_version_and_an_unchanged_one_none() -> None:
    first = RubricVersionFactory()
    rubric = Rubric.objects.get()
    assert rubrics.publish(rubric=rubric, by=None) == first
    rubric.criteria = [("criterion", dict(criterion("calm", weight=30)[1]))]
    second = rubrics.publish(rubric=rubric, by=None)
    assert (first.number, second.number) == (1, 2)
    assert RubricVersion.objects.get(pk=first.pk).rows("en")[0].weight == 10
    assert rubric.current == second


def test_a_scenario_is_found_in_the_language_or_the_best_there_is(trainer) -> None:
    rubric = RubricFactory()
    for language in ("zh-hans", "en"):
        Scenario.objects.create(code="s", language=language, title=language, rubric=rubric)
    found = {asked: Scenario.objects.in_language("s", asked).title for asked in ("zh-hans", "zh-hant", "en")}
    assert found == {"zh-hans": "zh-hans", "zh-hant": "zh-hans", "en": "en"}
    assert Scenario.objects.in_language("none", "en") is None


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh-hans", "电话"), ("zh-hant", "電話"), ("en", "Telephone"), ("en-gb", "Telephone")],
)
def test_words_in_the_reader_s_language(language, text) -> None:
    assert in_language("电话", "Telephone", language) == text


def test_without_english_the_chinese_is_read() -> None:
    assert in_language("电话", "", "en") == "电话"
