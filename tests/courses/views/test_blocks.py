"""How pictures, videos and words to say stand in a lesson."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtailmedia.models import get_media_model

from tests.factories.courses import CoursePageFactory, LessonPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client, employee, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def show(*body: dict) -> str:
        client.force_login(employee)
        lesson = LessonPageFactory(parent=CoursePageFactory(slug="telephone"), slug="rings", body=list(body))
        return client.get(reverse("courses:lesson", args=["telephone", lesson.slug])).content.decode()

    return show


# Wagtail leaves the spooled file of a rendition open.
@pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)
def test_a_picture_has_its_words(shown) -> None:
    file = BytesIO()
    Picture.new("RGB", (8, 8)).save(file, "PNG")
    image = get_image_model().objects.create(title="坐姿", file=ContentFile(file.getvalue(), "seat.png"))
    value = {
        "image": {"image": image.pk, "decorative": False, "alt_text": "左手拿话筒"},
        "caption": "先坐直",
    }
    page = shown({"type": "picture", "id": "p", "value": value})
    assert 'alt="左手拿话筒"' in page
    assert 'src="/media/images/' in page
    assert "先坐直" in page


def test_a_video_of_the_house_is_played_and_has_its_words(shown) -> None:
    video = get_media_model().objects.create(
        title="talk", type="video", file=ContentFile(b"0", "talk.mp4"), duration=3
    )
    value = {"video": video.pk, "address": "", "title": "一通好电话", "transcript": "您好，澄禾家电。"}
    page = shown({"type": "video", "id": "v", "value": value})
    assert '<source src="/media/media/talk' in page
    assert "您好，澄禾家电。" in page


def test_a_video_elsewhere_is_a_link_and_nothing_is_fetched_from_there(shown) -> None:
    value = {"video": None, "address": "https://example.com/v", "title": "一通好电话", "transcript": ""}
    page = shown({"type": "video", "id": "v", "value": value})
    assert 'href="https://example.com/v" target="_blank" rel="noopener noreferrer"' in page
    assert "<iframe" not in page


def test_a_deleted_picture_leaves_the_lesson_readable(shown) -> None:
    value = {"image": {"image": 404, "decorative": False, "alt_text": "x"}, "caption": "先坐直"}
    assert "先坐直" in shown({"type": "picture", "id": "p", "value": value})
