"""Questions from files: tables as companies keep them, and what other programs export."""

from exams.imports.questions import QuestionImport

__all__ = ["QuestionImport"]
