"""Pictures and videos of lessons: for people who are signed in, and in ranges, as players ask for them."""

import re
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

RANGE = re.compile(r"bytes=([0-9]{1,18})-([0-9]{0,18})")
CHUNK = 256 * 1024


@require_safe
@login_required
@cache_control(private=True, max_age=3600)
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    file = _open(path)
    whole = FileResponse(file)
    whole.headers["Accept-Ranges"] = "bytes"
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked:
        return whole
    first = int(asked[1])
    last = min(int(asked[2] or file.size - 1), file.size - 1)
    if first > last:
        whole.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    return _part(file, first, last, whole.headers["Content-Type"])


def _open(path: str) -> File:
    try:
        if not default_storage.exists(path):
            raise Http404
        return default_storage.open(path)
    except (SuspiciousFileOperation, IsADirectoryError) as error:
        raise Http404 from error


def _part(file: File, first: int, last: int, content_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_chunks(file, first, last), status=206, content_type=content_type)
    response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _chunks(file: File, first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
