from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = _("Certification")

    def ready(self) -> None:
        from certification import receivers  # noqa: F401
        from certification.models import Award
        from certification.models.award import SOURCE
        from records import evidence

        evidence.register(SOURCE, Award.address)
