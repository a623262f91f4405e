"""Made questions, papers, exams and sittings. An attempt is started by the verb, as a person does."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from exams.domain.bank import media
from exams.domain.taking import answers, attempts, tickets
from exams.domain.taking.shelves import Place
from exams.domain.taking.tokens import token
from exams.enums import Preset, SittingKind, Verdict
from exams.models import (
    Attempt,
    Away,
    Booklet,
    BookletFile,
    BookletLine,
    Campaign,
    CampaignLine,
    CampaignPrint,
    CampaignReport,
    CitationConfirmation,
    CountedAnswer,
    Ending,
    Exam,
    Exemplar,
    Extension,
    ExtraTime,
    Flag,
    Item,
    LateDecision,
    MakeUp,
    Mark,
    Marking,
    MarkingClaim,
    Objection,
    Override,
    Paper,
    PaperDraw,
    PaperQuestion,
    PaperSection,
    Presence,
    Question,
    QuestionMedia,
    QuestionUpload,
    QuestionVersion,
    Recording,
    RefusedMarking,
    RefusedResponse,
    Regrade,
    RegradedVersion,
    Reopening,
    Reply,
    Response,
    Sitting,
    Stimulus,
    StimulusVersion,
    Tag,
    Topic,
    VersionReview,
)
from exams.models.disclosure import preset
from people.models import Employee
from records.domain import audiences
from records.models import AudienceMember, AudienceSnapshot
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.records import AudienceFactory

LABELS = {"a": "甲", "b": "乙", "c": "丙", "d": "丁"}


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"topic-{n}")
    name = factory.Sequence(lambda n: f"知识点{n}")

    @factory.post_generation
    def trainers(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.trainers.set(extracted or ())


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    code = factory.Sequence(lambda n: f"Q{n:04d}")
    topic = factory.SubFactory(TopicFactory)


def texts_of(stem: str, options: dict[str, str], explanation: str) -> dict[str, Any]:
    english = {letter: f"{text} (en)" for letter, text in options.items()}
    return {
        "zh-hans": {"stem": stem, "options": options, "explanation": explanation},
        "en": {"stem": f"{stem} (en)", "options": english, "explanation": f"{explanation} (en)"},
    }


class QuestionVersionFactory(DjangoModelFactory):
    """A single choice of four, the first is right; `stem=`, `options=`, `explanation=` fill `texts`."""

    class Meta:
        model = QuestionVersion

    class Params:
        stem = factory.LazyAttribute(lambda version: f"题目{version.question.code}？")
        options = LABELS
        explanation = factory.LazyAttribute(lambda version: f"解析{version.question.code}")

    question = factory.SubFactory(QuestionFactory)
    number = 1
    kind = "single"
    language = "zh-hans"
    texts = factory.LazyAttribute(
        lambda version: texts_of(version.stem, version.options, version.explanation)
    )
    key = factory.LazyFunction(lambda: {"correct": ["a"]})
    points = Decimal(1)


class TagFactory(DjangoModelFactory):
    class Meta:
        model = Tag

    name = factory.Sequence(lambda n: f"标签{n}")


class VersionReviewFactory(DjangoModelFactory):
    """A draft that waits for its reviewer, unless `verdict=` says otherwise."""

    class Meta:
        model = VersionReview

    version = factory.SubFactory(QuestionVersionFactory, is_draft=True)
    verdict = Verdict.SUBMITTED


class CitationConfirmationFactory(DjangoModelFactory):
    class Meta:
        model = CitationConfirmation

    version = factory.SubFactory(QuestionVersionFactory)


class StimulusFactory(DjangoModelFactory):
    class Meta:
        model = Stimulus

    code = factory.Sequence(lambda n: f"S{n:04d}")
    topic = factory.SubFactory(TopicFactory)


class StimulusVersionFactory(DjangoModelFactory):
    """A chat of two turns."""

    class Meta:
        model = StimulusVersion

    stimulus = factory.SubFactory(StimulusFactory)
    number = 1
    kind = "chat"
    language = "zh-hans"
    texts = factory.LazyFunction(
        lambda: {"zh-hans": {"title": "退款", "body": "顾客：还没退款？\n客服：我查一下。"}}
    )


class QuestionMediaFactory(DjangoModelFactory):
    """A row about a picture; `domain.media.keep` brings real ones."""

    class Meta:
        model = QuestionMedia

    topic = factory.SubFactory(TopicFactory)
    kind = "image"
    file = "media/none.png"
    mime = "image/png"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 1
    file_name = "none.png"


def illustrated(picture: QuestionMedia) -> QuestionVersion:
    """A single choice with a picture beside the stem and the first option."""
    version = QuestionVersionFactory.build(question=QuestionFactory())
    for text in version.texts.values():
        text["media"] = {place: [media.mention(picture, "一张账单")] for place in ("stem", "a")}
    version.save()
    return version


class PaperFactory(DjangoModelFactory):
    class Meta:
        model = Paper

    code = factory.Sequence(lambda n: f"paper-{n}")
    title = factory.Sequence(lambda n: f"试卷{n}")


class PaperSectionFactory(DjangoModelFactory):
    """An empty section, or with `count=`, `topic=` and so on one that has this rule."""

    class Meta:
        model = PaperSection

    paper = factory.SubFactory(PaperFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"第{n}部分")

    @classmethod
    def _create(cls, model_class: type[PaperSection], *args: Any, **kwargs: Any) -> PaperSection:
        rule = {name: kwargs.pop(name) for name in RULE if name in kwargs}
        section: PaperSection = super()._create(model_class, *args, **kwargs)
        if rule:
            PaperDrawFactory(section=section, **rule)
        return section


RULE = ("count", "topic", "difficulty", "tag", "level", "points")


class PaperDrawFactory(DjangoModelFactory):
    class Meta:
        model = PaperDraw

    section = factory.SubFactory(PaperSectionFactory)
    position = factory.Sequence(lambda n: n + 1)
    count = 1
    topic = factory.SubFactory(TopicFactory)


class PaperQuestionFactory(DjangoModelFactory):
    class Meta:
        model = PaperQuestion

    section = factory.SubFactory(PaperSectionFactory)
    question = factory.LazyAttribute(lambda line: QuestionVersionFactory().question)
    position = factory.Sequence(lambda n: n + 1)


class ExamFactory(DjangoModelFactory):
    """An exam of which nothing is shuffled, so that a test knows where things are."""

    class Meta:
        model = Exam

    code = factory.Sequence(lambda n: f"exam-{n}")
    titles = factory.LazyAttribute(lambda exam: {"zh-hans": f"考试{exam.code}", "en": f"Exam {exam.code}"})
    paper = factory.SubFactory(PaperFactory)
    minutes = 30
    pass_mark = Decimal("0.6")
    shuffle_questions = False
    shuffle_options = False

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        """`review=` takes the name of a preset too."""
        named = isinstance(kwargs.get("review"), str)
        return kwargs | {"review": preset(Preset(kwargs["review"]))} if named else kwargs


def invited(employees: Iterable[Employee]) -> AudienceSnapshot:
    """A snapshot of exactly these people."""
    snapshot = AudienceSnapshot.objects.create(audience=AudienceFactory(), on=timezone.localdate())
    AudienceMember.objects.bulk_create(AudienceMember(snapshot=snapshot, employee=one) for one in employees)
    return snapshot


class SittingFactory(DjangoModelFactory):
    """An open sitting, offered to `employees=` (none: to all staff)."""

    class Meta:
        model = Sitting

    exam = factory.SubFactory(ExamFactory)
    kind = SittingKind.QUARTERLY
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))

    @classmethod
    def _create(cls, model_class: type[Sitting], *args: Any, **kwargs: Any) -> Sitting:
        employees = kwargs.pop("employees", None)
        if "audience" not in kwargs:
            everybody = (
                audiences.snapshot(AudienceFactory(), on=timezone.localdate()) if employees is None else None
            )
            kwargs["audience"] = everybody or invited(employees)
        return super()._create(model_class, *args, **kwargs)


def paper_of(*versions: QuestionVersion, employees: Iterable[Employee] | None = None, **exam: Any) -> Sitting:
    """An open sitting of one section that asks these versions in this order."""
    section = PaperSectionFactory(position=1, title="全部")
    for position, version in enumerate(versions, start=1):
        PaperQuestionFactory(section=section, question=version.question, position=position)
    window = {key: exam.pop(key) for key in ("opens_at", "closes_at", "kind") if key in exam}
    return SittingFactory(exam=ExamFactory(paper=section.paper, **exam), employees=employees, **window)


class AttemptFactory(DjangoModelFactory):
    """An open attempt, started by the verb; a sitting of three questions unless `sitting=` says otherwise."""

    class Meta:
        model = Attempt

    employee = factory.SubFactory(EmployeeFactory)
    started_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[Attempt], *args: Any, **kwargs: Any) -> Attempt:
        employee = kwargs["employee"]
        sitting = kwargs.get("sitting") or paper_of(
            *QuestionVersionFactory.create_batch(3), employees=[employee]
        )
        return attempts.start(sitting=sitting, employee=employee, at=kwargs["started_at"])


def answer(
    attempt: Attempt, position: int, *letters: str, seq: int = 1, at: datetime | None = None
) -> answers.Saved:
    """Answer the item at a position, as the candidate's page does."""
    place = place_of(attempt, position)
    named = [token(attempt.nonce, place.item, letter) for letter in letters]
    return answers.save(place=place, seq=seq, answer=named, at=at or timezone.now())


