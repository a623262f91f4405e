import pytest
from django.db import transaction

from core.domain.counters import next_number

pytestmark = pytest.mark.django_db


def test_numbers_of_a_series_follow_one_another_and_series_are_apart():
    assert [next_number("a"), next_number("a"), next_number("b"), next_number("a")] == [1, 2, 1, 3]


def test_a_number_is_given_back_with_its_transaction():
    with transaction.atomic():
        assert next_number("a") == 1
        transaction.set_rollback(True)
    assert next_number("a") == 1
