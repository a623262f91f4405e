"""The exam page's own pass, bound to one attempt of one person: with it a save outlives a lost session and a
changed CSRF token, and reads neither. That the attempt is open and the person active is checked at the use.
"""

from base64 import b64encode

from django.db.models import BigIntegerField
from django.utils.crypto import constant_time_compare, salted_hmac

from exams.domain.taking.shelves import Place, places
from exams.models import Attempt, Item

HEADER = "X-Exam-Ticket"


def ticket(*, attempt: int, employee: int, nonce: str) -> str:
    return salted_hmac("exams.ticket", f"{attempt}:{employee}:{nonce}", algorithm="sha256").hexdigest()


def is_of(given: str, *, attempt: int, employee: int, nonce: str) -> bool:
    return constant_time_compare(given, ticket(attempt=attempt, employee=employee, nonce=nonce))


def ticket_of(attempt: Attempt) -> str:
    return ticket(attempt=attempt.pk, employee=attempt.employee_id, nonce=attempt.nonce)


def draft_key(attempt: Attempt) -> str:
    """What seals an attempt's drafts on the candidate's device: 32 bytes in base64, always the same."""
    told = f"{attempt.pk}:{attempt.employee_id}:{attempt.started_at.isoformat()}"
    return b64encode(salted_hmac("exams.drafts", told, algorithm="sha256").digest()).decode()


def place(*, attempt: int, item: int, given: str) -> Place:
    """The item that a ticket opens. Raises Item.DoesNotExist for another's as for none."""
    found = places.get(item) if item <= BigIntegerField.MAX_BIGINT else None
    if found is None or found.attempt != attempt or not _matches(given, found):
        raise Item.DoesNotExist
    return found


def attempt(*, pk: int, given: str) -> Attempt:
    """The attempt that a ticket opens. Raises Attempt.DoesNotExist for another's as for none."""
    found = Attempt.objects.whole().get(pk=pk)
    if not constant_time_compare(given, ticket_of(found)):
        raise Attempt.DoesNotExist
    return found


def _matches(given: str, found: Place) -> bool:
    return is_of(given, attempt=found.attempt, employee=found.employee, nonce=found.nonce)
