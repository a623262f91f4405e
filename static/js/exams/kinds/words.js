// Words of a question: plain ones as they are, formatted ones from what the server left of them; pictures and sounds.

import { make, word } from "../page.js";

export function rich(text, format) {
  if (format !== "html") return [text];
  const parsed = new DOMParser().parseFromString(text, "text/html");
  return [...document.importNode(parsed.body, true).childNodes];
}

// What is said of an option where only text fits: in a select, or beside another answer.
export function plain(option, format) {
  const text = rich(option.text, format).map((node) => node.textContent ?? node).join("").trim();
  return text || (option.media ?? []).map((file) => file.alt).join(", ");
}

export function shown(media = []) {
  return media.map((file) => (file.kind === "audio" ? sound(file) : make("img",
    { class: "question-image", src: file.src, alt: file.alt, width: file.width, height: file.height })));
}

// A sound has no pictures to be captioned: what is said in it stands beside it.
function sound({ src, alt }) {
  return make("div", { class: "question-sound" },
    make("audio", { controls: true, preload: "none", src }),
    make("details", {}, make("summary", {}, word("transcript")), make("p", {}, alt)));
}
