from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from django.urls import register_converter

        from core import checks, receivers  # noqa: F401
        from core.converters import NumberConverter

        register_converter(NumberConverter, "num")
