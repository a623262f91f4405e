"""Questions as a file: what the format can hold is told first, then it is downloaded."""

import tempfile
from typing import Any, BinaryIO, cast

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from exams.domain.bank import exports
from exams.enums import QuestionKind
from exams.forms.exports import QuestionExportForm
from exams.views.bank.access import AuthorRequest, for_authors

IN_MEMORY = 2**20


@for_authors
def export(request: AuthorRequest) -> HttpResponse:
    form = QuestionExportForm(request.GET if "topic" in request.GET else None, user=request.user)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        with tempfile.TemporaryFile() as file:
            written = exports.write(**form.cleaned_data, file=file, by=request.user)
        kinds = [(QuestionKind(kind).label, number) for kind, number in written.by_kind.items()]
        context |= {"export": written, "kinds": kinds}
    return render(request, "exams/bank/export.html", context)


@require_POST
@for_authors
def download(request: AuthorRequest) -> HttpResponse:
    """The file itself; that keys have left the house is kept."""
    form = QuestionExportForm(request.POST, user=request.user)
    if not form.is_valid():
        return redirect("exams:bank_export")
    topic = form.cleaned_data["topic"]
    spooled = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    file = cast(BinaryIO, spooled)
    written = exports.write(**form.cleaned_data, file=file, by=request.user)
    exports.record(written, topic=topic, by=request.user)
    file.seek(0)
    name = exports.file_name(topic, written.form)
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    return cast(HttpResponse, response)