def place_of(attempt: Attempt, position: int) -> Place:
    return tickets.place(
        attempt=attempt.pk, item=attempt.items.get(position=position).pk, given=tickets.ticket_of(attempt)
    )


class BookletFactory(DjangoModelFactory):
    """A printed booklet A without lines."""

    class Meta:
        model = Booklet

    sitting = factory.SubFactory(SittingFactory)
    medium = "paper"
    letter = "A"
    sections = factory.LazyFunction(lambda: [{"title": "全部", "pass_mark": None}])
    drawn_at = factory.LazyFunction(timezone.now)


class BookletLineFactory(DjangoModelFactory):
    class Meta:
        model = BookletLine

    booklet = factory.SubFactory(BookletFactory)
    position = factory.Sequence(lambda n: n + 1)
    group = factory.SelfAttribute("position")
    version = factory.SubFactory(QuestionVersionFactory)
    section = 0
    points = Decimal(1)
    order = factory.LazyFunction(lambda: ["a", "b", "c", "d"])


class BookletFileFactory(DjangoModelFactory):
    class Meta:
        model = BookletFile

    booklet = factory.SubFactory(BookletFactory)
    leaf = "questions"
    language = "zh-hans"
    path = factory.Sequence(lambda n: f"booklets/{n}.pdf")
    sha256 = "0" * 64
    size = 1
    rendered_at = factory.LazyFunction(timezone.now)


