from typing import Any

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
