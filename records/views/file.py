from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from core.pdf import MissingGlyph, UnprintableText
from people.models import Employee
from people.requests import SignedInRequest
from records.domain import paper
from records.domain.file import lines, total_hours


@login_required
def own(request: SignedInRequest) -> HttpResponse:
    """The reader's own file; who is not on the roster has none."""
    employee = request.user.as_employee
    if employee is None:
        return render(request, "records/none.html")
    return redirect("records:file", employee.number)


@login_required
def file(request: SignedInRequest, number: str) -> HttpResponse:
    """The training file of somebody whose file the reader may see."""
    employee = _visible(request, number)
    shown = lines(employee, reader=request.user)
    return render(
        request, "records/file.html", {"employee": employee, "lines": shown, "hours": total_hours(shown)}
    )


@login_required
@never_cache
def pdf(request: SignedInRequest, number: str) -> HttpResponse:
    """The same on paper."""
    employee = _visible(request, number)
    shown = lines(employee, reader=request.user)
    try:
        content = paper.draw(employee, shown, at=timezone.localtime(), language=get_language() or "en")
    except (UnprintableText, MissingGlyph) as error:
        messages.error(request, str(error))
        return redirect("records:file", employee.number)
    headers = {"Content-Disposition": f'inline; filename="training-file-{employee.number}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _visible(request: SignedInRequest, number: str) -> Employee:
    return get_object_or_404(Employee.objects.visible_to(request.user), number=number)
