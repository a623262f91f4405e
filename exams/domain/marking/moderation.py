"""How many markers an answer needs, and what their judgements come to: pure functions."""

import hmac
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

STEP = Decimal("0.000001")
SCALE = 1 << 64


def has_second(nonce: str, item: int, share: Decimal) -> bool:
    """Whether an answer is among the share (0 to 1) that a second marker reads: drawn by chance, and the same
    for whoever asks."""
    drawn = hmac.digest(nonce.encode(), f"second:{item}".encode(), "sha256")[:8]
    return int.from_bytes(drawn) < share * SCALE


def needed(fractions: Sequence[Decimal], *, second: bool, gap: Decimal) -> int:
    """How many markers it takes: one; two where a second was drawn; three where the two lie as far apart as
    the gap (a fraction of the points), or farther."""
    if not second:
        return 1
    return 3 if len(fractions) >= 2 and abs(fractions[0] - fractions[1]) >= gap else 2


def final(fractions: Sequence[Decimal]) -> Decimal:
    """What counts: the only judgement; of two within the gap the mean, in millionths, half up; of three the
    third, whose marker has the last word."""
    if len(fractions) == 2:
        return (sum(fractions) / Decimal(2)).quantize(STEP, rounding=ROUND_HALF_UP)
    return fractions[-1]


def policy(marking: dict[str, Any]) -> tuple[Decimal, Decimal]:
    """Share and gap as they were frozen in the attempt; attempts from before have no second marker."""
    return Decimal(marking.get("share", "0")), Decimal(marking.get("gap", "1"))
