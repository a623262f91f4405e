from django.test.utils import CaptureQueriesContext

NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


def counted(captured: CaptureQueriesContext) -> int:
    """How many queries there were, those apart that only open and close transactions."""
    return sum(not query["sql"].startswith(NOT_COUNTED) for query in captured.captured_queries)
