"""The trainers' forms. `editor` gives the one for a kind of question: a new kind is listed below."""

from exams.enums import QuestionKind
from exams.forms.cloze import ClozeForm
from exams.forms.essay import EssayForm
from exams.forms.judgement import JudgementForm
from exams.forms.matching import MatchingForm
from exams.forms.multiple import MultipleForm
from exams.forms.numeric import NumericForm
from exams.forms.ordering import OrderingForm
from exams.forms.question import QuestionForm
from exams.forms.short_text import ShortTextForm
from exams.forms.single import SingleForm
from exams.forms.spoken import SpokenForm
from exams.forms.true_false import TrueFalseForm

EDITORS: dict[str, type[QuestionForm]] = {
    form.kind: form
    for form in (
        SingleForm,
        MultipleForm,
        TrueFalseForm,
        JudgementForm,
        ShortTextForm,
        NumericForm,
        MatchingForm,
        OrderingForm,
        ClozeForm,
        EssayForm,
        SpokenForm,
    )
}


def editor(kind: str) -> type[QuestionForm]:
    """The editor of a kind; of anything else that of a single choice."""
    return EDITORS.get(kind, EDITORS[QuestionKind.SINGLE])