class ItemFactory(DjangoModelFactory):
    class Meta:
        model = Item

    attempt = factory.SubFactory(AttemptFactory)
    position = factory.Sequence(lambda n: n + 100)
    version = factory.SubFactory(QuestionVersionFactory)
    section = 0
    points = Decimal(1)
    order = factory.LazyFunction(lambda: ["a", "b", "c", "d"])


class RecordingFactory(DjangoModelFactory):
    class Meta:
        model = Recording

    item = factory.SubFactory(ItemFactory)
    file = "recordings/none.webm"
    mime = "audio/webm"
    size = 1
    at = factory.LazyFunction(timezone.now)


class ResponseFactory(DjangoModelFactory):
    class Meta:
        model = Response

    item = factory.SubFactory(ItemFactory)
    seq = 1
    answer = factory.LazyFunction(lambda: ["a"])
    saved_at = factory.LazyFunction(timezone.now)


class RefusedResponseFactory(DjangoModelFactory):
    class Meta:
        model = RefusedResponse

    item = factory.SubFactory(ItemFactory)
    seq = 1
    answer = factory.LazyFunction(lambda: ["a"])
    reason = "stale"
    at = factory.LazyFunction(timezone.now)


class FlagFactory(DjangoModelFactory):
    class Meta:
        model = Flag

    item = factory.SubFactory(ItemFactory)
    at = factory.LazyFunction(timezone.now)


class OverrideFactory(DjangoModelFactory):
    """An exception for one person that changes nothing unless told."""

    class Meta:
        model = Override

    sitting = factory.SubFactory(SittingFactory)
    employee = factory.SubFactory(EmployeeFactory)
    reason = "路上堵车"
    at = factory.LazyFunction(timezone.now)


