from core.models.append_only import AppendOnly, AppendOnlyQuerySet
from core.models.audit import AuditEvent
from core.models.counter import Counter
from core.models.import_run import ImportRun
from core.models.job import Job
from core.models.warrant import Warrant

__all__ = ["AppendOnly", "AppendOnlyQuerySet", "AuditEvent", "Counter", "ImportRun", "Job", "Warrant"]
