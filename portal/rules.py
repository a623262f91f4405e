"""Who sees what stands in the portal itself. Reads as a policy: one line an ability."""

import rules

from people.rules import is_auditor, is_hr, is_manager

rules.add_perm("portal.view_coverage", is_hr | is_auditor | is_manager)
rules.add_perm("portal.set_up", is_hr)
rules.add_perm("portal.mend_jobs", is_hr)
