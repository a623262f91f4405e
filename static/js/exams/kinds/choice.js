// One or several options, as radio buttons or boxes.

import { make } from "../page.js";
import { plain, rich, shown } from "./words.js";

const LETTERS = "ABCDEFGHIJ";

export function choice(item, { choose }) {
  const type = item.kind === "multiple" ? "checkbox" : "radio";
  const take = () => { choose(inputs.filter((input) => input.checked).map((input) => input.value)); };
  const inputs = item.options.map((option) => make("input",
    { type, name: `item-${item.id}`, value: option.token, autocomplete: "off", onchange: take }));
  const rows = item.options.map((option, at) => make("label", { class: "option" }, inputs[at],
    make("span", { class: "option-letter", "aria-hidden": "true" }, LETTERS[at]),
    make("span", { class: "option-text" }, ...rich(option.text, item.format), ...shown(option.media))));
  return {
    body: rows,
    keys: inputs,
    show(value) { for (const input of inputs) input.checked = value.includes(input.value); },
    says: (value) => item.options.filter((option) => value.includes(option.token))
      .map((option) => plain(option, item.format)).join("; "),
  };
}
