"""The trainers' forms. `editor` gives the one for a kind of question: a new kind is listed below."""

from exams.enums import QuestionKind
from exams.forms.multiple import MultipleForm
from exams.forms.question import QuestionForm
from exams.forms.single import SingleForm
from exams.forms.true_false import TrueFalseForm

EDITORS: dict[str, type[QuestionForm]] = {
    form.kind: form for form in (SingleForm, MultipleForm, TrueFalseForm)
}


def editor(kind: str) -> type[QuestionForm]:
    """The editor of a kind; of anything else that of a single choice."""
    return EDITORS.get(kind, EDITORS[QuestionKind.SINGLE])
