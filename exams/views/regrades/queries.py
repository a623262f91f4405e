"""Queries of candidates about questions: asked from the result, answered by the trainers of the topic."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.errors import GradusError
from exams.domain.marking import objections, scripts
from exams.domain.taking import sheets
from exams.domain.taking.shelves import faces
from exams.forms.objection import ObjectionForm, ReplyForm
from exams.models import Item, Objection
from exams.views.access import own_employee
from exams.views.marking.access import for_regraders
from people.requests import SignedInRequest

PAGE = 50


@require_POST
@login_required
def ask(request: SignedInRequest, pk: int, position: int) -> HttpResponse:
    employee = own_employee(request)
    rows = Item.objects.select_related("attempt__sitting__exam", "attempt__employee")
    item = get_object_or_404(rows, attempt__employee=employee, attempt=pk, position=position)
    form = ObjectionForm(request.POST)
    if form.is_valid():
        try:
            objections.ask(item=item, text=form.cleaned_data["text"], by=employee, at=timezone.now())
            messages.success(request, _("Your query is with the trainers. You will be told their answer."))
        except GradusError as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, _("Write what is wrong with the question, in at most 2,000 characters."))
    return redirect(item.attempt)


@never_cache
@for_regraders
def queries(request: SignedInRequest) -> HttpResponse:
    """Open queries about questions of her topics, the oldest first; or those that are answered."""
    answered = request.GET.get("answered") == "1"
    seen = Objection.objects.visible_to(request.user).select_related("item__version__question", "reply")
    chosen = seen.exclude(reply=None).order_by("-at") if answered else seen.open()
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    asked = faces.many(objection.item.version_id for objection in page)
    lines = [(one, scripts.short(sheets.stem(asked[one.item.version_id]))) for one in page]
    context = {"page_obj": page, "lines": lines, "answered": answered}
    return render(request, "exams/regrades/queries.html", context)


@never_cache
@for_regraders
def query(request: SignedInRequest, pk: int) -> HttpResponse:
    related = Objection.objects.visible_to(request.user).select_related(
        "item__version__question", "item__attempt__sitting__exam", "item__attempt__employee__user", "reply"
    )
    objection = get_object_or_404(related, pk=pk)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            objections.reply(objection=objection, text=text, by=request.user, at=timezone.now())
            messages.success(request, _("Answered. Whoever asked has been told."))
        except GradusError as refusal:
            messages.error(request, str(refusal))
        return redirect("exams:queries")
    version = objection.item.version
    context = {
        "objection": objection,
        "form": form,
        "stem": sheets.stem(faces.many([version.pk])[version.pk]),
        "question": version.question,
        "reply": getattr(objection, "reply", None),
        "others": Objection.objects.filter(item__version__question=version.question).exclude(pk=pk).count(),
    }
    return render(request, "exams/regrades/query.html", context)
