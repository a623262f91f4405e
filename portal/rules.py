"""Who sees what stands in the portal itself. Reads as a policy: one line an ability."""

import rules

from people.rules import is_auditor, is_hr, is_manager

rules.add_perm("portal.view_coverage", is_manager | is_hr | is_auditor)
