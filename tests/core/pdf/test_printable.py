import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.pdf import UnprintableText, check_printable


@pytest.mark.parametrize(
    "text",
    ["欧阳沐美", "喆堃祎玥䶮𠮷㛃镕頵ŁǦźé", "Wang Xiaoming", "阿依古丽·买买提", "第一行\n第二行", "René", ""],
)
def test_printable(text: str) -> None:
    check_printable({"name": text})


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("青\ue000辰", "\ue000"),
        ("青\U000f0000", "\U000f0000"),
        ("Rene\u0301", "\u0301"),
        ("\uf900", "\uf900"),
        ("กา", "ก"),
        ("青辰😀", "😀"),
        ("a\0", "\0"),
        ("a\u202eb", "\u202e"),
        ("\ud800", "\ud800"),
        ("\u0378", "\u0378"),
    ],
)
def test_unprintable(text: str, character: str) -> None:
    with pytest.raises(UnprintableText) as caught:
        check_printable({"title": "证书", "name": text})
    assert (caught.value.field, caught.value.character) == ("name", character)


def test_the_error_says_which_character() -> None:
    with pytest.raises(UnprintableText) as caught:
        check_printable({"姓名": "青辰😀"})
    with override("en"):
        said = str(caught.value)
    assert said == "“姓名” has a character that cannot be printed: 😀 (U+1F600)."


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    try:
        check_printable({"name": text})
    except UnprintableText as error:
        culprit = error.character
    else:
        culprit = ""
    assert culprit in text
