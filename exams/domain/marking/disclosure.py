"""What a review policy lets a candidate see of her paper, and when: pure functions of policy and moments."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from exams.enums import Preset, Shown, When
from exams.models.disclosure import WHENS, Policy, preset

JUST_AFTER = timedelta(minutes=2)

# What tells something of the key. Questions, answers and what a question is worth do not.
TELLING = frozenset({Shown.CORRECT, Shown.MARKS, Shown.FEEDBACK, Shown.EXPLANATION, Shown.RIGHT})


def normal(ticked: Mapping[str, Collection[str]]) -> Policy:
    """The policy that a table of ticks means.

    The paper itself is shown while she works on it. Where the paper is not shown nothing of it is; points
    got are shown only beside the points to be had.
    """
    return {when.value: _column(when, set(ticked.get(when, ()))) for when in When}


def _column(when: When, ticked: set[str]) -> list[str]:
    if when == When.DURING:
        ticked = ticked | {Shown.ATTEMPT}
    if Shown.ATTEMPT not in ticked:
        return []
    if Shown.MAX_MARKS not in ticked:
        ticked = ticked - {Shown.MARKS}
    return [shown.value for shown in Shown if shown in ticked]


def named(policy: Policy) -> Preset:
    """The preset that a policy is, or that it is a custom one."""
    return next((name for name in WHENS if preset(name) == policy), Preset.CUSTOM)


def when(*, handed_in_at: datetime | None, counts_no_more: bool, at: datetime) -> When:
    """Which of the four times it is for an attempt."""
    if handed_in_at is None:
        return When.DURING
    if counts_no_more:
        return When.CLOSED
    return When.JUST_AFTER if at < handed_in_at + JUST_AFTER else When.LATER


def shown(policy: Policy, moment: When, *, is_practice: bool) -> frozenset[str]:
    """What is shown at a time. During an attempt that is no practice nothing tells of the key, whatever the
    policy says."""
    allowed = frozenset(normal(policy)[moment])
    return allowed - TELLING if moment == When.DURING and not is_practice else allowed


def telling_since(
    policy: Policy, *, ended: datetime, closed: datetime | None, until: datetime
) -> datetime | None:
    """The first moment after an end, up to `until`, at which something of the key was told; None: none was.

    `closed` is since when nobody can answer any more; None: somebody can.
    """
    begins = {
        When.JUST_AFTER: ended,
        When.LATER: ended + JUST_AFTER,
        When.CLOSED: max(ended, closed) if closed else None,
    }
    ticked = normal(policy)
    told = [moment for when, moment in begins.items() if moment and TELLING & set(ticked[when])]
    return min((moment for moment in told if moment <= until), default=None)


def tells(policy: Policy) -> bool:
    """Whether it ever tells something of the key."""
    return loosens(preset(Preset.NEVER), policy)


def loosens(was: Policy, now: Policy) -> bool:
    """Whether at some time something of the key is told that was not before."""
    before, after = normal(was), normal(now)
    return any((set(after[moment]) - set(before[moment])) & TELLING for moment in When)
