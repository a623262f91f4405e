"""Questions from spreadsheets as companies keep them."""

from exams.imports.questions import QuestionImport

__all__ = ["QuestionImport"]
