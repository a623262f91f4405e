"""Two tabs at the very same moment: one completion, one line in the training file."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.conf import settings
from django.db import connection
from django.test import Client

from courses.models import Completion, LessonDone
from people.models import User
from records.models import Entry
from tests.factories.courses import CoursePageFactory, LessonPageFactory
from tests.factories.people import EmployeeFactory

TABS = 4


def test_a_course_done_in_several_tabs_at_once_is_booked_once(own_database: str) -> None:
    user = EmployeeFactory().user
    LessonPageFactory(parent=CoursePageFactory(slug="telephone"), slug="rings")
    together = Barrier(TABS)

    def press(_tab: int) -> int:
        try:
            client = Client()
            client.force_login(User.objects.get(pk=user.pk), backend=settings.AUTHENTICATION_BACKENDS[-1])
            together.wait(timeout=20)
            return client.post("/learn/telephone/rings/done/").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(TABS) as tabs:
        assert list(tabs.map(press, range(TABS))) == [302] * TABS
    assert (LessonDone.objects.count(), Completion.objects.count(), Entry.objects.count()) == (1, 1, 1)
