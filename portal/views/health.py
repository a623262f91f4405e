from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core.models import Job

BACKLOG = timedelta(minutes=10)


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers and no work has waited for ten minutes; else 503 with the reason."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    now = timezone.now()
    late = Job.objects.due(now).filter(due_at__lt=now - BACKLOG).count()
    return JsonResponse({"database": "ok", "late_jobs": late}, status=503 if late else 200)
