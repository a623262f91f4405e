"""What was offered to whom, and how each attempt went: answered and handed in as its candidate did it."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from random import Random
from typing import Any

from exams.domain.delivery import sittings
from exams.domain.taking import answers, attempts
from exams.domain.taking.shelves import Face, answer_keys, faces, places
from exams.domain.taking.tokens import outward
from exams.enums import SittingKind
from exams.models import Exam, Sitting
from people.models import Employee
from portal.demo import mistakes, responses
from portal.demo.content import read, texts
from portal.demo.days import Days
from portal.demo.mistakes import Asked, Planted
from portal.demo.people import employees, user
from portal.demo.questions import topics
from records.models import Audience

HR = "0016"
ALL_STAFF = "全体员工"
THINKING = (20, 50)  # seconds for an answer

Data = dict[str, Any]


def load(days: Days) -> None:
    """Everything in the order of its days, so that nobody is asked what she has not seen unless she has."""
    past = History(days)
    past.offer_quarterly_tests()
    past.offer_level_exams()
    past.offer_onboarding()
    for row in sorted(past.results(), key=lambda row: (row["on"], row["person"])):
        past.take(row)


class History:
    def __init__(self, days: Days) -> None:
        self.days = days
        self.people = employees()
        self.exams = {exam.code: exam for exam in Exam.objects.all()}
        self.by = user(HR)
        self.planted = Planted.read({code: topic.name for code, topic in topics().items()})
        self.everybody = Audience.objects.create(name=ALL_STAFF)
        self.sittings: dict[str, Sitting] = {}

    # What was offered

    def offer_quarterly_tests(self) -> None:
        for row in read("history.json")["sittings"]:
            make_up = bool(row["makeup_of"])
            self.sittings[row["code"]] = self._offer(
                row,
                self.everybody,
                kind=SittingKind.MAKE_UP if make_up else SittingKind.QUARTERLY,
                titles=texts(row["title"]),
                among=[self.people[result["person"]] for result in row["results"]] if make_up else None,
            )

    def offer_level_exams(self) -> None:
        """To those who go for the level, or renew it."""
        for row in read("exams.json")["rounds"]:
            among = [self.people[number] for number in row["people"]]
            self._offer(row, self.everybody, kind=SittingKind.LEVEL, among=among)

    def offer_onboarding(self) -> None:
        """To those who came on a day, from that day on."""
        data = read("exams.json")
        first = min(row["on"] for row in read("history.json")["exam_results"] if row["exam"] == "onboarding")
        hired = {person["hired"] for person in read("people.json")["people"]}
        for day in sorted(day for day in hired if day > first - data["onboarding_days"]):
            row = {"exam": "onboarding", "opens": day, "closes": day + data["onboarding_days"]}
            date = self.days.day(day)
            audience = Audience.objects.create(name=f"{date} 入职", hired_from=date, hired_until=date)
            self._offer(row, audience, kind=SittingKind.ONBOARDING)

    def _offer(
        self,
        row: Data,
        audience: Audience,
        *,
        kind: SittingKind,
        titles: dict[str, str] | None = None,
        among: Collection[Employee] | None = None,
    ) -> Sitting:
        return sittings.offer(
            exam=self.exams[row["exam"]],
            audience=audience,
            opens_at=self.days.moment(row["opens"]),
            closes_at=self.days.end(row["closes"]),
            kind=kind,
            titles=titles,
            among=among,
            by=self.by,
            at=self.days.moment(row["opens"], 8),
        )

    # How it went

    def results(self) -> Iterator[Data]:
        """Person, day, score and sitting of every attempt."""
        history = read("history.json")
        for row in history["sittings"]:
            taken = [result for result in row["results"] if result["status"] == "taken"]
            yield from (result | {"sitting": self.sittings[row["code"]]} for result in taken)
        for row in history["exam_results"]:
            yield row | {"sitting": self._open_to(row)}

    def _open_to(self, row: Data) -> Sitting:
        """The sitting of an exam that a person was offered on a day."""
        offered = Sitting.objects.offered_to(self.people[row["person"]])
        return offered.open(self.days.moment(row["on"])).get(exam=self.exams[row["exam"]])

    def take(self, row: Data) -> None:
        chance = Random(f"{row['person']} {row['on']}")  # noqa: S311  the same demo every time
        at = self.days.moment(row["on"], 9 + chance.randrange(8), 5 + chance.randrange(30))
        attempt = attempts.start(
            sitting=row["sitting"], employee=self.people[row["person"]], at=at, chance=chance
        )
        items = list(attempt.items.order_by("position").values_list("pk", "version"))
        asked = mistakes.asked(version for _item, version in items)
        wrong = mistakes.missed(asked.values(), score=row["score"], planted=self.planted, chance=chance)
        standing, shown = places.many(item for item, _version in items), faces.many(asked)
        for item, version in items:
            at += timedelta(seconds=chance.randint(*THINKING))
            given = self._given(shown[version], asked[version], asked[version] in wrong, row["score"], chance)
            sent = outward(attempt.nonce, item, shown[version].shape, given)
            answers.save(place=standing[item], seq=1, answer=sent, at=at)
        attempts.hand_in(attempt, at=at + timedelta(seconds=chance.randint(*THINKING)))

    def _given(self, face: Face, asked: Asked, is_wrong: bool, score: float, chance: Random) -> list[str]:
        key = answer_keys.many([face.pk])[face.pk]
        if not is_wrong:
            return responses.right(face, key)
        return self.planted.mistake(asked, score) or responses.wrong(face, key, chance)
