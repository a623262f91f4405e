from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import texts
from exams.enums import Counts, Drawing, Layout, Navigation
from exams.models.disclosure import after_handing_in
from exams.models.paper import AuthoredQuerySet, Paper

LONGEST_MINUTES = 720


class Exam(models.Model):
    """A paper and its policy. The training file knows it by `exam:<code>`, never given to another."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    titles = models.JSONField(_("titles"), default=dict, help_text=_('By language: {"zh-hans": …, "en": …}'))
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="exams", verbose_name=_("paper"))
    category = models.CharField(_("category"), max_length=80, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)],
        help_text=_("Empty: until the sitting closes."),
    )
    pass_mark = models.DecimalField(
        _("pass mark"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.6"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of the points, 0 to 1."),
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts in a sitting"), null=True, blank=True, default=1, help_text=_("Empty: as many as wanted.")
    )
    cool_down = models.PositiveIntegerField(
        _("minutes between attempts"),
        default=0,
        help_text=_("From the end of one to the start of the next."),
    )
    drawing = models.CharField(
        _("questions are drawn"), max_length=10, choices=Drawing, default=Drawing.PERSON
    )
    booklets = models.PositiveSmallIntegerField(
        _("booklets"),
        default=4,
        validators=[MinValueValidator(2), MaxValueValidator(4)],
        help_text=_("How many parallel booklets there are, 2 to 4."),
    )
    shuffle_questions = models.BooleanField(_("shuffle questions"), default=True)
    shuffle_options = models.BooleanField(_("shuffle options"), default=True)
    layout = models.CharField(_("layout"), max_length=10, choices=Layout, default=Layout.SINGLE)
    review = models.JSONField(
        _("review"), default=after_handing_in, help_text=_("What the candidate sees, by when.")
    )
    counts = models.CharField(
        _("of several attempts counts"),
        max_length=10,
        choices=Counts,
        default=Counts.BEST,
        help_text=_("Among the attempts of a person in one sitting."),
    )
    second_share = models.DecimalField(
        _("answers with a second marker"),
        max_digits=4,
        decimal_places=3,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of the answers that people mark, 0 to 1."),
    )
    second_gap = models.DecimalField(
        _("difference that asks for a third marker"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.25"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of the question's points, 0 to 1."),
    )
    is_anonymous = models.BooleanField(_("markers do not see whose answer it is"), default=True)
    navigation = models.CharField(
        _("way through the questions"), max_length=10, choices=Navigation, default=Navigation.FREE
    )

    objects = AuthoredQuerySet.as_manager()

    class Meta:
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pass_mark__gte=0, pass_mark__lte=1), name="the_pass_mark_is_a_fraction"
            ),
            models.CheckConstraint(
                condition=models.Q(second_share__gte=0, second_share__lte=1)
                & models.Q(second_gap__gte=0, second_gap__lte=1),
                name="second_markers_get_a_share_and_a_gap",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes=None) | models.Q(minutes__gte=1), name="an_exam_takes_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def title(self) -> str:
        return texts.pick(self.titles)

    @property
    def subject(self) -> str:
        """What the training file calls it."""
        return f"exam:{self.code}"
