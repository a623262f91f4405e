"""Who may do what with questions, tests and observed assessments. Which ones it reaches is each model's
`visible_to`."""

from typing import TYPE_CHECKING

import rules

from people.rules import is_assessor, is_auditor, is_hr, is_manager, is_trainer

if TYPE_CHECKING:
    from exams.models import Assessment, Attempt
    from people.models import User


@rules.predicate
def is_her_sheet(user: "User", assessment: "Assessment") -> bool:
    return assessment.assessor_id == user.pk


@rules.predicate
def has_planned_it(user: "User", assessment: "Assessment") -> bool:
    return assessment.by_id == user.pk


@rules.predicate
def is_about_herself(user: "User", assessment: "Assessment") -> bool:
    return assessment.employee == user.as_employee


@rules.predicate
def is_own_attempt(user: "User", attempt: "Attempt") -> bool:
    return attempt.employee == user.as_employee


scores_it = is_assessor & is_her_sheet

ABILITIES = {
    "exams.author": is_trainer,
    "exams.offer": is_trainer | is_hr,
    # Whom they may see on the board: everybody invited to a sitting they see. Nobody acts on her own attempt.
    "exams.invigilate": is_trainer | is_hr,
    "exams.intervene": (is_trainer | is_hr) & ~is_own_attempt,
    "exams.grant_extra_time": is_hr,
    "exams.enter_papers": is_trainer | is_hr,
    "exams.view_statistics": is_trainer | is_hr | is_auditor,
    "exams.run_campaigns": is_trainer | is_hr,
    "exams.view_campaigns": is_trainer | is_hr | is_auditor | is_manager,
    "exams.assess": is_assessor,
    "exams.mark": is_trainer | is_assessor,
    "exams.regrade": is_trainer,
    "exams.plan_assessments": is_trainer | is_hr,
    "exams.score_assessment": scores_it,
    "exams.call_off_assessment": scores_it | (is_trainer & has_planned_it) | is_hr,
    "exams.reverse_assessment": is_hr & ~is_about_herself,
}

for ability, who in ABILITIES.items():
    rules.add_perm(ability, who)
