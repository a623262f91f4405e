from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from notices.domain import notices
from notices.models import Notice
from people.requests import SignedInRequest

PER_PAGE = 20


@login_required
@never_cache
def index(request: SignedInRequest) -> HttpResponse:
    """What the reader was told, newest first. Who has no e-mail reads it here only."""
    own = Notice.objects.visible_to(request.user)
    page = Paginator(own.order_by("-written_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {"notice": notice, "subject": notices.subject(notice), "text": notices.text(notice)}
        for notice in page
    ]
    context = {"lines": lines, "page_obj": page, "unread": own.unread().count()}
    return render(request, "notices/notices.html", context)


@login_required
@never_cache
def opened(request: SignedInRequest, pk: int) -> HttpResponse:
    """On to what a notice is about; it is read from now on."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    notices.read(Notice.objects.filter(pk=notice.pk), at=timezone.now())
    return redirect(notice.link or "notices:notices")


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    notices.read(Notice.objects.visible_to(request.user), at=timezone.now())
    return redirect("notices:notices")
