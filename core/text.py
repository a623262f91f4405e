"""Text as people write it: cleaned for storing, folded for comparing, masked for showing."""

import functools
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import number_format

# Blanks that people paste without seeing them; str.strip() leaves the zero-width ones in place.
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u2028\u2029\u2066\u2067\u2068\u2069"
INVISIBLE += "\u202a\u202b\u202c\u202d\u202e"
EDGES = re.compile(rf"^[\s{INVISIBLE}]+|(?<![\s{INVISIBLE}])[\s{INVISIBLE}]+$")
NOISE = re.compile(rf"[{INVISIBLE}\ufe00-\ufe0f]")
BLANKS = re.compile(r"\s+")
# The dot inside a name such as 阿依古丽·买买提 is typed in many ways.
DOTS = re.compile("[•‧・⋅∙]")
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
MASK = "***"
KEY_LENGTH = 300

# How a character is read as a surname, where that is not its usual reading.
SURNAMES = {
    "万俟": "mo4 qi2", "长孙": "zhang3 sun1", "单于": "chan2 yu2", "尉迟": "yu4 chi2", "澹台": "tan2 tai2",
    "单": "shan4", "曾": "zeng1", "仇": "qiu2", "解": "xie4", "区": "ou1", "朴": "piao2", "查": "zha1",
    "任": "ren2", "盖": "ge3", "翟": "zhai2", "华": "hua4", "乐": "yue4", "缪": "miao4", "覃": "qin2",
    "重": "chong2", "种": "chong2", "洗": "xian3", "折": "she2", "黑": "he4", "秘": "bi4", "员": "yun4",
    "繁": "po2", "那": "na1", "能": "nai4", "隗": "wei3", "祭": "zhai4", "召": "shao4",
    "燕": "yan1", "宁": "ning4", "哈": "ha3", "阚": "kan4", "葛": "ge3", "纪": "ji3",
    "都": "du1", "於": "yu1",
}  # fmt: skip


def clean(text: str) -> str:
    """The text as it is stored: composed (NFC), without blanks and invisible characters at its ends."""
    return EDGES.sub("", unicodedata.normalize("NFC", text))


def narrow(text: str) -> str:
    """Full-width letters, digits, signs and blanks in their usual width; 、 and 。 stay as they are."""
    return text.translate(WIDE)


def fold(text: str) -> str:
    """The form in which two names or answers are compared: width, case, variant and spacing set aside."""
    plain = unicodedata.normalize("NFKC", NOISE.sub("", text)).casefold()
    plain = DOTS.sub("·", unicodedata.normalize("NFKC", plain))
    return BLANKS.sub(" ", _simplifier().convert(plain)).strip()


def unify(text: str) -> str:
    """Width, variants, invisible signs and Traditional characters set aside; case and blanks stay."""
    return _simplifier().convert(unicodedata.normalize("NFKC", NOISE.sub("", text)))


def mask_name(name: str) -> str:
    """The first character and a mask that does not tell how long the name is: 欧***."""
    name = clean(name)
    return name[:1] + MASK if name else ""


def pinyin_key(name: str) -> str:
    """A key that sorts Chinese names by sound, the surname in its reading as a surname: 单 is shan4."""
    name = clean(name)
    surname, reading = _surname(_simplifier().convert(name))
    rest = name[len(surname) :]
    return " ".join(part for part in [reading, *_syllables(rest)] if part)[:KEY_LENGTH]


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring letters or digits of the folded text; a single one stands for itself."""
    letters = "".join(character for character in fold(text) if character.isalnum())
    if len(letters) < 2:
        return frozenset({letters} - {""})
    return frozenset(letters[at : at + 2] for at in range(len(letters) - 1))


def percent(fraction: Decimal | float) -> str:
    """A fraction as people say it, half rounded up to one decimal: 0.855 is 85.5%, two thirds are 66.7%."""
    shown = (Decimal(str(fraction)) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{number_format(shown if shown % 1 else int(shown))}%"


def similarity(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1: Dice's coefficient of their bigrams."""
    left, right = bigrams(one), bigrams(other)
    if not left and not right:
        return 1.0
    return 2 * len(left & right) / (len(left) + len(right))


@functools.cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _surname(name: str) -> tuple[str, str]:
    for length in (2, 1):
        reading = SURNAMES.get(name[:length])
        if reading and len(name) > 1:
            return name[:length], reading
    return "", ""


def _syllables(text: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    plain = lazy_pinyin(text, style=Style.TONE3)
    return [_without_accents(part) for part in plain if part.strip()]


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()
