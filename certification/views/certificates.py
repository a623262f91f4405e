from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control

from certification.domain import documents
from certification.models import Certificate
from people.requests import SignedInRequest


@login_required
@cache_control(private=True, max_age=0)
def pdf(request: SignedInRequest, number: str) -> HttpResponse | FileResponse:
    """The document, for its holder and those who may see her file; while it is not made yet, why."""
    visible = Certificate.objects.visible_to(request.user).with_award()
    certificate = get_object_or_404(visible, number=number)
    if not certificate.is_made:
        context = {"certificate": certificate, "refusal": documents.refusal(certificate)}
        return render(request, "certification/not_made.html", context)
    content = storages["private"].open(certificate.file.path)
    return FileResponse(content, content_type="application/pdf", filename=f"{certificate.number}.pdf")
