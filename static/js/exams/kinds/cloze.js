// A text with gaps: each is a select, or a line to type in.

import { make, word } from "../page.js";
import { field, put } from "./typed.js";
import { plain, rich } from "./words.js";

const MARK = /\[\[([1-9][0-9]?)\]\]/;

export function cloze(item, hand) {
  const value = () => { const given = gaps.map((gap) => gap.value.trim()); return given.some(Boolean) ? given : []; };
  const choose = () => { hand.choose(value()); };
  const type = () => { hand.type(value()); };
  const gaps = item.gaps.map((options, at) => gap(options, word("gap", { n: at + 1 })));

  function gap(options, label) {
    if (!options.length) return field("input", { type: "text", class: "form-control gap", maxlength: "300", spellcheck: "false", autocapitalize: "off", "aria-label": label }, { type, choose });
    return make("select", { class: "form-select gap", autocomplete: "off", "aria-label": label, onchange: choose },
      make("option", { value: "" }, word("choose")),
      ...options.map((option) => make("option", { value: option.token }, plain(option, item.format))));
  }

  const text = make("div", { class: "stem cloze", id: `stem-${item.id}` }, ...rich(item.stem, item.format));
  fill(text, gaps);
  return {
    stem: text,
    body: [],
    keys: [],
    show(given) {
      gaps.forEach((element, at) => {
        if (element.tagName === "SELECT") element.value = given[at] ?? "";
        else put(element, given[at] ?? "");
      });
    },
    says: (given) => given.map((one, at) => {
      const option = item.gaps[at].find(({ token }) => token === one);
      return `(${at + 1}) ${option ? plain(option, item.format) : one || "–"}`;
    }).join("; "),
  };
}

// Put each gap where its mark stands. The gaps come in the order of their numbers.
function fill(text, gaps) {
  const numbers = [...new Set([...text.textContent.matchAll(new RegExp(MARK, "g"))].map((found) => Number(found[1])))].sort((one, other) => one - other);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    const parts = node.textContent.split(MARK);
    node.replaceWith(...parts.map((part, at) => (at % 2 ? gaps[numbers.indexOf(Number(part))] : part)));
  }
}
