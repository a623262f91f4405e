from exams.enums import QuestionKind
from exams.forms.choice import ChoiceForm


class SingleForm(ChoiceForm):
    kind = QuestionKind.SINGLE
