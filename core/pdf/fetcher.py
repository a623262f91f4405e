"""What a document may ask for: packaged static files and `data:`. Nothing else, and no redirects."""

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint.urls import URLFetcher, URLFetcherResponse

# Never resolved: relative addresses in a template become these, and these become static files.
ASSETS = "https://assets.invalid/"


class PackagedOnly(URLFetcher):
    """Static files of the project for relative addresses; a refusal stops the document."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(ASSETS):
            path = _static_file(unquote(urlsplit(url).path).lstrip("/"))
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
        return super().fetch(url, headers)


def _static_file(name: str) -> Path:
    try:
        found = finders.find(name)
    except SuspiciousFileOperation as error:
        raise ValueError(name) from error
    if not isinstance(found, str) or not Path(found).is_file():
        raise FileNotFoundError(name)
    return Path(found)
