"""The one verb of this package: a template becomes a PDF."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from core.pdf.printable import check_printable


def render(
    template: str,
    context: Mapping[str, Any],
    *,
    stylesheets: Sequence[str] = (),
    printed: Mapping[str, str] | None = None,
    language: str | None = None,
    variant: str | None = "pdf/a-3a",
) -> bytes:
    """The document as PDF.

    `stylesheets` are names of static files; relative addresses in the template are static files too.
    `printed` are the fields that people typed, by the name a reader knows: a character that cannot be drawn
    raises UnprintableText. `language` is the language of the document. Never call this inside a transaction.
    """
    from core.pdf.press import press

    check_printable(printed or {})
    with override(language or get_language()):
        html = render_to_string(template, dict(context))
    return press().print(html, stylesheets=stylesheets, variant=variant)
