from records.models.audience import Audience, AudienceMember, AudienceSnapshot
from records.models.entry import Entry

__all__ = ["Audience", "AudienceMember", "AudienceSnapshot", "Entry"]
