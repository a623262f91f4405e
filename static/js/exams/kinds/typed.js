// What is typed: a line, a number with its unit, a long text. Nothing is taken while an input method composes.

import { make, word } from "../page.js";

// A field whose text is handed on while it is typed, and at once when it is left.
export function field(name, attributes, { type, choose }) {
  const element = make(name, { autocomplete: "off", ...attributes,
    oninput: (event) => { if (!event.isComposing) type(); },
    oncompositionend: () => { type(); },
    onchange: () => { choose(); } });
  return element;
}

// A text is not written over while somebody is typing it.
export function put(element, text) {
  if (element.value.trim() !== text.trim() && element !== document.activeElement) element.value = text;
}

export const shortText = (item, hand) => one(item, hand, "input",
  { type: "text", class: "form-control typed", maxlength: "300", spellcheck: "false", autocapitalize: "off" });

export function essay(item, hand) {
  const player = one(item, hand, "textarea", { class: "form-control essay", rows: "10", maxlength: "10000" });
  const count = make("p", { class: "how num" });
  const draw = () => { count.textContent = word("characters", { n: player.element.value.length }); };
  player.element.addEventListener("input", draw);
  return { ...player, body: [...player.body, count], show(value) { player.show(value); draw(); } };
}

function one(item, hand, name, attributes) {
  const value = () => (element.value.trim() ? [element.value.trim()] : []);
  const element = field(name, { ...attributes, "aria-labelledby": `stem-${item.id}` },
    { type: () => { hand.type(value()); }, choose: () => { hand.choose(value()); } });
  return {
    element,
    body: [element],
    keys: [],
    show([text = ""]) { put(element, text); },
    says: ([text = ""]) => text,
  };
}

// The unit is chosen where the question names some; else it may be typed behind the number.
export function numeric(item, hand) {
  const value = () => {
    const number = typed.value.trim();
    if (!number) return [];
    return unit?.value ? [number, unit.value] : [number];
  };
  const typed = field("input", { type: "text", class: "form-control typed number", inputmode: "decimal", maxlength: "60",
    spellcheck: "false", "aria-labelledby": `stem-${item.id}` },
  { type: () => { hand.type(value()); }, choose: () => { hand.choose(value()); } });
  const unit = item.units && make("select", { class: "form-select unit", autocomplete: "off", "aria-label": word("unit"),
    onchange: () => { hand.choose(value()); } },
  make("option", { value: "" }, word("unit")), ...item.units.map((name) => make("option", { value: name }, name)));
  return {
    body: [make("div", { class: "number-line" }, typed, unit ?? "")],
    keys: [],
    show([number = "", name = ""]) { put(typed, number); if (unit) unit.value = name; },
    says: (given) => given.join(" "),
  };
}
