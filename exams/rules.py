"""Who may do what with questions and tests. Which ones it reaches is each model's `visible_to`."""

import rules

from people.rules import is_hr, is_trainer

ABILITIES = {
    "exams.author": is_trainer,
    "exams.offer": is_trainer | is_hr,
}

for ability, who in ABILITIES.items():
    rules.add_perm(ability, who)