class ExtraTimeFactory(DjangoModelFactory):
    class Meta:
        model = ExtraTime

    employee = factory.SubFactory(EmployeeFactory)
    factor = "1.5"
    from_day = factory.LazyFunction(timezone.localdate)
    reason = "阅读需要更多时间"
    at = factory.LazyFunction(timezone.now)


class ExtensionFactory(DjangoModelFactory):
    class Meta:
        model = Extension

    attempt = factory.SubFactory(AttemptFactory)
    key = factory.Sequence(lambda n: f"key-{n}")
    minutes = 5
    reason = "设备故障"
    at = factory.LazyFunction(timezone.now)


class EndingFactory(DjangoModelFactory):
    class Meta:
        model = Ending

    attempt = factory.SubFactory(AttemptFactory)
    reason = "提前离场"
    at = factory.LazyFunction(timezone.now)


class ReopeningFactory(DjangoModelFactory):
    class Meta:
        model = Reopening

    attempt = factory.SubFactory(AttemptFactory)
    handed_in_at = factory.LazyFunction(timezone.now)
    ended_by = "candidate"
    deadline_at = factory.LazyFunction(timezone.now)
    reason = "误交"
    at = factory.LazyFunction(timezone.now)


class CountedAnswerFactory(DjangoModelFactory):
    class Meta:
        model = CountedAnswer

    refused = factory.SubFactory("tests.factories.exams.RefusedResponseFactory", reason="late")
    item = factory.SelfAttribute("refused.item")
    decision = factory.SubFactory(
        "tests.factories.exams.LateDecisionFactory", attempt=factory.SelfAttribute("..item.attempt")
    )


class LateDecisionFactory(DjangoModelFactory):
    class Meta:
        model = LateDecision

    attempt = factory.SubFactory(AttemptFactory)
    seq = 0
    counted = True
    reason = "断网"
    at = factory.LazyFunction(timezone.now)


class PresenceFactory(DjangoModelFactory):
    class Meta:
        model = Presence

    attempt = factory.SubFactory(AttemptFactory)
    seen_at = factory.LazyFunction(timezone.now)
    place = 1


class AwayFactory(DjangoModelFactory):
    class Meta:
        model = Away

    attempt = factory.SubFactory(AttemptFactory)
    since = factory.LazyFunction(timezone.now)
    seconds = 12
    at = factory.LazyFunction(timezone.now)


class MarkFactory(DjangoModelFactory):
    class Meta:
        model = Mark

    item = factory.SubFactory(ItemFactory)
    fraction = Decimal(1)
    at = factory.LazyFunction(timezone.now)


class QuestionUploadFactory(DjangoModelFactory):
    """An applied upload without questions; `by=` sent it."""

    class Meta:
        model = QuestionUpload

    class Params:
        by = factory.SubFactory(UserFactory)

    file_name = "questions.csv"
    topic = "电话礼仪"
    language = "zh-hans"
    by_id = factory.LazyAttribute(lambda upload: upload.by.pk)
    by_name = factory.LazyAttribute(lambda upload: str(upload.by))
    applied_at = factory.LazyFunction(timezone.now)


def crowd(sitting: Sitting, versions: Sequence[QuestionVersion], answers: Sequence[Sequence[str]]) -> None:
    """People who took a test, written in bulk as the verbs would have: a row of letters each, "" left open.

    Answers are marked by `key["correct"]`; None for a question that this person was not asked.
    """
    people = Employee.objects.bulk_create(
        Employee(number=f"crowd-{sitting.pk}-{number}", name=f"众{number}", hired_on=date(2020, 3, 2))
        for number in range(len(answers))
    )
    AudienceMember.objects.bulk_create(
        AudienceMember(snapshot=sitting.audience, employee=person) for person in people
    )
    at = sitting.opens_at
    taken = Attempt.objects.bulk_create(
        Attempt(
            sitting=sitting,
            employee=person,
            number=1,
            started_at=at,
            deadline_at=sitting.closes_at,
            handed_in_at=at,
            processed_at=at,
            ended_by="candidate",
            pass_mark=sitting.exam.pass_mark,
            sections=[{"title": "全部", "pass_mark": None}],
        )
        for person in people
    )
    items = Item.objects.bulk_create(
        Item(attempt=attempt, position=position, version=version, section=0, points=version.points)
        for attempt, row in zip(taken, answers, strict=True)
        for position, (version, letters) in enumerate(zip(versions, row, strict=True), start=1)
        if letters is not None
    )
    given = [letters for row in answers for letters in row if letters is not None]
    Response.objects.bulk_create(
        Response(item=item, seq=1, answer=list(letters), saved_at=at)
        for item, letters in zip(items, given, strict=True)
        if letters
    )
    Mark.objects.bulk_create(
        Mark(item=item, fraction=int(list(letters) == item.version.key["correct"]), at=at)
        for item, letters in zip(items, given, strict=True)
    )


