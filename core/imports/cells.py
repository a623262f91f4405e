"""Checkers of one cell: each takes the trimmed text, returns the value or raises CellError.

Blank cells never reach a checker: they are None, or an error where the column must be filled.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.imports.errors import CellError
from core.text import fold, narrow

Value = TypeVar("Value")
CELL_LIMIT = 32_767
DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:00(?::00)?)?", re.ASCII
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
# Excel counts days; 1899-12-30 makes up for its belief that 1900 was a leap year.
SERIAL = re.compile(r"\d{5}(?:\.0+)?", re.ASCII)
SERIALS = range(18_264, 73_051)  # 1950 to 2099
EPOCH = datetime.date(1899, 12, 30)


def text(*, max_length: int = CELL_LIMIT, plain: bool = False) -> Callable[[str], str]:
    """Any text; `plain` turns full-width letters, digits and commas into usual ones."""

    def check(found: str) -> str:
        value = narrow(found) if plain else found
        if len(value) > max_length:
            raise CellError(
                format_lazy(_("at most {limit} characters"), limit=max_length),
                format_lazy(_("Shorten it: it has {length}."), length=len(value)),
            )
        return value

    return check


def day() -> Callable[[str], datetime.date]:
    """A date as 2017-09-01, 2017/9/1, 2017.9.1, 2017年9月1日, 20170901 or Excel's day number."""

    def check(found: str) -> datetime.date:
        plain = narrow(found)
        if SERIAL.fullmatch(plain) and (serial := int(float(plain))) in SERIALS:
            return EPOCH + datetime.timedelta(days=serial)
        parts = DATE.fullmatch(plain) or COMPACT.fullmatch(plain)
        try:
            year, month, date = parts.groups() if parts else ("", "", "")
            return datetime.date(int(year), int(month), int(date))
        except ValueError:
            raise CellError(
                _("a date such as 2017-09-01"), _("Write year, month and day in this order.")
            ) from None

    return check


def whole(*, minimum: int | None = None, maximum: int | None = None) -> Callable[[str], int]:
    """A whole number within bounds."""
    number_of = number(minimum=minimum, maximum=maximum)

    def check(found: str) -> int:
        value = number_of(found)
        if value != value.to_integral_value():
            raise CellError(_("a whole number"), _("Write it without decimals."))
        return int(value)

    return check


def number(
    *, minimum: Decimal | int | None = None, maximum: Decimal | int | None = None
) -> Callable[[str], Decimal]:
    """A number within bounds, with a point for its decimals."""

    def check(found: str) -> Decimal:
        plain = narrow(found)
        if not NUMBER.fullmatch(plain):
            raise CellError(_("a number"), _("Write digits only, with a point for decimals."))
        value = Decimal(plain)
        if minimum is not None and value < minimum:
            raise CellError(format_lazy(_("a number of at least {minimum}"), minimum=minimum))
        if maximum is not None and value > maximum:
            raise CellError(format_lazy(_("a number of at most {maximum}"), maximum=maximum))
        return value

    return check


def choice(names: Mapping[Value, Iterable[str]]) -> Callable[[str], Value]:
    """One of some values, each with the names it goes by: {"single": ("单选", "单选题", "Single choice")}."""
    by_name = {fold(name): value for value, known in names.items() for name in known}
    first = " / ".join(next(iter(known)) for known in names.values())

    def check(found: str) -> Value:
        try:
            return by_name[fold(found)]
        except KeyError:
            raise CellError(
                format_lazy(_("one of {names}"), names=first), _("Write one of these words.")
            ) from None

    return check


def email() -> Callable[[str], str]:
    """An e-mail address, in lower case and usual width."""

    def check(found: str) -> str:
        value = narrow(found).lower()
        try:
            validate_email(value)
        except ValidationError:
            raise CellError(
                _("an e-mail address such as name@example.com"), _("Correct it, or leave the cell empty.")
            ) from None
        return value

    return check
