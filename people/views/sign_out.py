from allauth.account import views
from django.http import HttpRequest, HttpResponse


def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; the browser forgets what pages kept on the device: the next person may be another."""
    response: HttpResponse = views.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"storage"'
    return response
