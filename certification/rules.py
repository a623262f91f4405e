"""Who may do what with awards and rules, one line an ability. Whose awards: `visible_to`."""

import rules

from people.rules import is_auditor, is_hr, is_manager

rules.add_perm("certification.change_rule", is_hr)
# Asked by Wagtail of the user, past the policy, before it draws the button.
rules.add_perm("certification.publish_level", is_hr)
rules.add_perm("certification.list_awards", is_hr | is_auditor | is_manager)
rules.add_perm("certification.revoke_award", is_hr)
rules.add_perm("certification.uphold_award", is_hr)
rules.add_perm("certification.retry_certificate", is_hr)
