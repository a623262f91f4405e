from django.db import connection, transaction

# One statement on both databases: the row is made or moved on, and its lock is held until the caller commits.
NEXT = """
    INSERT INTO core_counter (series, last) VALUES (%s, 1)
    ON CONFLICT (series) DO UPDATE SET last = core_counter.last + 1
    RETURNING last
"""


def next_number(series: str) -> int:
    """The next number of a series, from 1, without gaps: it is given back if the transaction rolls back.

    Raises TransactionManagementError outside a transaction, where a number could be lost.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A number belongs in the transaction of its row.")
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [series])
        return cursor.fetchone()[0]
