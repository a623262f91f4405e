from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import transaction
from wagtail.models import Page, Revision

log = structlog.get_logger(__name__)


def publish_due(*, at: datetime) -> int:
    """Take down what has expired and make live what is due, one by one: one that fails stops no other."""
    expired = Page.objects.filter(live=True, expire_at__lte=at).order_by("expire_at")
    due = Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at")
    moved = [_alone(_take_down, page) for page in expired] + [_alone(_publish, revision) for revision in due]
    return sum(moved)


def _alone(verb: Callable[[Page | Revision], None], what: Page | Revision) -> bool:
    try:
        with transaction.atomic():
            verb(what)
    except Exception:
        log.exception("schedule failed", verb=verb.__name__, object=str(what), key=what.pk)
        return False
    return True


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled", skip_permission_checks=True)


def _take_down(page: Page) -> None:
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
