"""A kind of question is whole: an editor, a player with its words, an importer, examples and canaries."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from exams import kinds
from exams.enums import QuestionKind
from exams.formats.sheet.columns import KINDS
from exams.forms import EDITORS
from exams.views.words import words
from tests.exams.kinds.canaries import QUESTIONS
from tests.exams.kinds.examples import EXAMPLES
from tests.journeys.kinds import ASKED

EVERY = sorted(QuestionKind.values)
PLAYERS = Path(settings.BASE_DIR, "static/js/exams/kinds/index.js").read_text(encoding="utf-8")


def test_every_kind_is_registered_edited_and_imported() -> None:
    assert kinds.names() == EVERY
    assert sorted(EDITORS) == EVERY
    assert sorted(KINDS) == EVERY


@pytest.mark.parametrize("kind", EVERY)
def test_every_kind_has_a_player_and_says_what_to_do(kind: str) -> None:
    listed = PLAYERS.partition("export const players = {")[2]
    assert re.search(rf"\b{kind}\b", listed)
    assert words()[f"kind.{kind}"]


def test_every_kind_is_tried_by_the_tests_of_all_kinds() -> None:
    assert sorted(EXAMPLES) == sorted(QUESTIONS) == sorted(ASKED) == EVERY
