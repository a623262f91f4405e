"""The training file on paper. Called outside any transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import pdf
from people.models import Employee, Posting
from records.domain.file import Line, total_hours


def draw(employee: Employee, lines: Sequence[Line], *, at: datetime, language: str) -> bytes:
    """The file as PDF, as it is known at a moment. Raises UnprintableText for what the fonts cannot draw."""
    posting = (
        Posting.objects.on(at.date())
        .filter(employee=employee)
        .select_related("department", "position")
        .first()
    )
    context = {
        "employee": employee,
        "posting": posting,
        "lines": lines,
        "hours": total_hours(lines),
        "at": at,
        "company": settings.GRADUS_COMPANY,
    }
    return pdf.render(
        "records/file_pdf.html",
        context,
        stylesheets=["css/training-file.css"],
        printed={pgettext("a person", "name"): employee.name, _("lines"): " ".join(_words(lines))},
        language=language,
    )


def _words(lines: Sequence[Line]) -> list[str]:
    """Everything on it that people typed."""
    entries = [entry for line in lines for entry in (line.entry, *line.later)]
    return [text for entry in entries for text in (entry.title, entry.reason, entry.by_name)]
