"""Who may do what with people. Reads as a policy: one line an ability."""

from typing import TYPE_CHECKING

import rules

from people.enums import Role

if TYPE_CHECKING:
    from people.models import User


def has(*roles: Role) -> rules.predicates.Predicate:
    """The user holds one of the roles (or is the superuser who sets the house up)."""

    @rules.predicate(f"is {' or '.join(roles)}")
    def holds(user: "User") -> bool:
        return user.is_authenticated and (user.is_superuser or user.has_role(*roles))

    return holds


is_hr = has(Role.HR)
is_trainer = has(Role.TRAINER)
is_assessor = has(Role.ASSESSOR)
is_auditor = has(Role.AUDITOR)


@rules.predicate
def is_manager(user: "User") -> bool:
    """Somebody reports to her today."""
    return bool(user.is_authenticated and user.as_employee and user.as_employee.has_reports())


rules.add_perm("people.import_people", is_hr)
rules.add_perm("people.view_roster", is_hr | is_auditor | is_manager)
rules.add_perm("people.change_employee", is_hr)
rules.add_perm("people.grant_role", is_hr)
rules.add_perm("people.print_slip", is_hr | is_manager)
