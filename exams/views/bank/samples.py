"""Sample papers: what twenty candidates would get, and how alike and how hard these are."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from exams.domain import papers
from exams.domain.papers import leaves
from exams.errors import PaperCannotBeFilled
from exams.models import Paper
from exams.views.bank.access import for_whoever_offers
from people.requests import SignedInRequest


@never_cache
@for_whoever_offers
def samples(request: SignedInRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(Paper.objects.visible_to(request.user), pk=pk)
    context: dict[str, Any] = {"paper": paper, "opens": papers.has_open_keys(paper, request.user)}
    try:
        found = papers.samples(paper)
    except PaperCannotBeFilled as refusal:
        return render(request, "exams/paper/samples.html", context | {"refusal": str(refusal)})
    number = _number(request, len(found))
    context |= {
        "number": number,
        "numbers": range(1, len(found) + 1),
        "overlap": papers.overlap_of([sample.questions for sample in found]),
        "spread": papers.spread_of(found),
        "sample": found[number - 1],
    }
    if context["opens"] and request.user.has_perm("exams.author"):
        context |= _shown(found[number - 1], with_key="key" in request.GET)
    return render(request, "exams/paper/samples.html", context)


def _number(request: SignedInRequest, most: int) -> int:
    given = request.GET.get("n", "")
    return min(max(int(given), 1), most) if given.isascii() and given.isdigit() and len(given) < 9 else 1


def _shown(sample: papers.Sample, *, with_key: bool) -> dict[str, Any]:
    """The questions as paper shows them, for who may see their keys."""
    sections = leaves.sections(sample.titles, sample.asked, with_key=with_key, is_print=False)
    return {"sections": sections, "with_key": with_key}
