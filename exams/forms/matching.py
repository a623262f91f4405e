from typing import Any

from django.utils.translation import gettext_lazy as _

from core.text import fold
from exams.domain.bank.bank import Wording
from exams.enums import QuestionKind
from exams.forms.letters import letters_of
from exams.forms.question import QuestionForm
from exams.forms.rows import RowsOf, line
from exams.kinds.kind import numbered

PAIRS = RowsOf(
    "pair",
    _("Pairs"),
    _("Each right pair earns an equal share. The same match may stand in several lines; all are shuffled."),
    {
        "prompt": line(_("Line")),
        "match": line(_("Its match")),
        "second_prompt": line(_("Line in the second language")),
        "second_match": line(_("Its match in the second language")),
    },
    least=2,
)
DISTRACTORS = RowsOf(
    "distractor",
    _("Matches that fit nothing"),
    _("They make guessing harder. Leave them out if you need none."),
    {"text": line(_("Match")), "second_text": line(_("Match in the second language"))},
    most=6,
    least=0,
)


class MatchingForm(QuestionForm):
    kind = QuestionKind.MATCHING
    groups_of = (PAIRS, DISTRACTORS)

    def told(self, wording: Wording) -> dict[str, Any]:
        told = super().told(wording)
        own = wording.texts.get(wording.language, {})
        other = wording.texts.get(told["second_language"], {})
        second = {"prompts": other.get("prompts", {}), "options": other.get("options", {})}
        pairs = [
            {
                "prompt": own["prompts"].get(number),
                "match": own["options"].get(letter),
                "second_prompt": second["prompts"].get(number),
                "second_match": second["options"].get(letter),
            }
            for number, letter in numbered(wording.key["pairs"])
        ]
        spare = [letter for letter in own["options"] if letter not in wording.key["pairs"].values()]
        distractors = [
            {"text": own["options"][letter], "second_text": second["options"].get(letter)} for letter in spare
        ]
        return told | PAIRS.initial(pairs) | DISTRACTORS.initial(distractors)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        pairs = PAIRS.filled(cleaned)
        for number, row in pairs:
            if not row["match"]:
                self.add_error(f"pair_{number}_match", _("Write what belongs to this line."))
        if len(pairs) < 2:
            self.add_error("pair_2_prompt", _("Write at least two pairs."))
        matches = {fold(row["match"] or "") for _number, row in pairs}
        for number, row in DISTRACTORS.filled(cleaned):
            if fold(row["text"]) in matches:
                self.add_error(f"distractor_{number}_text", _("This one fits a line above."))
        if cleaned.get("second_stem"):
            self._check_second(cleaned)
        return cleaned

    def _check_second(self, cleaned: dict[str, Any]) -> None:
        for rows, cells in ((PAIRS, ("second_prompt", "second_match")), (DISTRACTORS, ("second_text",))):
            for number, row in rows.filled(cleaned):
                for cell in cells:
                    if not row[cell]:
                        self.add_error(rows.field_name(number, cell), _("Fill it in in both languages."))

    def _letters(self) -> dict[str, str]:
        """The letter of each match by its folded words in the first language."""
        texts = [row["match"] for _number, row in PAIRS.filled(self.cleaned_data)]
        texts += [row["text"] for _number, row in DISTRACTORS.filled(self.cleaned_data)]
        return letters_of(texts, self.text_before().get("options", {}))

    def key(self) -> dict[str, Any]:
        letters = self._letters()
        pairs = enumerate(PAIRS.filled(self.cleaned_data), start=1)
        return {"pairs": {str(place): letters[fold(row["match"])] for place, (_number, row) in pairs}}

    def options(self, prefix: str = "") -> dict[str, str]:
        letters = self._letters()
        found: dict[str, str] = {}
        for _number, row in PAIRS.filled(self.cleaned_data):
            found.setdefault(letters[fold(row["match"])], row[f"{prefix}match"])
        for _number, row in DISTRACTORS.filled(self.cleaned_data):
            found.setdefault(letters[fold(row["text"])], row[f"{prefix}text"])
        return found

    def words(self, prefix: str = "") -> dict[str, Any]:
        rows = enumerate(PAIRS.filled(self.cleaned_data), start=1)
        return {"prompts": {str(place): row[f"{prefix}prompt"] for place, (_number, row) in rows}}
