"""Whole numbers as addresses and forms bring them, of a size that every database holds."""

import re
from collections.abc import Iterable

from django.urls.converters import IntConverter

DIGITS = "[0-9]{1,18}"  # below 2**63, the most that a column holds


class NumberConverter(IntConverter):
    """As `int`; a longer number is no address, so a 404."""

    regex = DIGITS


def numbers(told: Iterable[str]) -> list[int]:
    """Those of the texts that are such numbers."""
    return [int(text) for text in told if re.fullmatch(DIGITS, text)]
