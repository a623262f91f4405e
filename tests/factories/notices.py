"""Made notices. They go through the verb, as every notice does."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from notices.domain import notices
from notices.models import Notice
from tests.factories.people import UserFactory


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    user = factory.SubFactory(UserFactory)
    kind = "certificate_ready"
    key = factory.Sequence(lambda n: f"GR-{n}")
    link = "/certification/"

    @classmethod
    def _create(cls, model_class: type[Notice], *args: Any, **kwargs: Any) -> Notice:
        return notices.tell(**{"title": "一级", "number": kwargs["key"]} | kwargs)
