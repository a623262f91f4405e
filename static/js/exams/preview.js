// A question tried out by its author: the exam page's own card, and answers that go nowhere.

import { by } from "./page.js";
import { Questions } from "./questions.js";

class Tried extends EventTarget {
  constructor() {
    super();
    this.state = { value: [], flagged: false, conflict: null, trouble: "" };
  }

  get() { return this.state; }
  choose(id, value) { this.state.value = value; this.changed(id); }
  type(id, value) { this.choose(id, value); }
  flag(id) { this.state.flagged = !this.state.flagged; this.changed(id); }
  changed(id) { this.dispatchEvent(new CustomEvent("change", { detail: id })); }
}

const questions = new Questions(JSON.parse(by("shell").textContent), new Tried());
for (const button of document.querySelectorAll(".exam-steps button")) button.hidden = true;
questions.go(0, false);
