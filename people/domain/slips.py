"""Activation slips: a printed code with which a person sets her password, once. Only its hash is stored."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from core.domain import audit
from core.models import AuditEvent
from core.text import narrow
from people.errors import SlipExpired, SlipOfLeaver, SlipUnknown, SlipUsed, SlipWithdrawn
from people.models import ActivationSlip, Employee, User

# No two of these look alike in print, and none like a digit or letter that is not here.
ALPHABET = "ACDEFHJKMNPRTWXY34679"
LENGTH = 10
VALID = timedelta(days=14)


@dataclass(frozen=True)
class Printed:
    """A slip as it stands on paper: the only place where the code is."""

    employee: Employee
    code: str
    expires_at: datetime


def issue(*, employees: Iterable[Employee], by: Any, at: datetime) -> list[Printed]:
    """A new slip for each, for as long as two weeks; it withdraws those that stand."""
    printed = [Printed(person, _code(), at + VALID) for person in employees if person.user]
    actor = audit.actor(by)
    with transaction.atomic():
        codes = [(slip.employee.user, slip.code) for slip in printed if slip.employee.user]
        _write(codes, at=at, actor=actor)
        AuditEvent.objects.bulk_create(
            AuditEvent(verb="issued activation slip", object=audit.label(slip.employee), at=at, **actor)
            for slip in printed
        )
    return printed


def issue_to(user: User, *, by: Any, at: datetime) -> str:
    """A new code for one account that may belong to no employee; it withdraws the one that stands."""
    code = _code()
    with transaction.atomic():
        _write([(user, code)], at=at, actor=audit.actor(by))
        audit.record(by=by, verb="issued activation slip", obj=user, at=at)
    return code


def find(code: str, *, at: datetime) -> ActivationSlip:
    """The slip of a code as typed, in any case and spacing. Raises the SlipError that says why not."""
    slip = ActivationSlip.objects.select_related("user__employee").filter(code_hash=_hash(code)).first()
    if slip is None:
        raise SlipUnknown
    if slip.used_at:
        raise SlipUsed
    if slip.withdrawn_at:
        raise SlipWithdrawn
    if slip.expires_at <= at:
        raise SlipExpired
    if not slip.user.may_sign_in(at):
        raise SlipOfLeaver
    return slip


def redeem(*, slip: ActivationSlip, password: str, at: datetime) -> User:
    """Use the slip and set the password. Raises SlipUsed where somebody was faster."""
    with transaction.atomic():
        if not ActivationSlip.objects.open(at).filter(pk=slip.pk).update(used_at=at):
            raise SlipUsed
        slip.user.set_password(password)
        slip.user.save(update_fields=["password"])
        audit.record(by=slip.user, verb="set password by slip", obj=slip.user, at=at)
    return slip.user


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _write(codes: list[tuple[User, str]], *, at: datetime, actor: dict[str, Any]) -> None:
    """What stands is withdrawn, and each code kept as its hash."""
    ActivationSlip.objects.filter(user__in=[user for user, _ in codes]).open(at).update(withdrawn_at=at)
    ActivationSlip.objects.bulk_create(
        ActivationSlip(user=user, code_hash=_hash(code), issued_at=at, expires_at=at + VALID, **actor)
        for user, code in codes
    )


def _hash(code: str) -> str:
    plain = "".join(letter for letter in narrow(code).upper() if letter.isalnum())
    return salted_hmac("people.activation", plain, algorithm="sha256").hexdigest()
