"""Who may do what with training content. Reads as a policy: one line an ability."""

import rules

from people.models import User
from people.rules import is_trainer


@rules.predicate
def is_employed(user: User) -> bool:
    return bool(user.is_authenticated and user.as_employee)


rules.add_perm("courses.read_courses", is_employed | is_trainer)
rules.add_perm("courses.write_content", is_trainer)
