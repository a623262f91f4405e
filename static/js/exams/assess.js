// The scoring sheet. Each criterion keeps its value, the last number the server acknowledged, one save in flight, and
// the newest value waits. "Saved" is said only on the server's word; what failed is tried again while the page is open.

import { post } from "./server.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 8000;
const AFTER_CHOICE = 250; // arrow keys pass over levels
const AFTER_TYPING = 1500;

const sheet = document.getElementById("sheet");
const { words, signIn } = JSON.parse(document.getElementById("shell").textContent);
const count = document.getElementById("count");
const told = document.getElementById("saved");
const say = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
const same = (one, other) => one.points === other.points && one.comment === other.comment;

class Criterion {
  constructor(field) {
    this.field = field;
    this.radios = [...field.querySelectorAll("input[type=radio]")];
    this.comment = field.querySelector("textarea");
    this.box = field.querySelector("[data-conflict]");
    this.seq = Number(field.dataset.seq);
    this.saved = this.value;
    Object.assign(this, { sent: [], inFlight: false, conflict: null, trouble: "", pause: FIRST_PAUSE, timer: 0 });
    for (const radio of this.radios) radio.addEventListener("change", () => { this.changed(AFTER_CHOICE); });
    this.comment.addEventListener("input", () => { this.changed(AFTER_TYPING); });
    this.comment.addEventListener("change", () => { this.changed(0); });
  }

  get value() {
    const chosen = this.radios.find((radio) => radio.checked);
    return { points: chosen ? Number(chosen.value) : null, comment: this.comment.value.trim() };
  }

  set value({ points, comment }) {
    for (const radio of this.radios) radio.checked = points !== null && Number(radio.value) === points;
    this.comment.value = comment;
  }

  get isDirty() { return !same(this.value, this.saved); }

  changed(pause) {
    this.trouble = "";
    this.later(pause);
    show();
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.send(); }, pause);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.inFlight || this.conflict || !this.isDirty || this.trouble === "bad" || isOver) return;
    const value = this.value;
    this.inFlight = true;
    this.sent.push(value);
    show();
    const { word, data } = await post(this.field.dataset.address, { seq: this.seq + 1, ...value });
    this.inFlight = false;
    this.heard(word, value, data);
    show();
  }

  heard(word, value, data) {
    if (word === "done") this.acknowledged(value, data);
    else if (word === "refused" && data.error === "stale") this.overtaken(data);
    else if (word === "refused" || word === "foreign") over();
    else this.failed(word);
  }

  acknowledged(value, data) {
    Object.assign(this, { seq: data.seq, saved: value, sent: [], trouble: "", pause: FIRST_PAUSE });
    lastSaved = data.saved;
    if (this.isDirty) this.later(0);
  }

  failed(word) {
    this.trouble = word;
    if (word === "bad") return;
    this.later(this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  // A score of this very page whose acknowledgement was lost is no conflict: the next number goes on from it.
  overtaken(data) {
    const theirs = { points: data.points, comment: data.comment };
    Object.assign(this, { seq: data.seq, saved: theirs, trouble: "" });
    if (!this.isDirty || this.sent.some((value) => same(value, theirs))) {
      this.sent = [];
      lastSaved = data.saved;
      this.later(0);
    } else {
      this.ask(theirs, data.saved);
    }
  }

  // Both scores are shown, and the assessor chooses.
  ask(theirs, time) {
    this.conflict = theirs;
    const line = (text) => Object.assign(document.createElement("p"), { textContent: text });
    this.box.replaceChildren(
      line(words.stale),
      line(say(words.here, { value: this.inWords(this.value) })),
      line(say(words.there, { time, value: this.inWords(theirs) })),
      this.button(words.keepHere, () => {}),
      this.button(words.keepThere, () => { this.value = theirs; }),
    );
    this.box.hidden = false;
    this.box.setAttribute("role", "alert");
  }

  button(text, choose) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    made.className = "btn btn-outline-secondary";
    made.addEventListener("click", () => {
      choose();
      Object.assign(this, { conflict: null, sent: [] });
      this.box.hidden = true;
      this.radios.find((radio) => radio.checked)?.focus();
      this.send();
      show();
    });
    return made;
  }

  inWords({ points, comment }) {
    const chosen = this.radios.find((radio) => Number(radio.value) === points);
    const level = points === null || !chosen ? words.nothing : chosen.labels[0].innerText.replace(/\s+/g, " ").trim();
    return comment ? `${level} · ${comment}` : level;
  }
}

let isOver = false;
let lastSaved = "";
const criteria = [...sheet.querySelectorAll("[data-criterion]")].map((field) => new Criterion(field));
const unsaved = () => criteria.filter((one) => one.isDirty || one.inFlight);

function show() {
  const scored = criteria.filter((one) => one.value.points !== null).length;
  count.textContent = say(words.scored, { n: scored, total: criteria.length });
  const text = state();
  told.classList.toggle("trouble", text !== "" && text !== words.saving && unsaved().length > 0);
  if (told.textContent !== text) told.textContent = text;
  if (criteria.some((one) => one.trouble === "signed-out")) offerSignIn();
}

function state() {
  const waiting = unsaved();
  if (isOver) return words.over;
  if (waiting.some((one) => one.trouble === "signed-out")) return words.signedOut;
  if (waiting.some((one) => one.trouble === "bad")) return words.refused;
  if (waiting.some((one) => one.conflict)) return words.stale;
  if (waiting.some((one) => one.trouble)) return say(words.waiting, { n: waiting.length });
  if (waiting.length) return words.saving;
  return lastSaved ? say(words.saved, { time: lastSaved }) : "";
}

function offerSignIn() {
  const link = Object.assign(document.createElement("a"), { href: signIn, target: "_blank", textContent: words.signIn });
  link.rel = "noopener";
  told.append(" ", link);
}

function over() {
  isOver = true;
  for (const field of sheet.querySelectorAll("fieldset")) field.disabled = true;
}

function tryAll() {
  for (const one of unsaved()) {
    one.pause = FIRST_PAUSE;
    one.send();
  }
}

// To the summary only when the server has everything; until then the button waits with the rest.
let isLeaving = false;
sheet.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isLeaving || isOver) return;
  isLeaving = true;
  tryAll();
  while (unsaved().some((one) => !one.trouble && !one.conflict)) await new Promise((done) => { setTimeout(done, 50); });
  isLeaving = false;
  if (unsaved().length === 0) location.assign("submit/");
  else unsaved()[0].field.scrollIntoView({ block: "center" });
});

addEventListener("online", tryAll);
document.addEventListener("visibilitychange", tryAll);
addEventListener("beforeunload", (event) => { if (!isOver && unsaved().length) event.preventDefault(); });
show();
