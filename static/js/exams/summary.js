// Before handing in: what is missing, each a link; one button, a second word only where something is missing.

import { by, make, word } from "./page.js";

export class Summary {
  constructor(questions, answers, server, forget) {
    Object.assign(this, { questions, answers, server, forget, isLeaving: false });
    by("back-to-questions").addEventListener("click", () => { questions.go(questions.current); });
    by("hand-in").addEventListener("click", () => { this.handIn(); });
    answers.addEventListener("change", () => { if (!by("summary").hidden) this.draw(); });
    document.addEventListener("exam:place", ({ detail }) => {
      if (!detail.isSummary) return;
      answers.flush();
      this.draw();
      scrollTo(0, 0);
      by("summary-title").focus();
    });
  }

  // One that was ticked stays ticked while the lists change beneath it.
  draw() {
    const ticked = new Set([...document.querySelectorAll("#summary-lists input:checked")].map((box) => box.id));
    const { items } = this.questions;
    const without = items.filter((item) => !this.answers.get(item.id).value.some(Boolean));
    const flagged = items.filter((item) => this.answers.get(item.id).flagged);
    const unsent = items.filter((item) => this.answers.get(item.id).dirty);
    const parts = [
      this.list("unanswered", without), this.list("flaggedCount", flagged), this.list("unsent", unsent),
      this.box("confirm-unsent", "confirmUnsent", unsent.length), this.box("confirm-missing", "confirmMissing", without.length),
    ].filter(Boolean);
    if (!without.length && !unsent.length && items.length === this.questions.total) parts.unshift(make("p", {}, word("allAnswered")));
    by("summary-lists").replaceChildren(...parts);
    for (const id of ticked) if (by(id)) by(id).checked = true;
    // Where questions follow one another, those that were left are not on this page.
    by("hand-in").textContent = items.length < this.questions.total ? word("handInAll")
      : word("handIn", { answered: items.length - without.length, total: items.length });
    this.allow();
  }

  list(name, items) {
    if (!items.length) return null;
    const links = items.map((item) => {
      const index = this.questions.items.indexOf(item);
      return make("li", {}, make("a", { href: `#${index + 1}`, "aria-label": this.questions.named(index),
        onclick: (event) => { event.preventDefault(); this.questions.go(index); } }, String(this.questions.first + index)));
    });
    return make("section", {}, make("h3", {}, word(name, { n: items.length })), make("ul", { class: "numbers" }, ...links));
  }

  box(id, name, count) {
    if (!count) return null;
    return make("div", { class: "form-check" },
      make("input", { type: "checkbox", class: "form-check-input", id, onchange: () => { this.allow(); } }),
      make("label", { class: "form-check-label", for: id }, word(name, { n: count })));
  }

  allow() {
    by("hand-in").disabled = this.isLeaving || [...document.querySelectorAll("#summary-lists input")].some((box) => !box.checked);
  }

  async handIn() {
    const done = await this.send();
    if (done) location.assign(done.result);
  }

  // What the server says once the attempt is handed in, and nothing of it is left on this device; nothing before.
  async send() {
    this.isLeaving = true;
    this.allow();
    by("hand-in-trouble").textContent = "";
    by("hand-in").textContent = word("handingIn");
    const { word: heard, data } = await this.server.post("hand-in", {});
    if (heard === "done") {
      await this.forget();
      return data;
    }
    this.isLeaving = false;
    this.draw();
    by("hand-in-trouble").textContent = word("handInFailed");
    return null;
  }
}
