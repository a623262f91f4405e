"""Who may do what in the Wagtail admin: the ability says whether, `visible_to` says with which."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from people.models import User


class VisiblePolicy(BasePermissionPolicy):
    """`add`, `change` and `view` for who has the ability; nothing is deleted."""

    actions = frozenset({"add", "change", "view"})

    def __init__(self, model: type[Model], ability: str) -> None:
        super().__init__(model)
        self.ability = ability

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in self.actions and user.has_perm(self.ability)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        return self.user_has_permission(user, action) and self._seen(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet:
        return self._seen(user) if self.user_has_any_permission(user, actions) else self._seen(user).none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        able = [user.pk for user in User.objects.filter(is_active=True) if self._may(user, actions)]
        return User.objects.filter(pk__in=able)

    def _may(self, user: User, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def _seen(self, user: User) -> Any:
        manager = self.model._default_manager
        return manager.visible_to(user) if hasattr(manager, "visible_to") else manager.all()
