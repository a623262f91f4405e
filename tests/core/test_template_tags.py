import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.utils import translation

from core.templatetags.gradus import SPRITE, day, due, steps

TODAY = date(2026, 11, 25)


def rendered(source: str, **context: object) -> str:
    return Template("{% load gradus %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 25), "due today, Wed 25 Nov"),
        (date(2026, 11, 26), "due tomorrow, Thu 26 Nov"),
        (date(2026, 11, 27), "due Fri 27 Nov, in 2 days"),
        (date(2026, 11, 28), "due Sat 28 Nov, in 3 days"),
        (date(2026, 12, 31), "due Thu 31 Dec, in 36 days"),
        (date(2027, 1, 1), "due Fri 1 Jan 2027, in 37 days"),
        (date(2026, 11, 24), "was due Tue 24 Nov, 1 day ago"),
        (date(2026, 11, 23), "was due Mon 23 Nov, 2 days ago"),
        (date(2025, 12, 31), "was due Wed 31 Dec 2025, 329 days ago"),
    ],
)
def test_a_due_day_in_english_words(on: date, words: str) -> None:
    with translation.override("en"):
        assert due(on, TODAY) == words


@pytest.mark.parametrize(
    ("on", "hans", "hant"),
    [
        (date(2026, 11, 25), "今天到期（11月25日周三）", "今天到期（11月25日週三）"),
        (date(2026, 11, 26), "明天到期（11月26日周四）", "明天到期（11月26日週四）"),
        (date(2026, 11, 28), "11月28日周六到期，还有3天", "11月28日週六到期，還有3天"),
        (date(2027, 1, 1), "2027年1月1日周五到期，还有37天", "2027年1月1日週五到期，還有37天"),
        (date(2026, 11, 24), "原定11月24日周二到期，已逾期1天", "原定11月24日週二到期，已逾期1天"),
    ],
)
def test_a_due_day_in_chinese_words(on: date, hans: str, hant: str) -> None:
    with translation.override("zh-hans"):
        assert due(on, TODAY) == hans
    with translation.override("zh-hant"):
        assert due(on, TODAY) == hant


def test_a_moment_is_due_on_its_day_in_the_companys_zone() -> None:
    with translation.override("en"):
        assert due(datetime(2026, 11, 25, 16, 30, tzinfo=UTC), TODAY) == "due tomorrow, Thu 26 Nov"
        assert day(datetime(2026, 12, 31, 16, 0, tzinfo=UTC), TODAY) == "Fri 1 Jan 2027"


def test_no_day_has_no_words() -> None:
    assert (due(None), day(None)) == ("", "")


@pytest.mark.parametrize(
    ("kind", "glyph", "word"),
    [
        ("passed", "check-lg", "Passed"),
        ("due_soon", "clock", "Due soon"),
        ("overdue", "exclamation-lg", "Overdue"),
        ("in_progress", "circle-half", "In progress"),
        ("not_started", "circle", "Not started"),
    ],
)
def test_a_status_is_glyph_word_and_fill(kind: str, glyph: str, word: str) -> None:
    with translation.override("en"):
        assert rendered("{% status kind %}", kind=kind).strip() == (
            f'<span class="status status-{kind}"><svg class="icon" aria-hidden="true" focusable="false">'
            f'<use href="/static/{SPRITE}#{glyph}"></use></svg>{word}</span>'
        )


def test_another_word_may_stand_in_a_status() -> None:
    assert re.sub("<svg.*</svg>", "", rendered('{% status "passed" "20 Nov" %}')).strip() == (
        '<span class="status status-passed">20 Nov</span>'
    )


def test_an_icon_without_a_word_has_a_name() -> None:
    assert rendered('{% icon "bell" label=name %}', name="A & B") == (
        '<svg class="icon" role="img" aria-label="A &amp; B" focusable="false">'
        f'<use href="/static/{SPRITE}#bell"></use></svg>'
    )


@pytest.mark.parametrize("filled", range(6))
def test_five_steps_are_filled_as_far_as_a_person_has_come(filled: int) -> None:
    marks = re.findall(r'class="(filled|ahead)"', steps(filled))
    assert marks == ["filled"] * filled + ["ahead"] * (5 - filled)


def test_the_steps_say_the_level() -> None:
    with translation.override("en"):
        assert spoken(rendered("{% steps filled=3 %}")) == ['aria-label="Level 3 of 5"']
    assert spoken(rendered('{% steps label="" %}')) == ['aria-hidden="true"']


def spoken(mark: str) -> list[str]:
    return re.findall(r'aria-[^ >]*="[^"]*"', mark)


@pytest.mark.parametrize(
    ("language", "value"), [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")]
)
def test_the_html_language_is_exact(language: str, value: str) -> None:
    with translation.override(language):
        assert rendered("{% html_lang %}") == value


def test_every_icon_that_a_template_names_stands_in_the_sprite() -> None:
    sprite = Path(str(finders.find(SPRITE))).read_text()
    drawn = set(re.findall(r'id="([^"]+)"', sprite))
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    named = {name for page in templates for name in re.findall(r'{% icon "([^"]+)"', page.read_text())}
    assert sorted(named - drawn) == []


CLOSING = "{{ at|last_day|due:today }}, {{ at|closing_time }}"


@pytest.mark.parametrize(
    ("at", "english", "chinese"),
    [
        (
            datetime(2026, 12, 3, 16, 0, tzinfo=UTC),
            "due Thu 3 Dec, in 8 days, 24:00",
            "12月3日周四到期，还有8天, 24:00",
        ),
        (
            datetime(2026, 12, 3, 16, 1, tzinfo=UTC),
            "due Fri 4 Dec, in 9 days, 00:01",
            "12月4日周五到期，还有9天, 00:01",
        ),
        (
            datetime(2026, 12, 3, 10, 0, tzinfo=UTC),
            "due Thu 3 Dec, in 8 days, 18:00",
            "12月3日周四到期，还有8天, 18:00",
        ),
    ],
)
def test_midnight_is_the_end_of_the_day_before(at: datetime, english: str, chinese: str) -> None:
    for language, words in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            assert rendered(CLOSING, at=at, today=TODAY) == words
