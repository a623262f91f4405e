"""Where a question stands and how often it was asked."""

from typing import Any

from django.utils.translation import gettext_lazy

from exams.domain.bank import usage
from exams.viewsets.page import QuestionPage


class QuestionUse(QuestionPage):
    page_title = gettext_lazy("Where it is used")
    template_name = "exams/bank/use.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        use = usage.of(self.question, user=self.request.user)
        return super().get_context_data(question=self.question, use=use, **kwargs)
