from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def paper_of_our_own(settings: Any) -> None:
    """A template and a style sheet of the tests."""
    templates = settings.TEMPLATES[0]
    settings.TEMPLATES = [templates | {"DIRS": [HERE / "templates", *templates["DIRS"]]}]
    settings.STATICFILES_DIRS = [HERE / "static"]
