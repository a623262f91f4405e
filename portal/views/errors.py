from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A script is told to read the new token and try once more; a person is told that nothing was lost."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": "csrf"}, status=403)
    return render(request, "403_csrf.html", status=403)
