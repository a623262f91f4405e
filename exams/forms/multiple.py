from exams.enums import QuestionKind
from exams.forms.choice import ChoiceForm


class MultipleForm(ChoiceForm):
    kind = QuestionKind.MULTIPLE
    several = True
