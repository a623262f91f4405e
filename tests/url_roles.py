"""Which answer each address gives to whom: a GET by every one of the cast.

A row: the address's name, whose object (a key of OBJECTS, or `-`), and nine cells. A cell is a status, or `in` for
being led to the sign-in page. An address with an object has at least two rows: an own object and a foreign or a
missing one, which answer alike. An address that only takes a POST answers 405 to those it lets that far.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.utils import timezone

from certification.models import Award
from core.domain import jobs
from courses.models import Completion
from exams.domain.taking import attempts, sheets
from exams.models import (
    Assessment,
    Attempt,
    BookletFile,
    Campaign,
    Item,
    Marking,
    Objection,
    QuestionMedia,
    QuestionVersion,
    Regrade,
)
from people.models import User
from tests.cast import Cast
from tests.exams.marking.papers import essay, spoken, written
from tests.factories.assessments import begun, submitted
from tests.factories.certification import awarded, course, rule
from tests.factories.courses import (
    CompletionFactory,
    CoursePageFactory,
    LessonPageFactory,
    PublishedBlockFactory,
    RubricFactory,
)
from tests.factories.exams import (
    AttemptFactory,
    AudienceFactory,
    BookletFileFactory,
    BookletLineFactory,
    CampaignFactory,
    CampaignReportFactory,
    ExamFactory,
    MarkingFactory,
    ObjectionFactory,
    PaperFactory,
    PaperQuestionFactory,
    QuestionFactory,
    QuestionMediaFactory,
    QuestionUploadFactory,
    QuestionVersionFactory,
    RecordingFactory,
    RegradeFactory,
    SittingFactory,
    StimulusVersionFactory,
    TopicFactory,
    crowd,
    illustrated,
    paper_of,
)
from tests.factories.notices import NoticeFactory
from tests.factories.people import EmployeeFactory, RosterUploadFactory

ROLES = ("anonymous", "newcomer", "employee", "trainer", "assessor", "manager", "hr", "auditor", "stranger")


def level_of(user: User) -> Award:
    return awarded(user.employee, rule(course()))


def a_lesson() -> list[Any]:
    lesson = LessonPageFactory()
    return [lesson.get_parent().specific.code, lesson.slug]


def picture_of(user: User) -> QuestionMedia:
    return QuestionMediaFactory(topic=TopicFactory(trainers=[user]), file=ContentFile(b"!", name="a.png"))


def picture_shown_to(user: User) -> list[Any]:
    picture = QuestionMediaFactory(file=ContentFile(b"!", name="a.png"))
    attempt = AttemptFactory(
        employee=user.employee, sitting=paper_of(illustrated(picture), employees=[user.employee])
    )
    item = attempt.items.get()
    return [attempt.pk, item.pk, sheets.addresses(attempt, item.pk)(picture.pk).rpartition("/")[2]]


def recording_of(user: User) -> list[Any]:
    item = attempt_of(user).items.get(position=1)
    return [
        item.attempt_id,
        item.pk,
        RecordingFactory(item=item, file=ContentFile(b"!", name="a.webm")).reference,
    ]


def material_of(user: User) -> int:
    return StimulusVersionFactory(stimulus__topic=TopicFactory(trainers=[user])).stimulus_id


def completed_by(user: User) -> Completion:
    return CompletionFactory(employee=user.employee)


def read_by(user: User) -> list[Any]:
    return [completed_by(user).pk, user.employee.lessons_done.get().version_id]


def attempt_of(user: User, *, handed_in: bool = False) -> Attempt:
    attempt = AttemptFactory(employee=user.employee)
    return attempts.hand_in(attempt, at=timezone.now()) if handed_in else attempt


def question_of(user: User) -> int:
    """A question that only this user may see, if she is a trainer."""
    topic = TopicFactory(trainers=[user])
    return QuestionVersionFactory(question=QuestionFactory(topic=topic)).question_id


def asked_question_of(user: User) -> list[int]:
    """A test that somebody took, and its question, of a topic of this user's."""
    version = QuestionVersionFactory(question=QuestionFactory(topic=TopicFactory(trainers=[user])))
    sitting = paper_of(version, employees=[])
    crowd(sitting, [version], ["a"])
    return [sitting.exam_id, version.question_id]


def version_of(user: User) -> int:
    """The version of a question that only this user may see."""
    return QuestionVersion.objects.get(question=question_of(user)).pk


def waiting_answer_of(trainer: User) -> Item:
    """An answer to a question of a trainer's topic that waits to be marked."""
    version = essay(question=QuestionFactory(topic=TopicFactory(trainers=[trainer])))
    return written(paper_of(version, employees=[]), EmployeeFactory(), "道歉").items.get()


def spoken_to(trainer: User) -> Item:
    """A spoken answer to a question of a trainer's topic that waits to be marked."""
    version = essay(question=QuestionFactory(topic=TopicFactory(trainers=[trainer])), kind="spoken")
    return spoken(paper_of(version, employees=[]), EmployeeFactory()).items.get()


