import hashlib
import json

from exams.models import Attempt, Response


def receipt(attempt: Attempt) -> str:
    """A short proof of what was handed in: it changes with any answer that the server held."""
    held = Response.objects.filter(item__attempt=attempt).order_by("item__position", "seq")
    lines = [list(line) for line in held.values_list("item__position", "seq", "answer")]
    digest = hashlib.sha256(json.dumps([attempt.pk, attempt.nonce, lines]).encode()).hexdigest()
    return f"{attempt.pk}-{digest[:4]}-{digest[4:8]}".upper()
