import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import bigrams, clean, fold, mask_name, narrow, percent, pinyin_key, similarity


def test_clean() -> None:
    assert clean(" \u3000青辰\u200b\u00a0\ufeff\n") == "青辰"
    assert clean("Rene\u0301  Dupont") == "René  Dupont"
    assert clean("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"
    assert clean("\u200b\u3000") == ""


@given(st.text())
def test_clean_is_settled_at_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert unicodedata.is_normalized("NFC", clean(text))


def test_narrow() -> None:
    assert narrow("Ｃ，Ａ　０１；（ｘ）") == "C,A 01;(x)"
    assert narrow("甲、乙。") == "甲、乙。"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("陳大文", "陈大文"),
        ("ＡＢｃ　１２", "abc 12"),
        ("  Wang   Xiaoming ", "wang xiaoming"),
        ("Straße", "STRASSE"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("Rene\u0301", "rené"),
        ("青\u200b辰", "青辰"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("客服電話", "客服电话"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("堃", "坤"), ("夏羽", "夏雨"), ("a b", "ab"), ("𠮷", "吉")])
def test_not_alike(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(alphabet="陳陈Ａa 　1１ßé電"))
def test_fold_is_settled_at_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("欧阳娜娜", "欧***"), ("李娜", "李***"), ("Wang Xiaoming", "W***"), ("𠮷田", "𠮷***"), (" ", "")],
)
def test_mask_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_names_sort_by_sound() -> None:
    names = [
        "张伟",
        "曾国藩",
        "单田芳",
        "仇英",
        "欧阳娜娜",
        "安心",
        "李娜",
        "連戰",
        "Łukasz",
        "阿依古丽·买买提",
        "解缙",
    ]
    assert sorted(names, key=pinyin_key) == [
        "阿依古丽·买买提", "安心", "李娜", "連戰", "欧阳娜娜", "仇英", "单田芳", "解缙", "曾国藩",
        "张伟", "Łukasz",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("单田芳", "shan4 tian2 fang1"),
        ("單田芳", "shan4 tian2 fang1"),
        ("曾国藩", "zeng1 guo2 fan1"),
        ("仇英", "qiu2 ying1"),
        ("单于雄", "chan2 yu2 xiong2"),
        ("万俟卨", "mo4 qi2 xie4"),
        ("欧阳娜娜", "ou1 yang2 na4 na4"),
        ("Élodie Źak", "elodie zak"),
        ("", ""),
    ],
)
def test_pinyin_key(name: str, key: str) -> None:
    assert pinyin_key(name) == key


@given(st.text(max_size=150))
def test_any_name_has_a_key_that_fits_its_column(name: str) -> None:
    assert len(pinyin_key(name)) <= 300


def test_bigrams() -> None:
    assert bigrams("客服电话！") == {"客服", "服电", "电话"}
    assert bigrams("A") == {"a"}
    assert bigrams("？") == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("客服电话", "客服電話", 1.0),
        ("客服电话", "天气", 0.0),
        ("abcd", "bcde", 4 / 6),
        ("", "。", 1.0),
        ("甲", "", 0.0),
    ],
)
def test_similarity(one: str, other: str, wanted: float) -> None:
    assert similarity(one, other) == wanted


@pytest.mark.parametrize(
    ("fraction", "words"),
    [
        (Decimal(2) / 3, "66.7%"),
        (Decimal("0.855"), "85.5%"),
        (Decimal("0.6665"), "66.7%"),
        (Decimal("0.55549"), "55.5%"),
        (Decimal("0.0004"), "0%"),
        (Decimal(1), "100%"),
        (0.29, "29%"),
    ],
)
def test_percent_rounds_half_up(fraction: Decimal | float, words: str) -> None:
    assert percent(fraction) == words
