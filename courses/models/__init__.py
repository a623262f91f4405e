from courses.models.category import CourseCategory
from courses.models.course import Course
from courses.models.page import CourseIndexPage, CoursePage, LessonPage
from courses.models.progress import CheckTry, Completion, Enrolment, LessonDone
from courses.models.published_block import PublishedBlock
from courses.models.rubric import Criterion, Level, Rubric, RubricVersion
from courses.models.scenario import STAND_IN, Scenario
from courses.models.version import PageVersion

__all__ = [
    "STAND_IN",
    "CheckTry",
    "Completion",
    "Course",
    "CourseCategory",
    "CourseIndexPage",
    "CoursePage",
    "Criterion",
    "Enrolment",
    "LessonDone",
    "LessonPage",
    "Level",
    "PageVersion",
    "PublishedBlock",
    "Rubric",
    "RubricVersion",
    "Scenario",
]
