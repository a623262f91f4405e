// What the candidate must know about the line to the server: strips that never cover or stop anything.

import { by, make, word } from "./page.js";

const SOON = 8000;
const LONG = 60_000;
const SPEAK_AGAIN = 60_000;
const GOOD_NEWS = 6000;

export class Strips {
  constructor(answers) {
    Object.assign(this, { answers, spokenAt: -SPEAK_AGAIN, wasOffline: false, strips: new Map(), lastSaved: "" });
    answers.addEventListener("change", () => { this.draw(); });
    answers.addEventListener("saved", ({ detail }) => { this.saved(detail); });
    setInterval(() => { this.draw(); }, 1000);
    this.draw();
  }

  // "Saved 10:42" comes from an acknowledgement alone.
  saved(time) {
    this.lastSaved = time;
    if (performance.now() - this.spokenAt < SPEAK_AGAIN) return;
    this.spokenAt = performance.now();
    by("spoken").textContent = word("saved", { time });
  }

  draw() {
    const { unsent } = this.answers;
    const waiting = unsent.some((state) => state.trouble || state.conflict);
    by("saved").textContent = waiting ? word("unsaved")
      : unsent.length ? word("saving") : this.lastSaved ? word("saved", { time: this.lastSaved }) : "";
    by("saved").classList.toggle("is-waiting", waiting);
    this.connection(unsent);
  }

  connection(unsent) {
    const lost = unsent.filter((state) => state.trouble === "unreachable");
    const oldest = Math.min(...lost.map((state) => state.since));
    const age = lost.length ? performance.now() - oldest : 0;
    this.set("offline", age >= SOON && age < LONG, "warning", () => [word(this.answers.drafts.isKept ? "offline" : "offlineOpen")]);
    this.set("offline-long", age >= LONG, "danger", () => [word("offlineLong", { n: unsent.length })], unsent.length);
    if (age >= SOON) this.wasOffline = true;
    if (this.wasOffline && !unsent.length) this.back();
  }

  back() {
    const count = this.answers.sentWhileBack;
    this.wasOffline = false;
    this.answers.sentWhileBack = 0;
    this.set("online", true, "success", () => [word("online", { n: count })]);
    setTimeout(() => { this.set("online", false); }, GOOD_NEWS);
  }

  // Draw a strip once for its key, take it away when it is over.
  set(name, isShown, level = "warning", says = () => [], key = "") {
    const standing = this.strips.get(name);
    if (!isShown) {
      standing?.element.remove();
      this.strips.delete(name);
    } else if (!standing || standing.key !== key) {
      const element = make("p", { class: `strip alert alert-${level}`, role: "status" }, make("span", {}, ...says()));
      if (standing) standing.element.replaceWith(element);
      else by("strips").append(element);
      this.strips.set(name, { element, key });
    }
  }
}
