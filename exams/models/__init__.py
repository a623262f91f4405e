from exams.models.assessment import PASS_MARK, Assessment, CriterionScore, RefusedScore
from exams.models.attempt import Attempt, Flag, Item, Mark, RefusedResponse, Response
from exams.models.exam import Exam
from exams.models.paper import Paper, PaperQuestion, PaperSection
from exams.models.question import Question, QuestionVersion
from exams.models.review import CitationConfirmation, VersionReview
from exams.models.sitting import Sitting
from exams.models.tag import Tag
from exams.models.topic import Topic
from exams.models.upload import QuestionUpload

__all__ = [
    "PASS_MARK",
    "Assessment",
    "Attempt",
    "CitationConfirmation",
    "CriterionScore",
    "Exam",
    "Flag",
    "Item",
    "Mark",
    "Paper",
    "PaperQuestion",
    "PaperSection",
    "Question",
    "QuestionUpload",
    "QuestionVersion",
    "RefusedResponse",
    "RefusedScore",
    "Response",
    "Sitting",
    "Tag",
    "Topic",
    "VersionReview",
]
