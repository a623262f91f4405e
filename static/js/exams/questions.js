// The questions as they are answered: built once, then only shown, hidden and marked.

import { players } from "./kinds/index.js";
import { ground } from "./kinds/stimulus.js";
import { rich, shown } from "./kinds/words.js";
import { by, make, word } from "./page.js";

export class Questions {
  // Where questions follow one another, `place` is the number of the one that is there, of `total`.
  constructor({ items, sections, layout, place, total }, answers) {
    Object.assign(this, { sections, answers, first: place ?? 1, total: total ?? items.length, isSequence: Boolean(place) });
    this.isList = layout === "list" && !place;
    by("questions").classList.toggle("is-list", this.isList);
    answers.addEventListener("change", ({ detail }) => { this.mark(detail); });
    this.show(items);
  }

  show(items) {
    this.items = items;
    this.current = 0;
    const { answers } = this;
    this.players = new Map(items.map((item) => [item.id, players[item.kind](item, {
      choose: (value) => { answers.choose(item.id, value); },
      type: (value) => { answers.type(item.id, value); },
      ...answers.recordings?.(item.id),
    })]));
    this.cards = items.map((item, index) => this.card(item, index));
    by("questions").replaceChildren(...this.cards);
    for (const item of items) this.mark(item.id);
  }

  // What a question is called, by its index on this page.
  named(index) { return word("question", { n: this.first + index, total: this.total }); }

  card(item, index) {
    const heading = `heading-${item.id}`;
    const stem = `stem-${item.id}`;
    const isLast = this.first + index === this.total;
    return make("section", { class: "question", id: `question-${item.id}`, "aria-labelledby": `${heading} ${stem}` },
      make("div", { class: "question-head" },
        make("h2", { id: heading, tabindex: "-1", class: "question-number" },
          this.named(index)),
        this.sections.length > 1 ? make("p", { class: "muted" }, this.sections[item.section]) : "",
        make("button", { type: "button", class: "btn btn-sm btn-outline-secondary flag", "aria-pressed": "false", hidden: this.isSequence,
          onclick: () => { this.answers.flag(item.id); } })),
      ...ground(item),
      make("fieldset", { "aria-labelledby": stem },
        ...this.asks(item, stem),
        ...this.players.get(item.id).body),
      make("div", { class: "conflict", hidden: true }),
      make("div", { class: "question-foot" },
        make("button", { type: "button", class: "btn-quiet clear", onclick: () => { this.answers.choose(item.id, []); } },
          word("clear"))),
      make("div", { class: "exam-steps", hidden: this.isList && !isLast },
        make("button", { type: "button", class: "btn btn-outline-secondary previous", hidden: this.isList || index === 0,
          onclick: () => { this.go(index - 1); } }, word("previous")),
        make("button", { type: "button", class: "btn btn-primary next",
          onclick: () => { this.next(index); } }, isLast ? word("check") : word("next"))),
      this.isSequence && !isLast ? make("p", { class: "muted" }, word("noWayBack")) : "");
  }

  // A text with gaps is both question and answer: what to do stands above it.
  asks(item, id) {
    const how = make("p", { class: "how" }, word(`kind.${item.kind}`));
    const own = this.players.get(item.id).stem;
    if (own) return [how, own, ...shown(item.media)];
    return [make("div", { class: "stem", id }, ...rich(item.stem, item.format)), ...shown(item.media), how];
  }

  // What the keys of letters and numbers press.
  inputs(id) { return this.players.get(id).keys; }

  // Show what the answers say; typing and clicking go the other way.
  mark(id) {
    const state = this.answers.get(id);
    const card = by(`question-${id}`);
    this.players.get(id).show(state.value);
    const flag = card.querySelector(".flag");
    flag.setAttribute("aria-pressed", String(state.flagged));
    flag.textContent = `⚑ ${state.flagged ? word("flagged") : word("flag")}`;
    card.querySelector(".clear").hidden = state.value.length === 0;
    this.conflict(card.querySelector(".conflict"), id, state);
  }

  // Both answers stand side by side until one is chosen.
  conflict(box, id, state) {
    box.hidden = !state.conflict && state.trouble !== "bad";
    if (box.hidden) { box.replaceChildren(); return; }
    if (!state.conflict) { box.replaceChildren(make("p", { role: "alert" }, word("refused"))); return; }
    const index = this.items.findIndex((item) => item.id === id);
    const { theirs, saved } = state.conflict;
    box.replaceChildren(
      make("h3", {}, word("staleTitle")),
      make("p", { role: "alert" }, word("staleText", { n: this.first + index })),
      make("dl", {},
        make("dt", {}, word("staleMine")), make("dd", {}, this.says(index, state.value)),
        make("dt", {}, word("staleTheirs", { time: saved })), make("dd", {}, this.says(index, theirs))),
      make("button", { type: "button", class: "btn btn-sm btn-outline-secondary",
        onclick: () => { this.answers.settle(id, false); } }, word("keepTheirs")),
      make("button", { type: "button", class: "btn btn-sm btn-primary",
        onclick: () => { this.answers.settle(id, true); } }, word("keepMine")));
  }

  says(index, value) {
    return value.length ? this.players.get(this.items[index].id).says(value) : word("nothing");
  }

  next(index) {
    if (this.isSequence && this.first < this.total) document.dispatchEvent(new Event("exam:go-on"));
    else this.go(index + 1);
  }

  // Show one question, or scroll to it in a list; past the last one comes the summary.
  go(index, focus = true) {
    if (index < 0) return;
    const isSummary = index >= this.items.length;
    by("summary").hidden = !isSummary;
    by("questions").hidden = isSummary;
    if (!isSummary) this.current = index;
    if (!this.isList) this.cards.forEach((card, place) => { card.hidden = place !== this.current; });
    if (!isSummary) history.replaceState(null, "", `#${index + 1}`);
    document.dispatchEvent(new CustomEvent("exam:place", { detail: { index: this.current, isSummary } }));
    if (focus && !isSummary) this.focus();
  }

  focus() {
    const heading = this.cards[this.current].querySelector(".question-number");
    heading.focus({ preventScroll: true });
    if (this.isList) this.cards[this.current].scrollIntoView();
    else scrollTo(0, 0);
  }

  lock() {
    for (const control of document.querySelectorAll(":is(#questions, #summary) :is(input, textarea, select, button)")) control.disabled = true;
  }
}
