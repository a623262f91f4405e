// One key a choice, only while the focus is in the questions and nothing is being composed.

import { by } from "./page.js";

const LETTERS = "abcdefgh";

export function listen(questions, answers) {
  document.addEventListener("keydown", (event) => {
    const isTyped = event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
    const isForUs = !isTyped && by("keys-on").checked && !event.isComposing && !event.ctrlKey && !event.altKey && !event.metaKey
      && by("questions").contains(document.activeElement) && !document.querySelector("dialog[open]");
    if (isForUs && press(event.key.toLowerCase(), questions, answers)) event.preventDefault();
  });
}

// A letter that names an option chooses it, before it may mean anything else.
function press(key, questions, answers) {
  const item = questions.items[focused(questions)];
  const place = /^[1-9]$/.test(key) ? Number(key) - 1 : LETTERS.indexOf(key);
  const input = key.length === 1 && place >= 0 ? questions.inputs(item.id)[place] : undefined;
  if (input) {
    if (!input.disabled) input.click();
    return Boolean(input);
  }
  const commands = {
    n: () => { questions.go(focused(questions) + 1); },
    p: () => { questions.go(focused(questions) - 1); },
    f: () => { answers.flag(item.id); },
  };
  commands[key]?.();
  return key in commands;
}

function focused(questions) {
  const card = document.activeElement.closest(".question");
  return card ? questions.cards.indexOf(card) : questions.current;
}
