"""Pictures and sounds of questions: looked at before they are kept, then kept for good.

What a file is tell its first bytes, never its name. A picture is written anew, at most 2,000 pixels a side,
so that nothing of what a camera wrote into it (place, time, name) goes along. SVG is a program: refused.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.domain import audit
from exams.enums import MediaKind
from exams.errors import MediaRefused
from exams.models import QuestionMedia, Topic
from people.models import User

MOST_BYTES = {MediaKind.IMAGE: 10 * 2**20, MediaKind.AUDIO: 20 * 2**20}
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_000
JPEG_QUALITY = 85
PICTURES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF"}
SOUNDS = {b"ID3": "audio/mpeg", b"OggS": "audio/ogg", b"\x1a\x45\xdf\xa3": "audio/webm"}


@dataclass(frozen=True)
class Checked:
    """A file as it will be kept."""

    kind: MediaKind
    mime: str
    content: bytes
    width: int | None = None
    height: int | None = None

    @property
    def extension(self) -> str:
        return {"audio/mpeg": "mp3", "audio/mp4": "m4a"}.get(self.mime, self.mime.rpartition("/")[2])


def check(file: BinaryIO) -> Checked:
    """The file as it will be kept. Raises MediaRefused."""
    file.seek(0)
    content = file.read(max(MOST_BYTES.values()) + 1)
    mime = _sound(content)
    kind = MediaKind.AUDIO if mime else MediaKind.IMAGE
    if len(content) > MOST_BYTES[kind]:
        raise MediaRefused(_("It is larger than %(size)d MB.") % {"size": MOST_BYTES[kind] // 2**20})
    return Checked(kind, mime, content) if mime else _picture(content)


def keep(
    *, topic: Topic, file: BinaryIO, name: str, by: User | None, at: datetime | None = None
) -> QuestionMedia:
    """Keep a file for the questions of a topic; the same one is kept once. Raises MediaRefused."""
    checked = check(file)
    digest = hashlib.sha256(checked.content).hexdigest()
    with transaction.atomic():
        Topic.objects.select_for_update().get(pk=topic.pk)
        if kept := QuestionMedia.objects.filter(topic=topic, sha256=digest).first():
            return kept
        return QuestionMedia.objects.create(
            topic=topic,
            kind=checked.kind,
            file=ContentFile(checked.content, name=f"{digest[:32]}.{checked.extension}"),
            mime=checked.mime,
            sha256=digest,
            size=len(checked.content),
            width=checked.width,
            height=checked.height,
            file_name=name[:255],
            at=at or timezone.now(),
            **audit.actor(by),
        )


def mention(media: QuestionMedia, alt: str) -> dict[str, object]:
    """How the words of a question name it: `alt` says what it shows, or what is said in it."""
    sides = {"width": media.width, "height": media.height} if media.width else {}
    return {"id": media.pk, "kind": str(media.kind), "alt": alt} | sides


def _sound(content: bytes) -> str:
    """The type of a sound by its first bytes; empty for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp":
        return "audio/mp4"
    if len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2:
        return "audio/mpeg"
    return next((mime for start, mime in SOUNDS.items() if content.startswith(start)), "")


def _picture(content: bytes) -> Checked:
    known = [name for start, name in PICTURES.items() if content.startswith(start)]
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        known.append("WEBP")
    if not known:
        raise MediaRefused(_("Take a picture as PNG, JPEG, GIF or WebP, or a sound as MP3, M4A, OGG or WAV."))
    try:
        with Image.open(io.BytesIO(content), formats=known) as image:
            if image.width * image.height > MOST_PIXELS:
                raise MediaRefused(_("The picture has more than 40 million pixels."))
            return _written(ImageOps.exif_transpose(image), is_photo=image.format == "JPEG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise MediaRefused(_("The picture is damaged.")) from None


def _written(image: Image.Image, *, is_photo: bool) -> Checked:
    """The pixels alone: a photo as JPEG, anything else as PNG."""
    plain = image.convert("RGB" if is_photo else "RGBA")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    out = io.BytesIO()
    if is_photo:
        bare.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    else:
        bare.save(out, "PNG", optimize=True)
    mime = "image/jpeg" if is_photo else "image/png"
    return Checked(MediaKind.IMAGE, mime, out.getvalue(), *bare.size)
