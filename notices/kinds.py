"""The texts of each kind of notice, with named placeholders that the notice's facts fill."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NoticeKind:
    subject: Promise
    text: Promise


KINDS: dict[str, NoticeKind] = {
    "certificate_ready": NoticeKind(
        subject=_("Your certificate: %(title)s"),
        text=_("Congratulations. Your certificate %(number)s is ready to be opened and printed."),
    ),
    "award_revoked": NoticeKind(
        subject=_("Withdrawn: %(title)s"),
        text=_("Your certificate %(number)s is no longer valid. Reason: %(reason)s"),
    ),
    "exam_result": NoticeKind(
        subject=_("Your result: %(title)s"),
        text=_("Your answers have been marked. Open the result to see the score and what comes next."),
    ),
    "sitting_open": NoticeKind(
        subject=_("Test open: %(title)s"),
        text=_("The test %(title)s is open until %(closes)s."),
    ),
}
