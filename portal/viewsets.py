from typing import Any

from wagtail.users.views.users import CreateView, EditView, UserViewSet

from people.domain import addresses, roles
from people.models import User
from portal.forms import OutsideUserForm


class RolesSaved:
    """Roles are granted and ended by their verbs, in the name of who saves."""

    def save_instance(self) -> User:
        user = super().save_instance()  # type: ignore[misc]
        addresses.forget_noted([user])
        roles.hold(user=user, roles=self.form.cleaned_data["roles"], by=self.request.user)  # type: ignore[attr-defined]
        return user


class CreateUser(RolesSaved, CreateView):
    pass


class EditUser(RolesSaved, EditView):
    pass


class UsersViewSet(UserViewSet):
    """For those without employee: auditors, outside lecturers. Employees come by the roster."""

    add_view_class = CreateUser
    edit_view_class = EditUser
    create_template_name = "wagtailadmin/generic/form.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return OutsideUserForm
