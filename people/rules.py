"""Who may do what with people. Reads as a policy: one line an ability.

Whom it reaches is `Employee.visible_to`: oneself; a manager those below her by the chain; HR and auditors
everybody.
"""

from typing import TYPE_CHECKING

import rules

from people.enums import Role

if TYPE_CHECKING:
    from people.models import Employee, User


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
    return user.is_authenticated and user.leads


@rules.predicate
def is_plain(user: "User", employee: "Employee | None") -> bool:
    """Whose sign-in opens nothing but her own things: no role, no superuser. Of nobody: yes."""
    account = employee.user if employee else None
    return account is None or not (account.is_superuser or account.roles)


@rules.predicate
def is_no_superuser(user: "User", employee: "Employee | None") -> bool:
    return user.is_superuser or not (employee and employee.user and employee.user.is_superuser)


ABILITIES = {
    "people.import_people": is_hr,
    "people.view_roster": is_hr | is_auditor | is_manager,
    "people.grant_role": is_hr,
    # A slip is the key to an account: a manager hands out none to an account that opens more than its own.
    "people.print_slip": (is_hr & is_no_superuser) | (is_manager & is_plain),
}

for ability, who in ABILITIES.items():
    rules.add_perm(ability, who)
