// Minutes until five are left, then seconds. Words are spoken at 10, 5 and 1 minutes only.

import { by, word } from "./page.js";

const MINUTE = 60_000;
const SECONDS_FROM = 5 * MINUTE;
const SPOKEN = [10, 5, 1];

export class Timer {
  constructor(clock) {
    this.clock = clock;
    this.listenAnew();
    this.isHidden = sessionStorage.getItem("exam-timer") === "hidden";
    by("hide-timer").addEventListener("click", () => { this.toggle(); });
    clock.addEventListener("tick", () => { this.draw(); });
    clock.addEventListener("deadline", () => { this.listenAnew(); });
    this.draw();
  }

  // What is still to be announced; more of it after an extension.
  listenAnew() { this.ahead = SPOKEN.filter((minutes) => this.clock.left > minutes * MINUTE); }

  toggle() {
    this.isHidden = !this.isHidden;
    sessionStorage.setItem("exam-timer", this.isHidden ? "hidden" : "shown");
    this.draw();
  }

  draw() {
    const { left } = this.clock;
    const isShort = left <= SECONDS_FROM;
    by("timer").textContent = isShort ? word("seconds", { time: this.seconds(left) }) : word("minutes", { n: Math.ceil(left / MINUTE) });
    by("timer").hidden = this.isHidden && !isShort;
    by("timer").classList.toggle("is-short", isShort);
    by("hide-timer").setAttribute("aria-pressed", String(this.isHidden));
    by("hide-timer").hidden = isShort;
    while (this.ahead.length && left <= this.ahead[0] * MINUTE) by("spoken-time").textContent = word("left", { n: this.ahead.shift() });
  }

  seconds(left) {
    const all = Math.ceil(left / 1000);
    return `${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`;
  }
}
