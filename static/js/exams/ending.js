// Time is up, or another device or person has handed in: no more answers, those on their way are waited for, then the
// attempt is handed in and the page says what of it counts.

import { by, make, word } from "./page.js";

const DELIVERY = 55_000;
const AGAIN = 2000;
// Not everybody at once.
const JITTER = 5000;

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const say = (text) => { by("time-is-up-text").textContent = text; };

export class Ending {
  constructor(clock, questions, answers, summary) {
    Object.assign(this, { clock, questions, answers, summary, isOver: false });
    clock.addEventListener("tick", () => { if (clock.left === 0) this.begin(); });
    clock.addEventListener("closed", () => { this.begin(); });
    answers.addEventListener("over", () => { this.begin(); });
    by("time-is-up").addEventListener("cancel", (event) => { event.preventDefault(); });
  }

  async begin() {
    if (this.isOver || this.summary.isLeaving) return;
    this.isOver = true;
    const isTime = this.clock.left === 0;
    if (!isTime) by("time-is-up-title").textContent = word("handedInElsewhere");
    this.questions.lock();
    by("navigator").close();
    by("time-is-up").showModal();
    by("time-is-up-title").focus();
    await this.deliver();
    say(word("timeIsUpText"));
    if (isTime) await pause(Math.random() * JITTER);
    while (!await this.leave()) await pause(AGAIN);
  }

  async deliver() {
    const end = performance.now() + DELIVERY;
    this.answers.flush();
    while (this.answers.waiting.length && performance.now() < end) {
      say(word("timeIsUpUnsent", { n: this.answers.waiting.length }));
      await pause(AGAIN / 4);
      this.answers.retry();
    }
  }

  // What is still unsent is kept by the server as late: the page goes on sending until it is.
  async leave() {
    if (this.answers.waiting.length) {
      this.answers.retry();
      say(word("timeIsUpUnsent", { n: this.answers.waiting.length }));
      return false;
    }
    const done = await this.summary.send();
    if (!done) return false;
    say(word("timeIsUpDone", { n: done.answered, time: done.handedIn }));
    const link = make("a", { class: "btn btn-primary", href: done.result }, word("seeResult"));
    by("time-is-up").append(link);
    link.focus();
    return true;
  }
}
