"""GIFT, Moodle's format for plain text files: https://docs.moodle.org/en/GIFT_format."""

from exams.formats.gift.reading import read
from exams.formats.gift.writing import write

__all__ = ["read", "write"]
