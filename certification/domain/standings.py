"""The projection `Standing`: dropped and rebuilt from the ledger at will, compared with the findings by
`differences`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import transaction

from certification.domain.findings import finding
from certification.models import Requirement, RuleVersion, Standing
from certification.requirements import KINDS
from people.models import Employee
from records.models import Entry

BATCH = 500


def rebuild(employees: Sequence[int], requirements: Iterable[Requirement] | None = None) -> int:
    """Write anew the spans of these employees; returns how many stand now."""
    asked = list(Requirement.objects.all() if requirements is None else requirements)
    with transaction.atomic():
        rows = [row for employee, lines in _lines(employees).items() for row in _rows(employee, asked, lines)]
        Standing.objects.filter(employee__in=employees, requirement__in=asked).delete()
        Standing.objects.bulk_create(rows)
    return len(rows)


def rebuild_all() -> int:
    return sum(rebuild(batch) for batch in _batches())


def rebuild_rule(rule: RuleVersion) -> int:
    asked = list(rule.requirements.all())
    return sum(rebuild(batch, asked) for batch in _batches())


def _batches() -> Iterator[Sequence[int]]:
    """Everybody, some hundreds at a time."""
    keys = list(Employee.objects.order_by("pk").values_list("pk", flat=True))
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _lines(employees: Iterable[int]) -> dict[int, list[Entry]]:
    lines: dict[int, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.bookings().with_end().filter(employee__in=employees):
        lines[entry.employee_id].append(entry)
    return lines


def _rows(employee: int, requirements: Sequence[Requirement], lines: Sequence[Entry]) -> Iterator[Standing]:
    for requirement in requirements:
        for span in KINDS[requirement.kind].spans(requirement, lines):
            yield Standing(
                employee_id=employee,
                requirement=requirement,
                met_from=span.met_from,
                met_until=span.met_until,
                entry=span.entry,
            )


def differences(*, on: date) -> Iterator[str]:
    """Where the projection and the findings do not say the same of a day: one sentence each."""
    requirements = list(Requirement.objects.select_related("rule__level"))
    for batch in _batches():
        lines = _lines(batch)
        covered = set(
            Standing.objects.covering(on).filter(employee__in=batch).values_list("employee", "requirement")
        )
        for employee in batch:
            for requirement in requirements:
                met = finding(requirement, lines[employee], on=on).met
                if met != ((employee, requirement.pk) in covered):
                    who = f"employee {employee}, requirement {requirement.pk}"
                    yield f"{who}: finding {met}, projection {not met}"
