from typing import Any

from django.utils.translation import gettext_lazy as _

from core.text import fold
from exams.domain.bank.bank import Wording
from exams.enums import QuestionKind
from exams.forms.letters import letters_of
from exams.forms.question import QuestionForm
from exams.forms.rows import RowsOf, line

STEPS = RowsOf(
    "step",
    _("Steps in the right order"),
    _(
        "They are shuffled on the page. Part of the points is given by how many pairs of steps stand in the "
        "right order: with two neighbours swapped in four steps two thirds, in the reverse order nothing."
    ),
    {"text": line(_("Step")), "second_text": line(_("Step in the second language"))},
    least=3,
)


class OrderingForm(QuestionForm):
    kind = QuestionKind.ORDERING
    groups_of = (STEPS,)

    def told(self, wording: Wording) -> dict[str, Any]:
        told = super().told(wording)
        own = wording.texts.get(wording.language, {}).get("options", {})
        other = wording.texts.get(told["second_language"], {}).get("options", {})
        rows = [{"text": own[letter], "second_text": other.get(letter)} for letter in wording.key["order"]]
        return told | STEPS.initial(rows)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rows = STEPS.filled(cleaned)
        if len(rows) < 2:
            self.add_error("step_2_text", _("Write at least two steps."))
        seen: set[str] = set()
        for number, row in rows:
            if fold(row["text"]) in seen:
                self.add_error(f"step_{number}_text", _("This step is there already."))
            seen.add(fold(row["text"]))
            if cleaned.get("second_stem") and not row["second_text"]:
                self.add_error(f"second_step_{number}_text", _("Fill it in in both languages."))
        return cleaned

    def options(self, prefix: str = "") -> dict[str, str]:
        rows = [row for _number, row in STEPS.filled(self.cleaned_data)]
        letters = letters_of((row["text"] for row in rows), self.text_before().get("options", {}))
        return {letters[fold(row["text"])]: row[f"{prefix}text"] for row in rows}

    def key(self) -> dict[str, Any]:
        return {"order": list(self.options())}
