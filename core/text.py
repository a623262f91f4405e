import unicodedata

from pypinyin import Style, lazy_pinyin


def pinyin_key(name: str) -> str:
    """A key that sorts names by pinyin, tone last."""
    return " ".join(lazy_pinyin(unicodedata.normalize("NFC", name), style=Style.TONE3)).casefold()
