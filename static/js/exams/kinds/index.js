// The player of each kind of question. One is made of the item and of what takes its answers (`choose` at once,
// `type` while it is typed), and has: `body`, elements; `show`, of an answer; `says`, an answer in words; `keys`,
// what the keys 1-9 and A-H press; and `stem`, where it draws that itself.

import { choice } from "./choice.js";
import { cloze } from "./cloze.js";
import { matching } from "./matching.js";
import { ordering } from "./ordering.js";
import { spoken } from "./spoken.js";
import { essay, numeric, shortText } from "./typed.js";

export const players = {
  single: choice, multiple: choice, true_false: choice, judgement: choice,
  short_text: shortText, numeric, essay, matching, ordering, cloze, spoken,
};
