"""Options are named at random for each attempt and item: neither ids nor letters nor order tell the key."""

import hmac
from collections.abc import Iterable

LENGTH = 12


def token(nonce: str, item: int, option: str) -> str:
    return hmac.digest(nonce.encode(), f"{item}:{option}".encode(), "sha256").hex()[:LENGTH]


def tokens(nonce: str, item: int, options: Iterable[str]) -> dict[str, str]:
    """Token by option."""
    return {option: token(nonce, item, option) for option in options}
