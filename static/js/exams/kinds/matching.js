// To each line one of the options, from a native select.

import { make, word } from "../page.js";
import { plain, rich, shown } from "./words.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

export function matching(item, { choose }) {
  const names = item.options.map((option, at) => `${LETTERS[at]}. ${plain(option, item.format)}`);
  const selects = item.prompts.map((prompt, at) => make("select", { class: "form-select", id: `item-${item.id}-${at}`, autocomplete: "off",
    onchange: () => { const value = selects.map((select) => select.value); choose(value.some(Boolean) ? value : []); } },
  make("option", { value: "" }, word("choose")),
  ...item.options.map((option, place) => make("option", { value: option.token }, names[place]))));
  const rows = item.prompts.map((prompt, at) => make("div", { class: "match" },
    make("label", { for: `item-${item.id}-${at}`, class: "match-prompt" }, ...rich(prompt, item.format), ...shown(item.promptMedia?.[at])),
    selects[at]));
  return {
    body: [...key(item), ...rows],
    keys: [],
    show(value) { selects.forEach((select, at) => { select.value = value[at] ?? ""; }); },
    says: (value) => value.map((token) => item.options.find((option) => option.token === token))
      .map((option) => (option ? plain(option, item.format) : "–")).join("; "),
  };
}

// A select holds text only: options with pictures stand above, each under its letter.
function key(item) {
  if (!item.options.some((option) => option.media)) return [];
  return [make("ul", { class: "match-key" }, ...item.options.map((option, at) => make("li", {},
    make("strong", {}, `${LETTERS[at]}. `), ...rich(option.text, item.format), ...shown(option.media))))];
}
