from pathlib import Path

import polib
import pytest
from django.conf import settings

from portal import catalogue

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
NAME = _("Gradus")
LONG = _("Software for "
         "training")
def count(n): return ngettext("%(n)d person", "%(n)d people", n), pgettext("month", "May")
"""
TEMPLATE = """
{% load i18n %}<ul>
    <li title="{% trans "It's done" %}">{% translate "May" context "verb" as may %}
  {% blocktranslate trimmed count n=things|length %}
    {{ n }} thing
  {% plural %}
    {{ n }} things
  {% endblocktranslate %}</li>
</ul>
"""
CHINESE = """
msgid "Software for training"
msgstr "培训软件"

msgid "%(n)d person"
msgstr "%(n)d 人"

msgctxt "month"
msgid "May"
msgstr "五月"

msgctxt "verb"
msgid "May"
msgstr "可以"

msgid "It's done"
msgstr "完成"

msgid "%(n)s thing"
msgstr "%(n)s 项"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {
        "core/people.py": PYTHON,
        "templates/core/people.html": TEMPLATE,
        "locale/names.txt": "# names\nGradus\n",
        "loose/someone.po": CHINESE,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def po(project: Path, language: str) -> polib.POFile:
    return catalogue.stored(project, language)


def texts(project: Path, language: str) -> dict[str, str]:
    return {entry.msgid: catalogue.translation(entry) for entry in po(project, language)}


def test_the_catalogues_of_gradus_are_whole() -> None:
    assert catalogue.faults(Path(settings.BASE_DIR)) == []


def test_messages_of_code_and_templates_are_found(project: Path) -> None:
    assert [(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue.extracted(project)] == [
        (None, "Gradus", ""),
        (None, "Software for training", ""),
        (None, "%(n)d person", "%(n)d people"),
        ("month", "May", ""),
        (None, "It's done", ""),
        ("verb", "May", ""),
        (None, "%(n)s thing", "%(n)s things"),
    ]


def test_loose_translations_are_merged_and_made_traditional(project: Path) -> None:
    catalogue.write(project, project / "loose")
    assert catalogue.faults(project) == []
    assert texts(project, "zh_Hans")["Software for training"] == "培训软件"
    assert texts(project, "zh_Hant")["Software for training"] == "培訓軟體"
    assert texts(project, "zh_Hant")["%(n)s thing"] == "%(n)s 項"


def test_writing_again_changes_nothing_and_a_hand_made_entry_stays(project: Path) -> None:
    catalogue.write(project, project / "loose")
    made, (path, _) = po(project, "zh_Hant"), catalogue.files(project, "zh_Hant")
    entry = made.find("Software for training")
    entry.msgstr, entry.tcomment = "教育訓練軟體", "by hand: the trade's word"
    made.save(str(path))
    catalogue.write(project)
    assert texts(project, "zh_Hant")["Software for training"] == "教育訓練軟體"
    assert catalogue.faults(project) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"msgstr": ""}, "zh_Hans: not translated: 'Software for training' (core/people.py)"),
        ({"flags": ["fuzzy"]}, "zh_Hans: fuzzy: 'Software for training' (core/people.py)"),
        (
            {"msgstr": "Software"},
            "zh_Hans: no Han character, and not among the names: 'Software for training' (core/people.py)",
        ),
        (
            {"msgstr": "%(n)d 培训"},
            "zh_Hans: placeholders differ: 'Software for training' (core/people.py)",
        ),
    ],
)
def test_a_fault_is_named(project: Path, change: dict[str, object], fault: str) -> None:
    catalogue.write(project, project / "loose")
    made, (path, _) = po(project, "zh_Hans"), catalogue.files(project, "zh_Hans")
    vars(made.find("Software for training")).update(change)
    made.save(str(path))
    assert catalogue.faults(project) == [fault, "zh_Hans: django.mo is not made from django.po"]
