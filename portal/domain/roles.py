"""What a role may do in the Wagtail admin, as its Django group. The rest is asked of `<app>/rules.py`."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission

from courses.models import CourseIndexPage
from people.enums import Role

ADMIN = "wagtailadmin.access_admin"
PERMISSIONS = {
    Role.TRAINER: (ADMIN, "simple_translation.submit_translation"),
    Role.HR: (ADMIN,),
}
ON_SHELVES = {
    Role.TRAINER: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
ON_FILES = {
    Role.TRAINER: (
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtailmedia.add_media",
        "wagtailmedia.change_media",
    ),
}
REVIEWER = Role.TRAINER
WAGTAILS_OWN = ("Editors", "Moderators")


def sync() -> None:
    """Write the groups and their permissions. What a group has beyond the table is taken away."""
    with transaction.atomic():
        for role in Role:
            group, _created = Group.objects.get_or_create(name=role)
            group.permissions.set(_named(PERMISSIONS.get(role, ())))
            _set_shelves(group, ON_SHELVES.get(role, ()))
            _set_files(group, _named(ON_FILES.get(role, ())))
        for task in GroupApprovalTask.objects.all():
            task.groups.set(Group.objects.filter(name=REVIEWER))
        Group.objects.filter(name__in=WAGTAILS_OWN, user=None).delete()


def _named(names: tuple[str, ...]) -> list[Permission]:
    pairs = [name.split(".") for name in names]
    return [Permission.objects.get(content_type__app_label=app, codename=codename) for app, codename in pairs]


def _set_shelves(group: Group, codenames: tuple[str, ...]) -> None:
    wanted = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
    GroupPagePermission.objects.filter(group=group).exclude(permission__in=wanted).delete()
    for shelf in CourseIndexPage.objects.all():
        for permission in wanted:
            GroupPagePermission.objects.get_or_create(group=group, page=shelf.page_ptr, permission=permission)


def _set_files(group: Group, wanted: list[Permission]) -> None:
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.filter(group=group).exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
