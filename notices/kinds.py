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
    "attempt_reopened": NoticeKind(
        subject=_("Your test goes on: %(title)s"),
        text=_("Whoever runs the test has reopened it for you. Your answers are there; open it and go on."),
    ),
    "late_counted": NoticeKind(
        subject=_("Late answers count: %(title)s"),
        text=_("Answers that arrived after the end count for you. Reason: %(reason)s"),
    ),
    "late_refused": NoticeKind(
        subject=_("Late answers do not count: %(title)s"),
        text=_("Answers that arrived after the end do not count. They are kept. Reason: %(reason)s"),
    ),
    "exam_result": NoticeKind(
        subject=_("Your result: %(title)s"),
        text=_("Your answers have been marked. Open the result to see the score and what comes next."),
    ),
    "exam_regraded": NoticeKind(
        subject=_("Your result has changed: %(title)s"),
        text=_("A question of the test %(title)s was marked anew. Reason: %(reason)s"),
    ),
    "query_answered": NoticeKind(
        subject=_("Your query is answered: %(title)s"),
        text=_("The answer to your query about a question of %(title)s stands beside it in your result."),
    ),
    "sitting_reminder": NoticeKind(
        subject=_("Still to take: %(title)s"),
        text=_("You have not taken the test %(title)s yet. It closes on %(closes)s."),
    ),
    "team_reminder": NoticeKind(
        subject=_("Your team and the test %(title)s"),
        text=_("It closes on %(closes)s. People reporting to you who have not taken it: %(number)d."),
    ),
    "sitting_open": NoticeKind(
        subject=_("Test open: %(title)s"),
        text=_("The test %(title)s is open until %(closes)s."),
    ),
}