class MarkingFactory(DjangoModelFactory):
    class Meta:
        model = Marking

    item = factory.SubFactory(ItemFactory)
    place = 1
    marker = factory.SubFactory(UserFactory)
    fraction = Decimal(1)
    at = factory.LazyFunction(timezone.now)


class RefusedMarkingFactory(DjangoModelFactory):
    class Meta:
        model = RefusedMarking

    item = factory.SubFactory(ItemFactory)
    place = 1
    marker = factory.SubFactory(UserFactory)
    fraction = Decimal(1)
    refused = "taken"
    at = factory.LazyFunction(timezone.now)


class MarkingClaimFactory(DjangoModelFactory):
    class Meta:
        model = MarkingClaim

    item = factory.SubFactory(ItemFactory)
    place = 1
    marker = factory.SubFactory(UserFactory)
    until = factory.LazyFunction(lambda: timezone.now() + timedelta(minutes=10))


class ExemplarFactory(DjangoModelFactory):
    class Meta:
        model = Exemplar

    item = factory.SubFactory(ItemFactory)
    note = "道歉具体"
    at = factory.LazyFunction(timezone.now)


class RegradeFactory(DjangoModelFactory):
    """A decision about one version of a question; nothing is carried out."""

    class Meta:
        model = Regrade
        skip_postgeneration_save = True

    question = factory.SubFactory(QuestionFactory)
    remedy = "full"
    reason = "答案录错"
    at = factory.LazyFunction(timezone.now)


class RegradedVersionFactory(DjangoModelFactory):
    class Meta:
        model = RegradedVersion

    regrade = factory.SubFactory(RegradeFactory)
    version = factory.LazyAttribute(lambda line: QuestionVersionFactory(question=line.regrade.question))


class ObjectionFactory(DjangoModelFactory):
    class Meta:
        model = Objection

    item = factory.SubFactory(ItemFactory)
    text = "乙也对"
    at = factory.LazyFunction(timezone.now)


class ReplyFactory(DjangoModelFactory):
    class Meta:
        model = Reply

    objection = factory.SubFactory(ObjectionFactory)
    text = "看过了，答案不变。"
    at = factory.LazyFunction(timezone.now)


class CampaignFactory(DjangoModelFactory):
    """A campaign of `sitting=`, else of an open sitting offered to all staff."""

    class Meta:
        model = Campaign

    sitting = factory.SubFactory(SittingFactory)
    opened_at = factory.LazyFunction(timezone.now)


class MakeUpFactory(DjangoModelFactory):
    class Meta:
        model = MakeUp

    campaign = factory.SubFactory(CampaignFactory)
    sitting = factory.SubFactory(SittingFactory)


class CampaignReportFactory(DjangoModelFactory):
    class Meta:
        model = CampaignReport

    campaign = factory.SubFactory(CampaignFactory)
    number = 1
    as_of = factory.LazyFunction(timezone.now)
    closed_at = factory.LazyFunction(timezone.now)
    pass_mark = Decimal("0.6")
    rule = factory.LazyFunction(
        lambda: {
            "audience": "全体员工",
            "departments": [],
            "positions": [],
            "hired_from": None,
            "hired_until": None,
            "levels": [],
        }
    )


class CampaignLineFactory(DjangoModelFactory):
    class Meta:
        model = CampaignLine

    report = factory.SubFactory(CampaignReportFactory)
    employee = factory.SubFactory(EmployeeFactory)
    outcome = "absent"


class CampaignPrintFactory(DjangoModelFactory):
    class Meta:
        model = CampaignPrint

    report = factory.SubFactory(CampaignReportFactory)
    language = "en"
    path = "campaigns/none.pdf"
    sha256 = "0" * 64
    size = 1
