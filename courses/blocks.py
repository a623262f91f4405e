"""What a lesson is written with. The key of a quick check stays here: see domain/checks.py."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtailmedia.blocks import VideoChooserBlock

from courses.enums import Dimension, Tone

WORDS = ["bold", "italic", "h3", "h4", "ol", "ul", "link", "hr"]
NOTHING_SAID = _("A lesson without content is not published: add at least one block.")
TWO: list[dict[str, Any]] = [{}, {}]  # what a list that needs two begins with


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(choices=Tone.choices, default=Tone.INFO, label=_("Tone"))
    title = blocks.CharBlock(required=False, label=_("Heading"))
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "courses/blocks/callout.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "courses/blocks/picture.html"


class VideoBlock(blocks.StructBlock):
    """A file of the house, played on the page; or a page elsewhere, opened by a link."""

    video = VideoChooserBlock(required=False, label=_("Video file"))
    address = blocks.URLBlock(required=False, label=_("Or the address of a video elsewhere"))
    title = blocks.CharBlock(label=_("Title"))
    transcript = blocks.TextBlock(required=False, label=_("What is said in it"))

    class Meta:
        icon = "media"
        label = _("Video")
        template = "courses/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["video"]) == bool(cleaned["address"]):
            error = ValidationError(_("Choose a file, or give an address."))
            raise blocks.StructBlockValidationError(block_errors={"video": error})
        return cleaned


class ScriptBlock(blocks.StructBlock):
    """Words to say: how a talk opens, how the need is confirmed, how it closes."""

    title = blocks.CharBlock(label=_("Heading"))
    opening = blocks.TextBlock(required=False, label=_("Opening"))
    confirm = blocks.TextBlock(required=False, label=_("Confirming the need"))
    closing = blocks.TextBlock(required=False, label=_("Closing"))

    class Meta:
        icon = "openquote"
        label = _("Script template")
        template = "courses/blocks/script.html"


class DosDontsBlock(blocks.StructBlock):
    dos = blocks.ListBlock(blocks.CharBlock(label=_("Do")), label=_("Do"))
    donts = blocks.ListBlock(blocks.CharBlock(label=_("Don't")), label=_("Don't"))

    class Meta:
        icon = "list-ul"
        label = _("Dos and don'ts")
        template = "courses/blocks/dos_donts.html"


class StepBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Step"))
    text = blocks.TextBlock(required=False, label=_("Text"))


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, label=_("Heading"))
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "courses/blocks/steps.html"


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Option"))
    correct = blocks.BooleanBlock(required=False, label=_("This is right"))
    reason = blocks.TextBlock(label=_("Why"))


class QuickCheckBlock(blocks.StructBlock):
    """A question inside a lesson: answered at once, with the reason, and never graded."""

    stem = blocks.TextBlock(label=_("Question"))
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=8, default=TWO, label=_("Options"))

    class Meta:
        icon = "help"
        label = _("Quick check")
        template = "courses/blocks/quick_check.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(option["correct"] for option in cleaned["options"]):
            error = ValidationError(_("Mark at least one option as right."))
            raise blocks.StructBlockValidationError(block_errors={"options": error})
        return cleaned


class LessonBody(blocks.StreamBlock):
    text = blocks.RichTextBlock(
        features=WORDS, icon="pilcrow", label=_("Text"), template="courses/blocks/text.html"
    )
    picture = PictureBlock()
    video = VideoBlock()
    callout = CalloutBlock()
    script = ScriptBlock()
    dos_donts = DosDontsBlock()
    steps = StepsBlock()
    quick_check = QuickCheckBlock()

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """A draft may be empty; what is published says something."""
        if self.required and not self.is_deferred_validation and not len(value):
            raise blocks.StreamBlockValidationError(non_block_errors=ErrorList([str(NOTHING_SAID)]))
        return super().clean(value)


class LevelBlock(blocks.StructBlock):
    points = blocks.IntegerBlock(min_value=0, max_value=100, label=_("Points"))
    label_zh = blocks.CharBlock(label=_("Label (Chinese)"))
    label_en = blocks.CharBlock(required=False, label=_("Label (English)"))
    anchor_zh = blocks.TextBlock(label=_("What is seen (Chinese)"))
    anchor_en = blocks.TextBlock(required=False, label=_("What is seen (English)"))


class CriterionBlock(blocks.StructBlock):
    code = blocks.RegexBlock(
        r"^[a-z0-9-]+$", label=_("Code"), help_text=_("Small letters, digits and hyphens.")
    )
    name_zh = blocks.CharBlock(label=_("Name (Chinese)"))
    name_en = blocks.CharBlock(required=False, label=_("Name (English)"))
    dimension = blocks.ChoiceBlock(choices=Dimension.choices, label=_("Dimension"))
    weight = blocks.IntegerBlock(min_value=1, max_value=100, default=10, label=_("Weight"))
    critical = blocks.BooleanBlock(
        required=False, label=_("Critical"), help_text=_("The lowest level here fails the whole assessment.")
    )
    levels = blocks.ListBlock(LevelBlock(), min_num=2, max_num=6, default=TWO, label=_("Levels"))

    class Meta:
        icon = "tick"
        label = _("Criterion")


class CriteriaBody(blocks.StreamBlock):
    criterion = CriterionBlock()

    def clean(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        cleaned = super().clean(value, *args, **kwargs)
        codes = [child.value["code"] for child in cleaned]
        if len(codes) != len(set(codes)):
            raise blocks.StreamBlockValidationError(
                non_block_errors=[ValidationError(_("Two criteria have the same code."))]
            )
        return cleaned
