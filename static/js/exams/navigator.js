// The sheet of all questions: each state has a shape and a word.

import { by, make, SHAPES, word } from "./page.js";

export class Navigator {
  constructor(questions, answers) {
    this.sheet = by("navigator");
    this.cells = questions.items.map((item, index) => make("button", { type: "button", class: "cell",
      onclick: () => { this.sheet.close(); questions.go(index); } }));
    by("cells").append(...this.cells.map((cell) => make("li", {}, cell)));
    by("open-navigator").addEventListener("click", () => { this.sheet.showModal(); this.cells[questions.current].focus(); });
    by("close-navigator").addEventListener("click", () => { this.sheet.close(); });
    by("go-to-summary").addEventListener("click", () => { this.sheet.close(); questions.go(questions.items.length); });
    answers.addEventListener("change", ({ detail }) => { this.draw(questions, answers, detail); });
    for (const item of questions.items) this.draw(questions, answers, item.id);
    document.addEventListener("exam:place", ({ detail }) => {
      by("place").textContent = `${questions.first + detail.index} / ${questions.total}`;
      by("open-navigator").setAttribute("aria-label", questions.named(detail.index));
      this.cells.forEach((cell, index) => { cell.toggleAttribute("aria-current", index === detail.index && !detail.isSummary); });
    });
  }

  draw(questions, answers, id) {
    const index = questions.items.findIndex((item) => item.id === id);
    const state = answers.get(id);
    const shape = answers.shape(state);
    const flagged = state.flagged ? `, ${word("state.flagged")}` : "";
    this.cells[index].className = `cell cell-${shape}${state.flagged ? " cell-flagged" : ""}`;
    this.cells[index].setAttribute("aria-label", `${questions.named(index)}: ${word(`state.${shape}`)}${flagged}`);
    this.cells[index].replaceChildren(
      make("span", { class: "cell-number" }, String(questions.first + index)),
      make("span", { class: "cell-shape" }, `${SHAPES[shape]}${state.flagged ? "⚑" : ""}`));
  }
}
