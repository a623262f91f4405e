from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.errors import GradusError


class UnprintableText(GradusError):
    """A field holds a character that none of the fonts can draw."""

    def __init__(self, field: str, character: str) -> None:
        self.field = field
        self.character = character
        super().__init__(
            format_lazy(
                _("“{field}” has a character that cannot be printed: {character} ({code})."),
                field=field,
                character=character if character.isprintable() else "",
                code=f"U+{ord(character[0]):04X}",
            )
        )


class MissingGlyph(GradusError):
    text = _("The document would have an empty box in place of a character, so it was not made.")


class WrongFont(GradusError):
    text = _("The document would use a font that does not belong to it, so it was not made.")


class RefusedResource(GradusError):
    text = _("The document asks for a file that it may not have, so it was not made.")
