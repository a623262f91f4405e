from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _paper(settings: Any) -> Iterator[None]:
    templates = [settings.TEMPLATES[0] | {"DIRS": [HERE / "templates", *settings.TEMPLATES[0]["DIRS"]]}]
    with override_settings(TEMPLATES=templates, STATICFILES_DIRS=[HERE / "static"]):
        yield
