"""A typed answer is compared as people mean it: width, script, case, blanks set aside unless they matter."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams import kinds
from exams.kinds import BadAnswer
from exams.kinds.typed import ONE, is_like

KIND = kinds.get("short_text")
words = st.text(alphabet="abcXYZ你好客服0189 ", min_size=1, max_size=12).filter(str.strip)
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


def earned(accepted: str, typed: str, **rules: bool) -> Decimal | None:
    return KIND.grade({"accepted": [{"text": accepted, "fraction": "1"}], **rules}, [typed])


@pytest.mark.parametrize(
    ("accepted", "typed", "fits"),
    [
        ("CRM", "crm", True),
        ("CRM", "ＣＲＭ", True),
        ("call back", "Callback", True),
        ("客户满意度", "客戶滿意度", True),
        ("客戶滿意度", "客户满意度", True),
        ("三声", "三 声", True),
        ("三声", "四声", False),
        ("您好*", "您好，这里是客服", True),
        ("*您好", "您好！", False),
        ("*退款*天*", "我们会退款，三天内", True),
        ("*天*退款*", "我们会退款，三天内", False),
        ("a*a", "a", False),
        (r"5\*", "5*", True),
        (r"5\*", "55", False),
        ("5＊", "5*", True),
        ("café", "cafe\u0301", True),
        ("三声", "三\u200b声", True),
    ],
)
def test_what_fits(accepted: str, typed: str, fits: bool) -> None:
    assert earned(accepted, typed) == (1 if fits else 0)


@pytest.mark.parametrize(
    ("rules", "typed", "fits"),
    [
        ({"case": True}, "Gradus", True),
        ({"case": True}, "gradus", False),
        ({"case": True}, "Ｇradus", True),
        ({"blanks": True}, "Gra dus", False),
        ({"blanks": True}, "  Gradus ", True),
    ],
)
def test_case_and_blanks_matter_where_the_key_says_so(rules: dict[str, bool], typed: str, fits: bool) -> None:
    assert earned("Gradus", typed, **rules) == (1 if fits else 0)


@given(text=words)
def test_the_accepted_text_fits_in_any_width_and_case(text: str) -> None:
    for typed in (text, text.translate(WIDE), text.upper(), f" {text} "):
        assert is_like(typed, text, {})


@given(text=st.text(max_size=30))
def test_a_star_fits_everything(text: str) -> None:
    assert is_like(text, "*", {})


@given(text=st.text(max_size=60))
def test_what_is_stored_is_stored_once(text: str) -> None:
    clean = KIND.clean([text], ONE)
    assert KIND.clean(clean, ONE) == clean
    assert all("\x00" not in value and value == value.strip() for value in clean)


def test_the_first_form_that_fits_counts() -> None:
    key = {"accepted": [{"text": "北京", "fraction": "1"}, {"text": "*京", "fraction": "0.5"}]}
    assert [KIND.grade(key, [typed]) for typed in ("北京", "南京", "东京都")] == [1, Decimal("0.5"), 0]
    assert KIND.remarks(key, ["南京"]) == ["1"]


def test_many_stars_are_compared_at_once() -> None:
    assert not is_like("a" * 300, "*a" * 100 + "b", {})


@pytest.mark.parametrize("answer", [["x" * 301], ["a", "b"], "a", [1], [["a"]]])
def test_a_bad_answer_is_refused(answer: object) -> None:
    with pytest.raises(BadAnswer):
        KIND.clean(answer, ONE)
