from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Expected sentences are written in the source language."""
    with translation.override("en"):
        yield
