"""A number that no database holds is a page that is not there, or a choice that is not."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from exams import urls
from tests.cast import Cast
from tests.exams.marking.papers import essay
from tests.factories.exams import paper_of

pytestmark = pytest.mark.django_db
HUGE = 10**20


@pytest.mark.parametrize("method", ["get", "post"])
def test_in_an_address(cast: Cast, client: Client, method: str) -> None:
    client.force_login(cast.trainer)
    for address in (
        f"/exams/marking/question/{HUGE}/",
        f"/exams/booklets/{HUGE}/paper/en/",
        f"/exams/attempts/{HUGE}/items/1/save",
        f"/people/import/{HUGE}/",
        f"/notices/{HUGE}/",
        f"/certification/awards/{HUGE}/",
    ):
        assert getattr(client, method)(address).status_code == 404


def test_every_number_of_an_address_is_bounded() -> None:
    for page in urls.urlpatterns:
        names = page.pattern.converters
        kinds = {name: type(converter).__name__ for name, converter in names.items()}
        assert "IntConverter" not in kinds.values()
        if kinds and set(kinds.values()) == {"NumberConverter"}:
            with pytest.raises(NoReverseMatch):
                reverse(f"exams:{page.name}", kwargs=dict.fromkeys(kinds, HUGE))


def test_in_a_question_to_a_page(cast: Cast, client: Client) -> None:
    version = essay()
    version.question.topic.trainers.add(cast.trainer)
    client.force_login(cast.trainer)
    assert client.get(f"/exams/marking/question/{version.pk}/?skip={HUGE}").status_code == 200
    sent = {"pile": f"question:{HUGE}", "place": 1}
    assert client.post("/exams/marking/answers/1/", sent).status_code == 404
    assert client.get(f"/coverage/?department={HUGE}").status_code < 500


def test_in_a_form(cast: Cast, client: Client) -> None:
    version = essay()
    version.question.topic.trainers.add(cast.trainer)
    paper_of(version)
    client.force_login(cast.trainer)
    told = {"versions": [HUGE], "key_version": HUGE, "remedy": "full", "reason": "x", "query": HUGE}
    answer = client.post(f"/exams/questions/{version.question_id}/regrade/", told)
    assert answer.status_code == 200
    assert answer.context["form"].errors["versions"]
