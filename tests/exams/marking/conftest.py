from tests.exams.bank.conftest import enter

__all__ = ["enter"]
