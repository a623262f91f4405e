"""Moodle XML: https://docs.moodle.org/en/Moodle_XML_format."""

from exams.formats.moodle.reading import read
from exams.formats.moodle.writing import write

__all__ = ["read", "write"]
