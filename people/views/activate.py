from allauth.core import ratelimit
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from people.domain import slips
from people.errors import SlipError
from people.forms import ActivationForm

BACKEND = "people.backends.NumberOrEmailBackend"


@never_cache
@sensitive_post_parameters()
def activate(request: HttpRequest) -> HttpResponse:
    """The code of a slip becomes a password; its owner is signed in. A GET tells nothing about a code."""
    if request.method != "POST":
        return _page(request, ActivationForm(initial={"code": request.GET.get("code", "")}))
    if not ratelimit.consume(request, action="activate"):
        return render(request, "people/activate_later.html", status=429)
    form = ActivationForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        user = slips.redeem(slip=form.slip, password=form.cleaned_data["password1"], at=timezone.now())
    except SlipError as error:
        form.add_error("code", str(error))
        return _page(request, form)
    login(request, user, backend=BACKEND)
    return redirect("home")


def _page(request: HttpRequest, form: ActivationForm) -> HttpResponse:
    return render(request, "people/activate.html", {"form": form})
