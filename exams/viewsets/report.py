"""The bank looked through: near-duplicates, what each question lacks, and where the keys stand."""

from typing import Any

from django.utils.translation import gettext_lazy

from core.converters import numbers
from exams.domain.bank import checkup
from exams.models import Topic
from exams.viewsets.page import BankPage


class BankReport(BankPage):
    page_title = gettext_lazy("Check the bank")
    template_name = "exams/bank/report.html"
    header_icon = "check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        topics = Topic.objects.visible_to(self.request.user)
        topic = topics.filter(pk__in=self._asked()).first()
        return super().get_context_data(
            report=checkup.look_through(user=self.request.user, topic=topic),
            topics=topics,
            topic=topic,
            **kwargs,
        )

    def _asked(self) -> list[int]:
        return numbers(self.request.GET.getlist("topic"))
