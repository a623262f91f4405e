"""Questions that cite a block of a lesson: stale as soon as it reads otherwise, until somebody has looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from core.domain import audit
from courses.models import PageVersion, PublishedBlock
from exams.domain import queries
from exams.domain.bank.comparison import Part, marked
from exams.models import CitationConfirmation, QuestionVersion
from exams.models.question import QuestionVersionQuerySet
from people.models import User

Place = tuple[UUID | None, str]


@dataclass(frozen=True)
class Stale:
    """A version, the block that it cites as it reads now, and both of its texts with the words marked."""

    version: QuestionVersion
    block: PublishedBlock
    before: list[Part]
    after: list[Part]


def stale(user: User) -> QuestionVersionQuerySet:
    """The stale versions that the user may see, by their topics."""
    seen = queries.stale_versions().visible_to(user).select_related("question__topic")
    return seen.order_by("question__topic__name", "question__code")


def explained(versions: Iterable[QuestionVersion]) -> list[Stale]:
    """Stale versions with what was and what is, in two queries."""
    listed = list(versions)
    blocks = blocks_of(listed)
    old = _old_words(listed)
    return [
        Stale(version, block, *marked(old.get(_key(version), ""), block.words))
        for version in listed
        if (block := blocks.get(_place(version)))
    ]


def confirm(version: QuestionVersion, *, fingerprint: str, by: User, at: datetime) -> bool:
    """The question still holds for the block as it read when she looked. False if that was said already."""
    said = CitationConfirmation(version=version, fingerprint=fingerprint, at=at, **audit.actor(by))
    known = CitationConfirmation.objects.filter(version=version, fingerprint=fingerprint)
    if known.exists():
        return False
    CitationConfirmation.objects.bulk_create([said], ignore_conflicts=True)
    return True


def blocks_of(versions: Iterable[QuestionVersion]) -> dict[Place, PublishedBlock]:
    """The blocks that versions cite, as they read now."""
    cited = {_place(version) for version in versions if version.cites_page}
    wanted = Q(
        translation_key__in={page for page, _block in cited}, block__in={block for _page, block in cited}
    )
    rows = PublishedBlock.objects.filter(wanted).select_related("version")
    return {(row.translation_key, row.block): row for row in rows}


def citing(page: UUID, *, user: User) -> QuerySet[QuestionVersion]:
    """The newest versions, of questions the user may see, that cite a block of a page."""
    found = QuestionVersion.objects.latest().visible_to(user).filter(cites_page=page)
    return (
        found.filter(question__retired_at=None).select_related("question__topic").order_by("question__code")
    )


def _place(version: QuestionVersion) -> tuple[UUID | None, str]:
    return version.cites_page, version.cites_block


def _key(version: QuestionVersion) -> tuple[UUID | None, str, str]:
    return version.cites_page, version.cites_block, version.cites_fingerprint


def _old_words(versions: list[QuestionVersion]) -> dict[tuple[UUID | None, str, str], str]:
    """What the cited blocks said when they were cited, from the page versions of that time."""
    pages = {version.cites_page for version in versions if version.cites_page}
    wanted = {_key(version) for version in versions}
    found: dict[tuple[UUID | None, str, str], str] = {}
    for page in PageVersion.objects.filter(translation_key__in=pages).order_by("pk"):
        for block, fingerprint in page.blocks.items():
            if (key := (page.translation_key, block, fingerprint)) in wanted:
                found[key] = page.words(block)
    return found
