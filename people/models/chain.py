"""Who stands below whom: one recursive query over the postings of a day."""

from datetime import date

from django.db import models
from django.db.models.expressions import RawSQL

BELOW = """
    WITH RECURSIVE posted AS (
        SELECT employee_id, manager_id FROM (
            SELECT employee_id, manager_id,
                   ROW_NUMBER() OVER (PARTITION BY employee_id ORDER BY from_day DESC, id DESC) AS latest
            FROM people_posting WHERE from_day <= %s
        ) AS dated WHERE latest = 1
    ), below(id) AS (
        SELECT CAST(%s AS bigint)
        UNION
        SELECT posted.employee_id FROM posted JOIN below ON posted.manager_id = below.id
    )
    SELECT id FROM below
"""


def with_reports(employee_pk: int, *, on: date) -> RawSQL:
    """The keys of an employee and of all below by the chain of managers on a day. A cycle ends the walk."""
    return RawSQL(BELOW, [on, employee_pk], output_field=models.BigIntegerField())  # noqa: S611
