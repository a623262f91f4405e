"""Lists and forms of the Wagtail admin that show what is `visible_to` the user; what is foreign is a 404."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

ACTIONS = ["add", "change", "view"]


class VisibleIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet:
        return policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(
            self.request.user, ACTIONS
        )


class VisibleEdit(generic.EditView):
    def get_queryset(self) -> QuerySet:
        return policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(
            self.request.user, ACTIONS
        )


class VisibleViewSet(ModelViewSet):
    """A list, a form to add, a form to change. Copies, deletions and Wagtail's histories are not offered."""

    index_view_class = VisibleIndex
    edit_view_class = VisibleEdit
    copy_view_enabled = False
    add_to_reference_index = False
    views = ("index", "index_results", "add", "edit")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = {f"{name}_url_name": None for name in ("delete", "history", "usage")}
        return super().get_common_view_kwargs(**absent, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in self.views]
