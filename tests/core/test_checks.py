from typing import Any

import pytest
from django.core.checks import run_checks

from core.pdf import missing_fonts


def test_nothing_is_missing_here() -> None:
    assert run_checks(tags=["documents"]) == []


def test_a_missing_font_is_named(settings: Any) -> None:
    settings.GRADUS_FONTS = ["/nowhere/Kai.ttf"]
    assert [str(path) for path in missing_fonts()] == ["/nowhere/Kai.ttf"]
    warnings = run_checks(tags=["documents"])
    assert [(warning.id, warning.msg) for warning in warnings] == [
        ("core.W001", "The font file /nowhere/Kai.ttf is missing: documents cannot be printed.")
    ]
    assert "GRADUS_FONTS" in warnings[0].hint


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("https://gradus.example", []),
        ("http://127.0.0.1:8000", []),
        ("http://localhost", []),
        ("http://[::1]:8000", []),
        ("http://gradus.example", ["core.W003"]),
        ("http://10.0.0.5:8000", ["core.W003"]),
    ],
)
def test_an_address_without_https_is_warned_of(settings: Any, address: str, warned: list[str]) -> None:
    settings.GRADUS_BASE_URL = address
    assert [warning.id for warning in run_checks(tags=["address"])] == warned
