import re
from typing import Any

from exams.kinds.essay import Essay
from exams.kinds.kind import BadAnswer, Shape
from exams.kinds.typed import ONE, filled

RECORDING = re.compile(r"[0-9a-f]{32}")


class Spoken(Essay):
    """An answer that is spoken and heard by a person: the name of a recording that the server gave."""

    name = "spoken"

    def clean(self, answer: Any, shape: Shape) -> list[str]:
        names = filled(answer, ONE)
        if not all(RECORDING.fullmatch(name) for name in names):
            raise BadAnswer(answer)
        return names
