"""Pictures that come with questions: kept with their topic, named by the words, and gone with a rollback."""

import base64
import io
import zipfile

import pytest
from django.utils.translation import override
from PIL import Image

from core.imports import Outcome
from exams.imports import QuestionImport
from exams.models import QuestionMedia, QuestionVersion
from tests.exams.bank.files import csv_file

pytestmark = pytest.mark.django_db


def picture(colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(file, "PNG")
    return file.getvalue()


def moodle(stem: str, answers: tuple[str, str] = ("甲", "乙"), **files: bytes) -> io.BytesIO:
    sent = "".join(
        f'<file name="{name}.png" path="/" encoding="base64">{base64.b64encode(content).decode()}</file>'
        for name, content in files.items()
    )
    options = "".join(
        f'<answer fraction="{0 if at else 100}" format="html"><text><![CDATA[{words}]]></text></answer>'
        for at, words in enumerate(answers)
    )
    text = f'<questiontext format="html"><text><![CDATA[{stem}]]></text>{sent}</questiontext>'
    inside = f"<name><text>q</text></name>{text}<single>true</single>{options}"
    return io.BytesIO(f'<quiz><question type="multichoice">{inside}</question></quiz>'.encode())


def take(file: io.BytesIO, *, dry_run: bool = False) -> Outcome:
    outcome = QuestionImport(topic="热线").run(file, dry_run=dry_run)
    assert [str(error) for error in outcome.errors] == []
    return outcome


def stored() -> set[str]:
    storage = QuestionMedia._meta.get_field("file").storage
    try:
        return set(storage.listdir("media")[1])
    except FileNotFoundError:
        return set()


@pytest.fixture(autouse=True)
def before() -> set[str]:
    """The files of other tests, whose rows were rolled back."""
    return stored()


STEM = '<p>先看图 <img src="@@PLUGINFILE@@/a.png" alt="账单"></p>'


def test_a_picture_of_the_stem_and_one_that_is_an_option(before: set[str]) -> None:
    answers = ('<img src="@@PLUGINFILE@@/b.png" alt="红灯">', "乙")
    outcome = take(moodle(STEM, answers, a=picture(), b=picture("blue")))
    assert [str(line) for line in outcome.dropped] == []
    text = QuestionVersion.objects.get().texts["zh-hans"]
    assert (text["stem"], text["options"]) == ("<p>先看图 </p>", {"a": "红灯", "b": "乙"})
    first, second = QuestionMedia.objects.order_by("pk")
    size = {"kind": "image", "width": 4, "height": 3}
    assert text["media"] == {
        "stem": [{"id": first.pk, "alt": "账单"} | size],
        "a": [{"id": second.pk, "alt": "红灯"} | size],
    }
    assert len(stored() - before) == 2


def test_again_changes_nothing_and_another_picture_does() -> None:
    take(moodle(STEM, a=picture()))
    assert take(moodle(STEM, a=picture())).unchanged == 1
    assert take(moodle(STEM, a=picture()), dry_run=True).unchanged == 1
    assert len(take(moodle(STEM, a=picture("blue"))).changed) == 1
    assert QuestionMedia.objects.count() == 2


def test_a_dry_run_leaves_no_file(before: set[str]) -> None:
    assert len(take(moodle(STEM, a=picture()), dry_run=True).added) == 1
    assert (QuestionMedia.objects.count(), stored()) == (0, before)


def test_an_error_behind_it_takes_the_file_away_again(before: set[str]) -> None:
    good = moodle(STEM, a=picture()).getvalue().removesuffix(b"</quiz>")
    bad = b'<question type="multichoice"><name><text>x</text></name></question></quiz>'
    importing = QuestionImport(topic="热线")
    importing.batch = 1
    outcome = importing.run(io.BytesIO(good + bad))
    assert (outcome.written, QuestionMedia.objects.count(), stored()) == (False, 0, before)


@pytest.mark.parametrize("content", [b"<svg/>", b"", b"\x89PNG\r\n\x1a\n"])
def test_what_cannot_be_shown_is_told(content: bytes) -> None:
    with override("en"):
        outcome = take(moodle(STEM, a=content))
        assert [str(line.feature) for line in outcome.dropped] == ["a.png"]
    assert "media" not in QuestionVersion.objects.get().texts["zh-hans"]


def test_a_file_that_nothing_names_is_told() -> None:
    assert [str(line.feature) for line in take(moodle("<p>无图</p>", a=picture())).dropped] == ["file a.png"]


def test_pictures_stay_where_a_file_brings_none() -> None:
    take(moodle(STEM, a=picture()))
    kept = QuestionVersion.objects.get().texts["zh-hans"]["media"]
    row = {
        "题号": "q",
        "题型": "单选",
        "题干": "<p>先看图 </p>",
        "选项A": "甲",
        "选项B": "乙",
        "正确答案": "B",
    }
    take(csv_file([row | {"格式": "html"}], header=[*row, "格式"]))
    newest = QuestionVersion.objects.latest().get()
    assert (newest.number, newest.texts["zh-hans"]["media"]) == (2, kept)


def test_a_package_brings_its_pictures() -> None:
    item = (
        '<assessmentItem identifier="i"><responseDeclaration identifier="R" baseType="string"/><itemBody>'
        '<p>Why? <img src="../pictures/a%20b.png" alt="bill"/></p>'
        '<extendedTextInteraction responseIdentifier="R"/></itemBody></assessmentItem>'
    )
    resource = '<resource type="imsqti_item_xmlv2p1" href="items/i.xml"/>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("imsmanifest.xml", f"<manifest><resources>{resource}</resources></manifest>")
        package.writestr("items/i.xml", item)
        package.writestr("pictures/a b.png", picture())
    take(file)
    (mention,) = QuestionVersion.objects.get().texts["zh-hans"]["media"]["stem"]
    assert (mention["alt"], mention["id"]) == ("bill", QuestionMedia.objects.get().pk)
