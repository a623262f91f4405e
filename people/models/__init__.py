from people.models.activation import ActivationSlip
from people.models.department import Department
from people.models.employee import Employee
from people.models.past_employment import PastEmployment
from people.models.position import Position
from people.models.posting import Posting
from people.models.role import RoleGrant
from people.models.roster_upload import RosterUpload
from people.models.user import User

__all__ = [
    "ActivationSlip",
    "Department",
    "Employee",
    "PastEmployment",
    "Position",
    "Posting",
    "RoleGrant",
    "RosterUpload",
    "User",
]