def marking_by(user: User) -> Marking:
    return MarkingFactory(item=waiting_answer_of(user), marker=user)


def campaign_of(user: User) -> Campaign:
    """A quarterly test that has ended, of which this user's employee was invited alone."""
    now = timezone.now()
    sitting = SittingFactory(
        employees=[user.employee],
        exam=ExamFactory(paper=PaperQuestionFactory().section.paper),
        opens_at=now - timedelta(days=3),
        closes_at=now - timedelta(days=1),
    )
    return CampaignFactory(sitting=sitting)


def report_of(user: User) -> list[int]:
    return [CampaignReportFactory(campaign=campaign_of(user)).campaign_id, 1]


def regrade_of(user: User) -> Regrade:
    return RegradeFactory(question=QuestionVersionFactory(question__topic__trainers=[user]).question)


def query_to(user: User) -> Objection:
    return ObjectionFactory(item=waiting_answer_of(user))


def booklet_of(user: User) -> BookletFile:
    """A printed leaf whose one question only this user may see, if she is a trainer."""
    topic = TopicFactory(trainers=[user])
    line = BookletLineFactory(version__question__topic=topic)
    path = storages["private"].save("booklets/1.pdf", ContentFile(b"%PDF"))
    return BookletFileFactory(booklet=line.booklet, path=path)


def leaf_of(user: User) -> list[Any]:
    file = booklet_of(user)
    return [file.booklet_id, file.leaf, file.language]


def role_play_of(user: User, assessor: User, *, done: bool = False) -> Assessment:
    made = submitted if done else begun
    return made(employee=user.employee, assessor=assessor)


