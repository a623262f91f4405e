"""Papers in use that the bank cannot fill any more, since questions wait: said before a candidate sees it."""

from collections.abc import Iterable
from dataclasses import dataclass

from exams.domain import papers
from exams.errors import PaperCannotBeFilled
from exams.models import Paper, Sitting


@dataclass(frozen=True)
class Shortage:
    paper: Paper
    text: str


def of(sittings: Iterable[Sitting]) -> list[Shortage]:
    """The papers of these sittings that cannot be filled now, each once, with what is short."""
    asked = {sitting.exam.paper_id for sitting in sittings}
    found = (_shortage(paper) for paper in Paper.objects.filter(pk__in=asked))
    return [shortage for shortage in found if shortage]


def _shortage(paper: Paper) -> Shortage | None:
    try:
        papers.check(paper)
    except PaperCannotBeFilled as refusal:
        return Shortage(paper, str(refusal))
    return None
