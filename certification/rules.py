"""Who may do what with awards and rules. Reads as a policy: one line an ability; whose awards is `visible_to`."""

import rules

from people.rules import is_auditor, is_hr, is_manager

rules.add_perm("certification.change_rule", is_hr)
rules.add_perm("certification.list_awards", is_hr | is_auditor | is_manager)
rules.add_perm("certification.revoke_award", is_hr)
rules.add_perm("certification.retry_certificate", is_hr)
