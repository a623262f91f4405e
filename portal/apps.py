from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")


class WagtailUsers(WagtailUsersAppConfig):
    """Wagtail's users, who are ours: created by the roster, never deleted."""

    user_viewset = "portal.viewsets.UsersViewSet"
