"""The sheet of activation slips: A4, eight a page, each with its QR code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from core.pdf import UnprintableText, check_printable, render
from core.qr import qr_data_uri
from people.domain.slips import Printed

A_PAGE = 8


@dataclass(frozen=True)
class Slip:
    name: str
    number: str
    code: str
    expires_at: datetime
    qr: str


def sheet(issued: Sequence[Printed]) -> bytes:
    """The PDF, in the language of who prints it."""
    slips = [_slip(printed) for printed in issued]
    pages = [slips[start : start + A_PAGE] for start in range(0, len(slips), A_PAGE)]
    context = {"pages": pages, "address": settings.GRADUS_BASE_URL + reverse("activate")}
    return render("people/slip_sheet.html", context, stylesheets=["css/slip-sheet.css"])


def _slip(printed: Printed) -> Slip:
    address = f"{settings.GRADUS_BASE_URL}{reverse('activate')}?{urlencode({'code': printed.code})}"
    return Slip(
        name=_drawable(printed.employee.name),
        number=printed.employee.number,
        code=f"{printed.code[:5]} {printed.code[5:]}",
        expires_at=printed.expires_at,
        qr=qr_data_uri(address),
    )


def _drawable(name: str) -> str:
    """A name with a character that no font has is left off: the number says whose slip it is."""
    try:
        check_printable({"name": name})
    except UnprintableText:
        return ""
    return name
