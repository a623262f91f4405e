from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers herself: people come from the roster."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Who has left and knows her password reads a sentence, and is not signed in."""
        if not user.may_sign_in(timezone.now()):
            return redirect("account_inactive")
        return super().pre_login(request, user, **kwargs)