OBJECTS: dict[str, Callable[[Cast], list[Any]]] = {
    "-": lambda cast: [],
    "the trainer's booklet": lambda cast: leaf_of(cast.trainer),
    "the stranger's booklet": lambda cast: leaf_of(cast.stranger),
    "a printed test": lambda cast: [booklet_of(cast.stranger).booklet.sitting_id],
    "no key": lambda cast: ["no-such-key"],
    "no person's key": lambda cast: ["zzz", "no-such-key"],
    "the employee": lambda cast: [cast.employee.employee.number],
    "the stranger": lambda cast: [cast.stranger.employee.number],
    "the auditor's user": lambda cast: [cast.auditor.pk],
    "no user": lambda cast: [0],
    "an upload": lambda cast: [RosterUploadFactory().pk],
    "no upload": lambda cast: [0],
    "nobody": lambda cast: ["0404"],
    "the employee's award": lambda cast: [level_of(cast.employee).pk],
    "the stranger's award": lambda cast: [level_of(cast.stranger).pk],
    "the employee's certificate": lambda cast: [level_of(cast.employee).certificate.number],
    "the stranger's certificate": lambda cast: [level_of(cast.stranger).certificate.number],
    "a token": lambda cast: [level_of(cast.employee).certificate.token],
    "no token": lambda cast: ["A" * 22],
    "a file": lambda cast: [default_storage.save("lesson.png", ContentFile(b"png"))],
    "no file": lambda cast: ["no-such.png"],
    "a rubric": lambda cast: [RubricFactory().pk],
    "no rubric": lambda cast: [0],
    "a course": lambda cast: [CoursePageFactory().code],
    "no course": lambda cast: ["no-such-course"],
    "a lesson": lambda cast: a_lesson(),
    "no lesson": lambda cast: [CoursePageFactory().code, "no-such-lesson"],
    "a check": lambda cast: [*a_lesson(), "b-check"],
    "no check": lambda cast: [*a_lesson(), "no-such-check"],
    "the employee's completion": lambda cast: [completed_by(cast.employee).pk],
    "the stranger's completion": lambda cast: [completed_by(cast.stranger).pk],
    "a lesson the employee read": lambda cast: read_by(cast.employee),
    "a lesson the stranger read": lambda cast: read_by(cast.stranger),
    "the employee's test": lambda cast: [attempt_of(cast.employee).sitting_id],
    "the stranger's test": lambda cast: [attempt_of(cast.stranger).sitting_id],
    "the employee's attempt": lambda cast: [attempt_of(cast.employee).pk],
    "the stranger's attempt": lambda cast: [attempt_of(cast.stranger).pk],
    "the employee's paper": lambda cast: [attempt_of(cast.employee, handed_in=True).pk],
    "the stranger's paper": lambda cast: [attempt_of(cast.stranger, handed_in=True).pk],
    "the trainer's upload": lambda cast: [QuestionUploadFactory(by=cast.trainer).pk],
    "the stranger's upload": lambda cast: [QuestionUploadFactory(by=cast.stranger).pk],
    "the employee's notice": lambda cast: [NoticeFactory(user=cast.employee).pk],
    "the stranger's notice": lambda cast: [NoticeFactory(user=cast.stranger).pk],
    "the trainer's topic": lambda cast: [TopicFactory(trainers=[cast.trainer]).pk],
    "the stranger's topic": lambda cast: [TopicFactory(trainers=[cast.stranger]).pk],
    "a paper": lambda cast: [PaperFactory().pk],
    "an exam": lambda cast: [ExamFactory().pk],
    "an audience": lambda cast: [AudienceFactory().pk],
    "no such": lambda cast: [0],
    "the trainer's question": lambda cast: [question_of(cast.trainer)],
    "the stranger's question": lambda cast: [question_of(cast.stranger)],
    "the hotline's campaign": lambda cast: [campaign_of(cast.newcomer).pk],
    "the stranger's campaign": lambda cast: [campaign_of(cast.stranger).pk],
    "the hotline's report": lambda cast: report_of(cast.newcomer),
    "the stranger's report": lambda cast: report_of(cast.stranger),
    "the trainer's picture": lambda cast: [picture_of(cast.trainer).pk],
    "the stranger's picture": lambda cast: [picture_of(cast.stranger).pk],
    "the employee's picture": lambda cast: picture_shown_to(cast.employee),
    "the employee's recording": lambda cast: recording_of(cast.employee),
    "no such picture": lambda cast: [0, 0, "0"],
    "the trainer's material": lambda cast: [material_of(cast.trainer)],
    "the stranger's material": lambda cast: [material_of(cast.stranger)],
    "a test": lambda cast: [SittingFactory(employees=[]).pk],
    "the trainer's asked question": lambda cast: asked_question_of(cast.trainer),
    "the stranger's asked question": lambda cast: asked_question_of(cast.stranger),
    "the trainer's version": lambda cast: [version_of(cast.trainer)],
    "the stranger's version": lambda cast: [version_of(cast.stranger)],
    "the trainer's two versions": lambda cast: [version_of(cast.trainer), version_of(cast.trainer)],
    "a version of another's": lambda cast: [version_of(cast.trainer), version_of(cast.stranger)],
    "a lesson's key": lambda cast: [LessonPageFactory().translation_key],
    "no lesson's key": lambda cast: [uuid.UUID(int=0)],
    "a lesson's block": lambda cast: [PublishedBlockFactory().pk],
    "the employee's role-play": lambda cast: [role_play_of(cast.employee, cast.assessor).pk],
    "the stranger's role-play": lambda cast: [role_play_of(cast.stranger, cast.trainer).pk],
    "the employee's sheet": lambda cast: [role_play_of(cast.employee, cast.assessor, done=True).pk],
    "the stranger's sheet": lambda cast: [role_play_of(cast.stranger, cast.assessor, done=True).pk],
    "no criterion": lambda cast: [0, "no-such-criterion"],
    "another criterion": lambda cast: [0, "another"],
    "a failed job": lambda cast: [jobs.owe("test.print", key=1).pk],
    "no job": lambda cast: [0],
    "the trainer's pile": lambda cast: ["question", waiting_answer_of(cast.trainer).version_id],
    "the trainer's regrade": lambda cast: [regrade_of(cast.trainer).pk],
    "the stranger's regrade": lambda cast: [regrade_of(cast.stranger).pk],
    "the trainer's query": lambda cast: [query_to(cast.trainer).pk],
    "the stranger's query": lambda cast: [query_to(cast.stranger).pk],
    "the trainer's recording": lambda cast: [spoken_to(cast.trainer).pk],
    "no pile": lambda cast: ["heap", 0],
    "the trainer's marking": lambda cast: [marking_by(cast.trainer).pk],
    "the stranger's marking": lambda cast: [marking_by(cast.stranger).pk],
    "no item": lambda cast: [0, 0],
    "another item": lambda cast: [0, 1],
}

