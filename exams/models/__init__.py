from exams.models.assessment import PASS_MARK, Assessment, CriterionScore, RefusedScore
from exams.models.attempt import Attempt, Flag, Item, Mark, RefusedResponse, Response
from exams.models.booklet import Booklet, BookletFile, BookletLine
from exams.models.campaign import Campaign, CampaignLine, CampaignPrint, CampaignReport, MakeUp
from exams.models.exam import Exam
from exams.models.exception import ExtraTime, Override
from exams.models.intervention import CountedAnswer, Ending, Extension, LateDecision, Reopening
from exams.models.marking import Exemplar, Marking, MarkingClaim, RefusedMarking
from exams.models.media import QuestionMedia
from exams.models.objection import Objection, Reply
from exams.models.paper import Paper, PaperDraw, PaperQuestion, PaperSection
from exams.models.presence import Away, Presence
from exams.models.question import Question, QuestionVersion
from exams.models.recording import Recording
from exams.models.regrade import Regrade, RegradedVersion
from exams.models.review import CitationConfirmation, VersionReview
from exams.models.sitting import Sitting
from exams.models.stimulus import Stimulus, StimulusVersion
from exams.models.tag import Tag
from exams.models.topic import Topic
from exams.models.upload import QuestionUpload

__all__ = [
    "PASS_MARK",
    "Assessment",
    "Attempt",
    "Away",
    "Booklet",
    "BookletFile",
    "BookletLine",
    "Campaign",
    "CampaignLine",
    "CampaignPrint",
    "CampaignReport",
    "CitationConfirmation",
    "CountedAnswer",
    "CriterionScore",
    "Ending",
    "Exam",
    "Exemplar",
    "Extension",
    "ExtraTime",
    "Flag",
    "Item",
    "LateDecision",
    "MakeUp",
    "Mark",
    "Marking",
    "MarkingClaim",
    "Objection",
    "Override",
    "Paper",
    "PaperDraw",
    "PaperQuestion",
    "PaperSection",
    "Presence",
    "Question",
    "QuestionMedia",
    "QuestionUpload",
    "QuestionVersion",
    "Recording",
    "RefusedMarking",
    "RefusedResponse",
    "RefusedScore",
    "Regrade",
    "RegradedVersion",
    "Reopening",
    "Reply",
    "Response",
    "Sitting",
    "Stimulus",
    "StimulusVersion",
    "Tag",
    "Topic",
    "VersionReview",
]
