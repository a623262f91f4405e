from collections.abc import Mapping
from typing import Any

from exams.kinds.choice import Choice
from exams.kinds.kind import Shape, Shuffle


class TrueFalse(Choice):
    """The options are its own and keep their order: `true`, `false`."""

    name = "true_false"
    shuffle = Shuffle.NEVER

    def shape(self, text: Mapping[str, Any]) -> Shape:
        return Shape(options=("true", "false"))