TABLE = """
address                              object    anonymous newcomer employee trainer assessor manager hr auditor stranger

# portal
home                                 -                in      200      200     200      200     200 200     200      200
coverage                             -                in      403      403     403      403     200 200     200      403
coverage_export                      -                in      403      403     403      403     404 404     404      403
setup                                -                in      403      403     403      403     403 200     403      403
setup_company                        -                in      403      403     403      403     403 200     403      403
setup_mail                           -                in      403      403     403      403     403 405     403      403
jobs                                 -                in      403      403     403      403     403 200     403      403
job_retry                            a failed job     in      403      403     403      403     403 405     403      403
job_retry                            no job           in      403      403     403      403     403 405     403      403
help                                 -                in      200      200     200      200     200 200     200      200
healthz                              -               200      200      200     200      200     200 200     200      200
media                                a file               in    200    200    200    200    200    200    200    200
media                                no file              in    404    404    404    404    404    404    404    404
preferences                          -                in      200      200     200      200     200 200     200      200
preferences_language                 -               405      405      405     405      405     405 405     405      405
preferences_theme                    -               405      405      405     405      405     405 405     405      405

# sign-in (allauth); nobody registers herself
activate                             -               200      200      200     200      200     200 200     200      200
account_signup                       -               404      404      404     404      404     404 404     404      404
account_email                        -               404      404      404     404      404     404 404     404      404
account_email_verification_sent      -               404      404      404     404      404     404 404     404      404
account_login                        -               200      302      302     302      302     302 302     302      302
account_logout                       -               302      200      200     200      200     200 200     200      200
account_inactive                     -               200      200      200     200      200     200 200     200      200
account_reauthenticate               -                in      200      200     200      200     200 200     200      200
account_change_password              -                in      200      200     200      200     200 200     200      200
account_set_password                 -                in      302      302     302      302     302 302     302      302
account_reset_password               -               200      200      200     200      200     200 200     200      200
account_reset_password_done          -               200      200      200     200      200     200 200     200      200
account_reset_password_from_key      no person's key 200      200      200     200      200     200 200     200      200
account_reset_password_from_key_done -               200      200      200     200      200     200 200     200      200

# people
people:people                        -                in      404      404     404      404     200 200     200      404
people:import                        -                in      404      404     404      404     404 200     404      404
people:import_checked                an upload        in      404      404     404      404     404 200     404      404
people:import_checked                no upload        in      404      404     404      404     404 404     404      404
people:import_apply                  an upload       405      405      405     405      405     405 405     405      405
people:import_apply                  no upload       405      405      405     405      405     405 405     405      405
people:slips                         -                in      404      404     404      404     200 200     404      404
people:employee                      the employee     in      404      200     404      404     200 200     200      404
people:employee                      the stranger     in      404      404     404      404     404 200     200      200
people:employee                      nobody           in      404      404     404      404     404 404     404      404
people:roles                         the employee    405      405      405     405      405     405 405     405      405
people:roles                         nobody          405      405      405     405      405     405 405     405      405
people:slip                          the employee    405      405      405     405      405     405 405     405      405
people:slip                          nobody          405      405      405     405      405     405 405     405      405

# certification
certification:mine                   -                in      200      200     200      200     200 200     200      200
certification:person                 the employee     in      404      200     404      404     200 200     200      404
certification:person                 the stranger     in      404      404     404      404     404 200     200      200
certification:person                 nobody           in      404      404     404      404     404 404     404      404
certification:awards                 -                in      404      404     404      404     200 200     200      404
certification:revoke                 the employee's award in  404      404     404      404     404 200     404      404
certification:uphold                 the employee's award in  404      404     404      404     404 200     404      404
certification:uphold                 the stranger's award in  404      404     404      404     404 200     404      404
certification:revoke                 the stranger's award in  404      404     404      404     404 200     404      404
certification:certificate_retry      the employee's certificate in 405 405    405      405     405 405     405      405
certification:certificate_retry      the stranger's certificate in 405 405    405      405     405 405     405      405
certification:award                  the employee's award in  404      200     404      404     200 200     200      404
certification:award                  the stranger's award in  404      404     404      404     404 200     200      200
certification:certificate_pdf        the employee's certificate in 404 200    404      404     200 200     200      404
certification:certificate_pdf        the stranger's certificate in 404 404    404      404     404 200     200      200
verify:lookup                        -               200      200      200     200      200     200 200     200      200
verify:certificate                   a token         200      200      200     200      200     200 200     200      200
verify:certificate                   no token        404      404      404     404      404     404 404     404      404

# notices
notices:notices                      -                     in  200  200  200  200  200  200  200  200
notices:read_all                     -                     in  405  405  405  405  405  405  405  405
notices:notice                       the employee's notice in  404  302  404  404  404  404  404  404
notices:notice                       the stranger's notice in  404  404  404  404  404  404  404  302

# records
records:own                          -                in      302      302     302      302     302 302     200      302
records:file                         the employee     in      404      200     404      404     200 200     200      404
records:file                         the stranger     in      404      404     404      404     404 200     200      200
records:pdf                          the employee     in      404      200     404      404     200 200     200      404
records:pdf                          the stranger     in      404      404     404      404     404 200     200      200
records:file                         nobody           in      404      404     404      404     404 404     404      404

# courses
courses:courses                      -                      in    200    200    200    200    200    200    404    200
courses:course                       a course               in    200    200    200    200    200    200    404    200
courses:course                       no course              in    404    404    404    404    404    404    404    404
courses:lesson                       a lesson               in    200    200    200    200    200    200    404    200
courses:lesson                       no lesson              in    404    404    404    404    404    404    404    404
courses:place                        a lesson               in    405    405    405    405    405    405    404    405
courses:place                        no lesson              in    405    405    405    405    405    405    404    405
courses:done                         a lesson               in    405    405    405    405    405    405    404    405
courses:done                         no lesson              in    405    405    405    405    405    405    404    405
courses:check                        a check                in    405    405    405    405    405    405    404    405
courses:check                        no check               in    405    405    405    405    405    405    404    405
courses:completion                   the employee's completion    in    404    200    404    404    200    200    200    404
courses:completion                   the stranger's completion    in    404    404    404    404    404    200    200    200
courses:completion_lesson            a lesson the employee read    in    404    200    404    404    200    200    200    404
courses:completion_lesson            a lesson the stranger read    in    404    404    404    404    404    200    200    200

# exams
exams:index                          -                          in  200  200  200  200  200  200  200  200
exams:signed_in                      -                          in  200  200  200  200  200  200  200  200
exams:sitting                        the employee's test        in  404  302  404  404  404  404  404  404
exams:sitting                        the stranger's test        in  404  404  404  404  404  404  404  302
exams:start                          the employee's test       405  405  405  405  405  405  405  405  405
exams:start                          the stranger's test       405  405  405  405  405  405  405  405  405
exams:attempt                        the employee's attempt     in  404  200  404  404  404  404  404  404
exams:attempt                        the stranger's attempt     in  404  404  404  404  404  404  404  200
exams:clock                          the employee's attempt     401  404  200  404  404  404  404  404  404
exams:clock                          the stranger's attempt     401  404  404  404  404  404  404  404  200
exams:board                          the employee's test        in   404  404  200  404  404  200  404  404
exams:board                          no such                    in   404  404  404  404  404  404  404  404
exams:board_rows                     the employee's test        in   404  404  200  404  404  200  404  404
exams:board_rows                     no such                    in   404  404  404  404  404  404  404  404
exams:board_extend_all               the employee's test        405  405  405  405  405  405  405  405  405
exams:board_extend_all               no such                    405  405  405  405  405  405  405  405  405
exams:overrides                      the employee's test        in   404  404  200  404  404  200  404  404
exams:overrides                      no such                    in   404  404  404  404  404  404  404  404
exams:late                           -                          in   404  404  200  404  404  200  404  404
exams:late_attempt                   the employee's paper       in   404  404  200  404  404  200  404  404
exams:late_attempt                   no such                    in   404  404  404  404  404  404  404  404
exams:extra_time                     -                          in   404  404  404  404  404  200  404  404
exams:board_attempt                  the employee's attempt     in   404  404  200  404  404  200  404  404
exams:board_attempt                  no such                    in   404  404  404  404  404  404  404  404
exams:board_extend                   the employee's attempt     405  405  405  405  405  405  405  405  405
exams:board_extend                   no such                    405  405  405  405  405  405  405  405  405
exams:board_end                      the employee's attempt     405  405  405  405  405  405  405  405  405
exams:board_end                      no such                    405  405  405  405  405  405  405  405  405
exams:board_reopen                   the employee's attempt     405  405  405  405  405  405  405  405  405
exams:board_reopen                   no such                    405  405  405  405  405  405  405  405  405
exams:item                           no item                   404  404  404  404  404  404  404  404  404
exams:item                           another item              404  404  404  404  404  404  404  404  404
exams:offline                        the employee's attempt     in  404  200  404  404  404  404  404  404
exams:offline                        the stranger's attempt     in  404  404  404  404  404  404  404  200
exams:worker                         the employee's attempt     in  404  200  404  404  404  404  404  404
exams:worker                         the stranger's attempt     in  404  404  404  404  404  404  404  200
exams:save                           no item                   405  405  405  405  405  405  405  405  405
exams:save                           another item              405  405  405  405  405  405  405  405  405
exams:flag                           no item                   405  405  405  405  405  405  405  405  405
exams:flag                           another item              405  405  405  405  405  405  405  405  405
exams:hand_in                        the employee's attempt    405  405  405  405  405  405  405  405  405
exams:hand_in                        the stranger's attempt    405  405  405  405  405  405  405  405  405
exams:check                          the employee's attempt     in  404  404  404  404  404  404  404  404
exams:check                          the stranger's attempt     in  404  404  404  404  404  404  404  404
exams:result                         the employee's paper       in  404  200  404  404  404  404  404  404
exams:result                         the stranger's paper       in  404  404  404  404  404  404  404  200
exams:review                         the employee's attempt     in  404  302  404  404  404  404  404  404
exams:review                         the stranger's attempt     in  404  404  404  404  404  404  404  302
exams:review                         the employee's paper       in  404  302  200  404  404  200  200  404
exams:review                         the stranger's paper       in  404  404  200  404  404  200  200  302
exams:marking                          -                          in  404  404  200  200  404  404  404  404
exams:marking_mine                     -                          in  404  404  200  200  404  404  404  404
exams:marking_pile                     the trainer's pile         in  404  404  200  200  404  404  404  404
exams:marking_pile                     no pile                    in  404  404  404  404  404  404  404  404
exams:marking_correct                  the trainer's marking      in  404  404  200  404  404  404  404  404
exams:marking_correct                  the stranger's marking     in  404  404  404  404  404  404  404  404
exams:marking_mark                     no such                   405  405  405  405  405  405  405  405  405
exams:marking_mark                     an exam                   405  405  405  405  405  405  405  405  405
exams:marking_listen                   no such                    in  404  404  404  404  404  404  404  404
exams:marking_listen                   the trainer's recording    in  404  404  200  200  404  404  404  404
exams:marking_pin                      no such                   405  405  405  405  405  405  405  405  405
exams:marking_pin                      an exam                   405  405  405  405  405  405  405  405  405
exams:regrades                         -                          in  404  404  200  404  404  404  404  404
exams:regrade                          the trainer's regrade      in  404  404  200  404  404  404  404  404
exams:regrade                          the stranger's regrade     in  404  404  404  404  404  404  404  404
exams:regrade_start                    the trainer's question     in  404  404  200  404  404  404  404  404
exams:regrade_start                    the stranger's question    in  404  404  404  404  404  404  404  404
exams:queries                          -                          in  404  404  200  404  404  404  404  404
exams:query                            the trainer's query        in  404  404  200  404  404  404  404  404
exams:query                            the stranger's query       in  404  404  404  404  404  404  404  404
exams:query_ask                        no item                   405  405  405  405  405  405  405  405  405
exams:query_ask                        another item              405  405  405  405  405  405  405  405  405
exams:bank_import                    -                          in  404  404  200  404  404  404  404  404
exams:bank_export                    -                          in  404  404  200  404  404  404  404  404
exams:bank_download                  -                         405  405  405  405  405  405  405  405  405
exams:bank_upload                    the trainer's upload       in  404  404  200  404  404  404  404  404
exams:bank_upload                    the stranger's upload      in  404  404  404  404  404  404  404  404
exams:bank_test                      the trainer's upload       in  404  404  302  404  404  404  404  404
exams:bank_test                      the stranger's upload      in  404  404  404  404  404  404  404  404
exams:bank_apply                     the trainer's upload      405  405  405  405  405  405  405  405  405
exams:bank_apply                     the stranger's upload     405  405  405  405  405  405  405  405  405
exams:paper_samples                  a paper                    in  404  404  200  404  404  200  404  404
exams:paper_samples                  no such                    in  404  404  404  404  404  404  404  404
exams:on_paper                       the employee's test        in  404  404  200  404  404  200  404  404
exams:on_paper                       no such                    in  404  404  404  404  404  404  404  404
exams:print_paper                    the employee's test       405  405  405  405  405  405  405  405  405
exams:print_paper                    no such                   405  405  405  405  405  405  405  405  405
exams:paper_entry                    a printed test             in  404  404  200  404  404  200  404  404
exams:paper_entry                    the employee's test        in  404  404  302  404  404  302  404  404
exams:paper_entry                    no such                    in  404  404  404  404  404  404  404  404
exams:paper_candidate                the employee's test        in  404  404  200  404  404  200  404  404
exams:paper_candidate                no such                    in  404  404  404  404  404  404  404  404
exams:booklet_leaf                   the trainer's booklet      in  404  404  200  404  404  404  404  404
exams:booklet_leaf                   the stranger's booklet     in  404  404  404  404  404  404  404  404
exams:bank_preview                   the trainer's question     in  404  404  200  404  404  404  404  404
exams:bank_preview                   the stranger's question    in  404  404  404  404  404  404  404  404
exams:campaigns                      -                          in  404  404  200  404  200  200  200  404
exams:campaign_new                   -                          in  404  404  200  404  404  200  404  404
exams:campaign                       the hotline's campaign     in  404  404  200  404  200  200  200  404
exams:campaign                       the stranger's campaign    in  404  404  200  404  404  200  200  404
exams:campaign_change                the hotline's campaign     in  404  404  302  404  404  302  404  404
exams:campaign_change                no such                    in  404  404  404  404  404  404  404  404
exams:campaign_next                  the hotline's campaign     in  404  404  200  404  404  200  404  404
exams:campaign_next                  the stranger's campaign    in  404  404  200  404  404  200  404  404
exams:campaign_make_up               the hotline's campaign     in  404  404  200  404  404  200  404  404
exams:campaign_make_up               no such                    in  404  404  404  404  404  404  404  404
exams:campaign_write                 the hotline's campaign    405  405  405  405  405  405  405  405  405
exams:campaign_write                 no such                   405  405  405  405  405  405  405  405  405
exams:campaign_report                the hotline's report       in  404  404  200  404  200  200  200  404
exams:campaign_report                the stranger's report      in  404  404  200  404  404  200  200  404
exams:campaign_workbook              the hotline's report       in  404  404  200  404  200  200  200  404
exams:campaign_workbook              the stranger's report      in  404  404  200  404  404  200  200  404
exams:campaign_pdf                   the hotline's report       in  404  404  302  404  404  302  302  404
exams:campaign_pdf                   the stranger's report      in  404  404  302  404  404  302  302  404
exams:bank_media                     the trainer's picture      in  404  404  200  404  404  404  404  404
exams:bank_media                     the stranger's picture     in  404  404  404  404  404  404  404  404
exams:record                         no item                   405  405  405  405  405  405  405  405  405
exams:record                         another item              405  405  405  405  405  405  405  405  405
exams:recording                      the employee's recording   in  404  200  404  404  404  404  404  404
exams:recording                      no such picture            in  404  404  404  404  404  404  404  404
exams:media                          the employee's picture     in  404  200  404  404  404  404  404  404
exams:media                          no such picture            in  404  404  404  404  404  404  404  404
exams:statistics                     -                          in  404  404  200  404  404  200  200  404
exams:sitting_statistics             a test                     in  404  404  200  404  404  200  200  404
exams:sitting_statistics             no such                    in  404  404  404  404  404  404  404  404
exams:exam_statistics                an exam                    in  404  404  200  404  404  200  200  404
exams:exam_statistics                no such                    in  404  404  404  404  404  404  404  404
exams:question_statistics            the trainer's asked question in 404 404 200 404 404 404 404 404
exams:question_statistics            the stranger's asked question in 404 404 404 404 404 404 404 404

# the question bank in Wagtail's admin
exams_questions:index                -                          in  403  403  200  403  403  302  403  403
exams_questions:index_results        -                          in  403  403  200  403  403  302  403  403
exams_questions:add                  -                          in  403  403  302  403  403  302  403  403
exams_questions:edit                 the trainer's question     in  403  403  200  403  403  302  403  403
exams_questions:edit                 the stranger's question    in  403  403  404  403  403  302  403  403
exams_questions:versions             the trainer's question     in  403  403  200  403  403  302  403  403
exams_questions:versions             the stranger's question    in  403  403  404  403  403  302  403  403
exams_questions:retire               the trainer's question     in  403  403  200  403  403  302  403  403
exams_questions:retire               the stranger's question    in  403  403  404  403  403  302  403  403
exams_questions:copy                 the trainer's question     in  403  403  200  403  403  302  403  403
exams_questions:copy                 the stranger's question    in  403  403  404  403  403  302  403  403
exams_questions:use                  the trainer's question     in  403  403  200  403  403  302  403  403
exams_questions:use                  the stranger's question    in  403  403  404  403  403  302  403  403
exams_questions:submit               the trainer's question     in  403  403  405  403  403  302  403  403
exams_questions:submit               the stranger's question    in  403  403  405  403  403  302  403  403
exams_questions:review               the trainer's version      in  403  403  200  403  403  302  403  403
exams_questions:review               the stranger's version     in  403  403  404  403  403  302  403  403
exams_questions:confirm              the trainer's version      in  403  403  405  403  403  302  403  403
exams_questions:confirm              the stranger's version     in  403  403  405  403  403  302  403  403
exams_questions:compare              the trainer's two versions in  403  403  200  403  403  302  403  403
exams_questions:compare              a version of another's     in  403  403  404  403  403  302  403  403
exams_questions:citing               a lesson's key             in  403  403  200  403  403  302  403  403
exams_questions:citing               no lesson's key            in  403  403  404  403  403  302  403  403
exams_questions:stale                -                          in  403  403  200  403  403  302  403  403
exams_questions:report               -                          in  403  403  200  403  403  302  403  403
exams_topics:move                    the trainer's topic        in  403  403  200  403  403  302  403  403
exams_topics:move                    the stranger's topic       in  403  403  404  403  403  302  403  403
exams_block_chooser:choose           -                          in  403  403  200  403  403  302  403  403
exams_block_chooser:choose_results   -                          in  403  403  200  403  403  302  403  403
exams_block_chooser:chosen           a lesson's block           in  403  403  200  403  403  302  403  403
exams_block_chooser:chosen           no such                    in  403  403  404  403  403  302  403  403
exams_stimuli:index                  -                          in  403  403  200  403  403  302  403  403
exams_stimuli:index_results          -                          in  403  403  200  403  403  302  403  403
exams_stimuli:add                    -                          in  403  403  200  403  403  302  403  403
exams_stimuli:edit                   the trainer's material     in  403  403  200  403  403  302  403  403
exams_stimuli:edit                   the stranger's material    in  403  403  404  403  403  302  403  403
exams_topics:index                   -                          in  403  403  200  403  403  302  403  403
exams_topics:index_results           -                          in  403  403  200  403  403  302  403  403
exams_topics:add                     -                          in  403  403  200  403  403  302  403  403
exams_topics:edit                    the trainer's topic        in  403  403  200  403  403  302  403  403
exams_topics:edit                    the stranger's topic       in  403  403  404  403  403  302  403  403
cms_courses                          -                in      403      403     302     403      403     302 403     403
wagtailsnippets_certification_level:list -                in      403      403     302     403      403     200 403     403
wagtailsnippets_certification_level:list_results -                in      403      403     302     403      403     200 403     403
exams_papers:index                   -                          in  403  403  200  403  403  200  403  403
exams_papers:index_results           -                          in  403  403  200  403  403  200  403  403
exams_papers:add                     -                          in  403  403  200  403  403  200  403  403
exams_papers:edit                    a paper                    in  403  403  200  403  403  200  403  403
exams_papers:edit                    no such                    in  403  403  404  403  403  404  403  403
exams_papers:stock                   -                          in  403  403  405  403  403  405  403  403
exams_exams:index                    -                          in  403  403  200  403  403  200  403  403
exams_exams:index_results            -                          in  403  403  200  403  403  200  403  403
exams_exams:add                      -                          in  403  403  200  403  403  200  403  403
exams_exams:edit                     an exam                    in  403  403  200  403  403  200  403  403
exams_exams:edit                     no such                    in  403  403  404  403  403  404  403  403
exams_sittings:index                 -                          in  403  403  200  403  403  200  403  403
exams_sittings:index_results         -                          in  403  403  200  403  403  200  403  403
exams_sittings:add                   -                          in  403  403  200  403  403  200  403  403
exams_sittings:edit                  the employee's test        in  403  403  200  403  403  200  403  403
exams_sittings:edit                  no such                    in  403  403  404  403  403  404  403  403
exams_audiences:index                -                          in  403  403  200  403  403  200  403  403
exams_audiences:index_results        -                          in  403  403  200  403  403  200  403  403
exams_audiences:add                  -                          in  403  403  200  403  403  200  403  403
exams_audiences:edit                 an audience                in  403  403  200  403  403  200  403  403
exams_audiences:edit                 no such                    in  403  403  404  403  403  404  403  403
exams_question_chooser:choose        -                          in  403  403  200  403  403  302  403  403
exams_question_chooser:choose_results - in  403  403  200  403  403  302  403  403
exams_question_chooser:chosen_multiple - in  403  403  200  403  403  302  403  403
exams_question_chooser:chosen        the trainer's question     in  403  403  200  403  403  302  403  403
exams_question_chooser:chosen        the stranger's question    in  403  403  404  403  403  302  403  403

# observed assessments
assess:home                          -                              in  302  302  302  200  302  302  302  302
assess:plan                          -                              in  404  404  200  404  404  200  404  404
assess:mine                          -                              in  200  200  200  200  200  200  200  200
assess:begin                         the employee                   in  404  404  404  200  404  404  404  404
assess:begin                         nobody                         in  404  404  404  404  404  404  404  404
assess:sheet                         the employee's role-play       in  404  404  404  200  404  404  404  404
assess:sheet                         the stranger's role-play       in  404  404  404  404  404  404  404  404
assess:submit                        the employee's role-play       in  404  404  404  200  404  404  404  404
assess:submit                        the stranger's role-play       in  404  404  404  404  404  404  404  404
assess:card                          the employee's role-play       in  404  200  404  404  404  404  404  404
assess:card                          the stranger's role-play       in  404  404  404  404  404  404  404  200
assess:result                        the employee's sheet           in  404  200  404  200  200  200  200  404
assess:result                        the stranger's sheet           in  404  404  404  200  404  200  200  200
assess:result                        the employee's role-play       in  404  404  404  404  404  404  404  404
assess:start                         the employee's role-play      405  405  405  405  405  405  405  405  405
assess:start                         the stranger's role-play      405  405  405  405  405  405  405  405  405
assess:score                         no criterion                  405  405  405  405  405  405  405  405  405
assess:score                         another criterion             405  405  405  405  405  405  405  405  405
assess:call_off                      the employee's role-play      405  405  405  405  405  405  405  405  405
assess:call_off                      the stranger's role-play      405  405  405  405  405  405  405  405  405
assess:reverse                       the employee's sheet          405  405  405  405  405  405  405  405  405
assess:reverse                       the stranger's sheet          405  405  405  405  405  405  405  405  405

# Wagtail's admin: a handful
wagtailadmin_home                    -               in    403    403    200    403    403    200    403    403
wagtailusers_users:index             -               in    403    403    302    403    403    302    403    403
wagtailusers_users:add               -               in      403      403      302      403      403      302      403      403
wagtailusers_users:edit              the auditor's user       in      403      403      302      403      403      302      403      403
wagtailusers_users:edit              no user         in      403      403      404      403      403      404      403      403
rubric:add                           -               in    403    403    200    403    403    302    403    403
rubric:edit                          a rubric        in    403    403    200    403    403    302    403    403
rubric:edit                          no rubric       in    403    403    404    403    403    302    403    403
"""


class Row(NamedTuple):
    address: str
    object: str
    cells: dict[str, str]


def rows() -> list[Row]:
    lines = [line for line in TABLE.splitlines()[2:] if line and not line.startswith("#")]
    return [row(*line.rsplit(maxsplit=len(ROLES))) for line in lines]


def row(head: str, *cells: str) -> Row:
    address, subject = head.split(maxsplit=1)
    return Row(address, subject, dict(zip(ROLES, cells, strict=True)))
