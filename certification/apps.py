from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = _("Certification")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from certification import receivers  # noqa: F401
        from certification.models import Award, Level, Scheme
        from certification.models.award import SOURCE
        from certification.viewsets import RuleMakersOnly
        from records import evidence

        evidence.register(SOURCE, Award.address)
        for model in (Scheme, Level):
            register_permission_policy(model, RuleMakersOnly(model))
