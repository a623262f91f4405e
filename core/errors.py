from django.utils.translation import gettext_lazy as _


class GradusError(Exception):
    """An expected refusal. Its text is what the person reads."""

    text = _("This is not possible right now.")

    def __init__(self, text: object = None) -> None:
        super().__init__(text or self.text)

    def __str__(self) -> str:
        return str(self.args[0])


class AppendOnlyViolation(GradusError):
    text = _("This record is a fact: it is never changed or deleted, only followed by another.")
