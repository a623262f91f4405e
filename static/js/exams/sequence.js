// Questions that follow one another: the next one comes from the server once this one's answer is there, and none comes
// back.

import { by, word } from "./page.js";

const PATIENCE = 10_000;
const AGAIN = 100;

export class Sequence extends EventTarget {
  constructor(server, answers, questions) {
    super();
    document.addEventListener("exam:go-on", () => { this.goOn(); });
    Object.assign(this, { server, answers, questions, isBusy: false });
    by("open-navigator").disabled = true;
  }

  async goOn() {
    if (this.isBusy) return;
    this.isBusy = true;
    this.say("");
    if (await this.isSaved()) await this.ask(this.questions.first + 1);
    else this.say(word("notGoneOn"));
    this.isBusy = false;
  }

  // Only what the server has can be left for good.
  async isSaved() {
    this.answers.flush();
    const end = performance.now() + PATIENCE;
    while (this.answers.unsent.length && performance.now() < end) {
      await new Promise((resolve) => { setTimeout(resolve, AGAIN); });
    }
    return this.answers.unsent.length === 0;
  }

  async ask(place) {
    const { word: heard, data } = await this.server.post(`items/${place}`, {});
    if (heard === "done") this.arrive(data.item, data.place);
    else if (data.error === "order") location.reload();
    else this.say(word("notGoneOn"));
  }

  arrive(item, place) {
    this.answers.goOn(item);
    this.questions.first = place;
    this.questions.show([item]);
    this.questions.go(0);
    this.dispatchEvent(new CustomEvent("arrived", { detail: { items: [item], place } }));
  }

  say(text) { by("sequence-trouble").textContent = text; }
}
