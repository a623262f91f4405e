// The exam page: puts its parts together, and sees to the end.

import { Answers } from "./answers.js";
import { Clock } from "./clock.js";
import { listen } from "./keys.js";
import { Navigator } from "./navigator.js";
import { by, make, word } from "./page.js";
import { Questions } from "./questions.js";
import { Server } from "./server.js";
import { Strips } from "./strips.js";
import { Summary } from "./summary.js";
import { Timer } from "./timer.js";

const shell = JSON.parse(by("shell").textContent);
const DELIVERY = 55_000;
const AGAIN = 2000;

const server = new Server(shell);
const answers = new Answers(server, shell.items);
const questions = new Questions(shell, answers);
const clock = new Clock(server, shell);
const strips = new Strips(answers);
const summary = new Summary(questions, answers, server);
new Navigator(questions, answers);
new Timer(clock);
listen(questions, answers);

let isOver = false;
let isLeaving = false;

// Where she was, else the first question without an answer.
function begin() {
  const asked = Number(location.hash.slice(1)) - 1;
  const empty = shell.items.findIndex((item) => !item.answer.length);
  const isAsked = Number.isInteger(asked) && asked >= 0 && asked < shell.items.length;
  questions.go(isAsked ? asked : Math.max(empty, 0), false);
}

// Time is up: no more answers, those on their way are waited for, then the attempt is handed in.
async function timeIsUp() {
  if (isOver) return;
  isOver = true;
  if (clock.left > 0) by("time-is-up-title").textContent = word("handedInElsewhere");
  questions.lock();
  by("navigator").close();
  by("time-is-up").showModal();
  by("time-is-up-title").focus();
  const end = performance.now() + DELIVERY;
  while (answers.waiting.length && performance.now() < end) {
    say(word("timeIsUpUnsent", { n: answers.waiting.length }));
    answers.retry();
    await pause(AGAIN);
  }
  say(word("timeIsUpText"));
  await pause(AGAIN * (0.5 + Math.random()));
  while (!await leave()) await pause(AGAIN);
}

// What is still unsent is kept by the server as late: the page goes on sending until it is.
async function leave() {
  if (answers.waiting.length) {
    answers.retry();
    say(word("timeIsUpUnsent", { n: answers.waiting.length }));
    return false;
  }
  return summary.handIn();
}

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const say = (text) => { by("time-is-up-text").textContent = text; };

function foreign() {
  questions.lock();
  strips.set("foreign", true, "danger", () => [word("locked")]);
}

clock.addEventListener("tick", () => { if (clock.left === 0) timeIsUp(); });
clock.addEventListener("closed", () => { timeIsUp(); });
clock.addEventListener("foreign", foreign);
clock.addEventListener("signed", ({ detail }) => { strips.set("signed-out", !detail, "warning", () => [
  word("signedOut"), " ", make("a", { href: shell.signIn, target: "_blank", rel: "noopener" }, word("signIn"))]); });
answers.addEventListener("over", () => { timeIsUp(); });
answers.addEventListener("leave", () => { isLeaving = true; });
answers.addEventListener("trouble", ({ detail }) => { if (detail === "foreign") foreign(); });
addEventListener("online", () => { answers.retry(); });
addEventListener("focus", () => { answers.retry(); });
addEventListener("beforeunload", (event) => { if (answers.unsent.length && !isLeaving) event.preventDefault(); });
by("time-is-up").addEventListener("cancel", (event) => { event.preventDefault(); });

// A second window of the same attempt: both say so; the server's refusal decides.
const tabs = new BroadcastChannel(`exam-${shell.attempt}`);
const second = () => { strips.set("second", true, "warning", () => [word("secondTab")]); };
tabs.addEventListener("message", ({ data }) => {
  second();
  if (data === "hello") tabs.postMessage("here");
});
tabs.postMessage("hello");

begin();
