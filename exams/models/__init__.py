from exams.models.attempt import Attempt, Flag, Item, Mark, RefusedResponse, Response
from exams.models.exam import Exam
from exams.models.paper import Paper, PaperQuestion, PaperSection
from exams.models.question import Question, QuestionVersion
from exams.models.sitting import Sitting
from exams.models.topic import Topic

__all__ = [
    "Attempt",
    "Exam",
    "Flag",
    "Item",
    "Mark",
    "Paper",
    "PaperQuestion",
    "PaperSection",
    "Question",
    "QuestionVersion",
    "RefusedResponse",
    "Response",
    "Sitting",
    "Topic",
]
