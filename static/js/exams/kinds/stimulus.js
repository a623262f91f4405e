// What several questions are asked about: above each of them, open, to be folded away.

import { make } from "../page.js";
import { rich, shown } from "./words.js";

export function ground({ stimulus }) {
  if (!stimulus) return [];
  return [make("details", { class: "stimulus", open: true },
    make("summary", {}, stimulus.title),
    ...shown(stimulus.media),
    stimulus.turns ? chat(stimulus.turns) : make("div", { class: "stimulus-body" }, ...rich(stimulus.body, stimulus.format)))];
}

function chat(turns) {
  return make("dl", { class: "chat" }, ...turns.map(([speaker, words]) =>
    make("div", { class: "turn" }, make("dt", {}, speaker), make("dd", {}, words))));
}
