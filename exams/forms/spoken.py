from exams.enums import QuestionKind
from exams.forms.essay import EssayForm


class SpokenForm(EssayForm):
    kind = QuestionKind.SPOKEN
