"""Codes made from names: what a person may read in a file or an address, unique and short."""

from django.db import models
from django.utils.text import slugify

LONGEST = 24


def free(model: type[models.Model], name: str) -> str:
    """The name in letters, numbered where taken: 电话礼仪 is dian-hua-li-yi, the second dian-hua-li-yi-2."""
    from pypinyin import lazy_pinyin

    plain = slugify(" ".join(lazy_pinyin(name)))[:LONGEST].strip("-") or str(model._meta.model_name)
    taken = set(model._default_manager.filter(code__startswith=plain).values_list("code", flat=True))
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (plain, *numbered) if code not in taken)
