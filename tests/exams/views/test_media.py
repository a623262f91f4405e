"""Pictures and sounds: told by their bytes, written anew, kept once, sent to whom they are shown."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from exams.domain.bank import media
from exams.domain.taking import attempts, sheets
from exams.errors import MediaRefused
from exams.models import Attempt, QuestionMedia
from people.models import User
from tests.cast import Cast
from tests.factories.exams import AttemptFactory, TopicFactory, illustrated, paper_of

pytestmark = pytest.mark.django_db
Enter = Callable[[User], Client]


@pytest.fixture
def enter() -> Enter:
    def entered(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return entered


PLACE = 0x8825  # the tag under which a camera writes where it was


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: Any) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out


def photo() -> io.BytesIO:
    """With the place and the turn that a camera writes into it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "CANARYCAMERA"
    exif.get_ifd(PLACE)[1] = "N"
    return picture(exif=exif.tobytes(), comment=b"CANARYCOMMENT")


def test_what_a_camera_wrote_is_gone_and_the_picture_stands_upright() -> None:
    checked = media.check(photo())
    with Image.open(io.BytesIO(checked.content)) as kept:
        assert (kept.size, dict(kept.getexif()), checked.mime) == ((30, 40), {}, "image/jpeg")
    assert b"CANARY" not in checked.content


def test_what_hangs_on_a_picture_does_not_travel() -> None:
    tail = picture("PNG").getvalue() + b"<script>CANARY</script>"
    assert b"CANARY" not in media.check(io.BytesIO(tail)).content


def test_a_large_picture_is_made_smaller() -> None:
    checked = media.check(picture("PNG", (4_000, 1_000)))
    assert (checked.width, checked.height) == (2_000, 500)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<!DOCTYPE html><script>1</script>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\x89PNG\r\n\x1a\nbroken",
        b"\xff\xd8\xffbroken",
        b"RIFF0000WEBPbroken",
    ],
)
def test_what_is_neither_a_picture_nor_a_sound_is_refused(content: bytes) -> None:
    with pytest.raises(MediaRefused):
        media.check(io.BytesIO(content))


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "MOST_PIXELS", 1_000)
    with translation.override("en"), pytest.raises(MediaRefused, match="million pixels"):
        media.check(picture("PNG", (40, 30)))
    sound = b"ID3" + bytes(20 * 2**20)
    with pytest.raises(MediaRefused, match="20 MB"):
        media.check(io.BytesIO(sound))


@pytest.mark.parametrize(
    ("start", "mime"),
    [
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"OggS", "audio/ogg"),
        (b"RIFF0000WAVE", "audio/wav"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"\x1a\x45\xdf\xa3", "audio/webm"),
    ],
)
def test_sounds_are_told_by_their_first_bytes(start: bytes, mime: str) -> None:
    assert media.check(io.BytesIO(start + bytes(100))).mime == mime


def test_the_same_file_is_kept_once_for_a_topic(cast: Cast) -> None:
    topic, other = TopicFactory(), TopicFactory()
    kept = [
        media.keep(topic=where, file=picture("PNG"), name="answer-is-B.png", by=cast.trainer)
        for where in (topic, topic, other)
    ]
    assert [row.pk for row in kept] == [kept[0].pk, kept[0].pk, kept[2].pk]
    assert QuestionMedia.objects.count() == 2
    assert "answer" not in kept[0].file.name


@pytest.fixture
def shown(cast: Cast) -> Attempt:
    """The employee's attempt at a question of the trainer's with a picture."""
    topic = TopicFactory(trainers=[cast.trainer])
    kept = media.keep(topic=topic, file=picture("PNG"), name="answer-is-A.png", by=cast.trainer)
    own = cast.employee.employee
    version = illustrated(kept)
    return AttemptFactory(employee=own, sitting=paper_of(version, employees=[own], review="never"))


def stored() -> bytes:
    with QuestionMedia.objects.get().file.open("rb") as file:
        content: bytes = file.read()
    return content


def address(attempt: Attempt) -> str:
    return str(sheets.sheet(attempt)[0]["media"][0]["src"])


def test_a_candidate_sees_the_pictures_of_her_own_items(cast: Cast, shown: Attempt, enter: Enter) -> None:
    sent = enter(cast.employee).get(address(shown))
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, "image/png")
    assert sent.content == stored()
    assert "answer" not in str(sent.headers)


def test_the_address_tells_neither_the_file_nor_the_option(shown: Attempt) -> None:
    item = sheets.sheet(shown)[0]
    first = next(option for option in item["options"] if option.get("media"))
    stem = item["media"][0]["src"]
    assert first["media"][0]["src"] == stem
    assert str(QuestionMedia.objects.get().pk) not in stem.rpartition("/")[2].split()
    assert len(stem.rpartition("/")[2]) == 12


@pytest.mark.parametrize("who", ["newcomer", "stranger", "manager", "trainer", "hr", "auditor"])
def test_nobody_else_sees_them_during_the_attempt(cast: Cast, shown: Attempt, enter: Enter, who: str) -> None:
    assert enter(getattr(cast, who)).get(address(shown)).status_code == 404


def test_they_go_with_the_paper_once_it_is_handed_in(cast: Cast, shown: Attempt, enter: Enter) -> None:
    where = address(shown)
    attempts.hand_in(shown, at=timezone.now())
    assert enter(cast.employee).get(where).status_code == 404  # the policy shows her nothing
    assert enter(cast.auditor).get(where).status_code == 200


def test_another_items_address_opens_nothing(cast: Cast, shown: Attempt, enter: Enter) -> None:
    item = shown.items.get()
    foreign = reverse("exams:media", args=[shown.pk, item.pk, "0" * 12])
    assert enter(cast.employee).get(foreign).status_code == 404
    assert Client().get(address(shown)).status_code == 302


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=4-", 206, slice(4, None)),
        ("bytes=0-99999999", 206, slice(0, None)),
        ("bytes=99999999-", 416, slice(0, 0)),
        ("lines=1-2", 200, slice(0, None)),
    ],
)
def test_players_ask_for_parts(
    cast: Cast, shown: Attempt, enter: Enter, asked: str, status: int, part: slice
) -> None:
    sent = enter(cast.employee).get(address(shown), headers={"Range": asked})
    whole = stored()
    assert (sent.status_code, sent.content) == (status, whole[part])


def test_a_trainer_sees_what_her_topics_hold(cast: Cast, shown: Attempt, enter: Enter) -> None:
    url = reverse("exams:bank_media", args=[QuestionMedia.objects.get().pk])
    seen: dict[User, int] = {user: enter(user).get(url).status_code for user in (cast.trainer, cast.stranger)}
    assert list(seen.values()) == [200, 404]
