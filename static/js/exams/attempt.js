// The exam page: puts its parts together.

import { Answers } from "./answers.js";
import { Away } from "./away.js";
import { Clock } from "./clock.js";
import { Drafts } from "./drafts.js";
import { Ending } from "./ending.js";
import { listen } from "./keys.js";
import { Navigator } from "./navigator.js";
import { dismiss, prepare } from "./offline.js";
import { by, make, word } from "./page.js";
import { Questions } from "./questions.js";
import { Sequence } from "./sequence.js";
import { Server } from "./server.js";
import { Strips } from "./strips.js";
import { Summary } from "./summary.js";
import { Timer } from "./timer.js";
import { Writer } from "./writer.js";

const given = JSON.parse(by("shell").textContent);
const isOffline = !given.items;
const drafts = await Drafts.open(given);
// Without network the page comes empty, and finds itself where it was kept. The device's clock then says how long ago.
const kept = isOffline ? await drafts.paper() : undefined;
const shell = kept ? { ...kept, now: kept.now + Date.now() - kept.wall } : given;

if (shell.items) await begin();
else waitForNetwork();

async function begin() {
  by("title").textContent = shell.title;
  const server = new Server(shell);
  const answers = new Answers(server, drafts, shell.items, () => clock.now);
  await answers.restore(isOffline);
  const questions = new Questions(shell, answers);
  const away = new Away(() => clock.now, shell.away);
  const clock = new Clock(server, shell, () => ({ place: questions.first + questions.current, unsent: answers.unsent.length, away: away.events }));
  if (shell.place) {
    new Sequence(server, answers, questions).addEventListener("arrived", ({ detail }) => { Object.assign(shell, detail); keep(clock); });
  }
  const strips = new Strips(answers);
  const summary = new Summary(questions, answers, server, forget);
  new Navigator(questions, answers);
  new Timer(clock);
  new Ending(clock, questions, answers, summary);
  listen(questions, answers);
  oneWriter(questions, strips);
  samePerson(clock, answers, questions, strips);

  clock.addEventListener("told", ({ detail }) => { away.told(detail.away); });
  clock.addEventListener("deadline", () => { keep(clock); });
  answers.addEventListener("moved", () => { location.reload(); });
  addEventListener("online", () => { answers.retry(); });
  addEventListener("focus", () => { answers.retry(); });
  addEventListener("pagehide", () => { answers.part(); });
  addEventListener("beforeunload", (event) => { if (answers.unsent.length && !summary.isLeaving) event.preventDefault(); });

  if (!drafts.isKept) strips.set("open-page", true, "warning", () => [word("openPage")]);
  keep(clock);
  if (!isOffline) prepare(shell);
  questions.go(shell.place ? 0 : place(answers), false);
  answers.retry();
}

// The questions, for a reload without network.
function keep(clock) {
  drafts.keepPaper({ ...shell, now: clock.now, deadline: clock.deadline, wall: Date.now() });
}

async function forget() {
  await drafts.forget();
  await dismiss(shell);
}

// Where she was, else the first question without an answer.
function place(answers) {
  const asked = Number(location.hash.slice(1)) - 1;
  const empty = shell.items.findIndex((item) => !answers.get(item.id).value.some(Boolean));
  const isAsked = Number.isInteger(asked) && asked >= 0 && asked < shell.items.length;
  return isAsked ? asked : Math.max(empty, 0);
}

// A second window of the same attempt only looks on, until it is chosen.
function oneWriter(questions, strips) {
  const writer = new Writer(shell.attempt);
  writer.addEventListener("change", () => {
    questions.lock();
    strips.set("second", true, "warning", () => [word("secondTab"), " ",
      make("button", { type: "button", class: "btn btn-sm btn-primary", onclick: () => { writer.takeOver(); } }, word("goOnHere"))]);
  });
}

// A lost session stops nothing; she signs in again beside the page. Another person is shown nothing more to do here.
function samePerson(clock, answers, questions, strips) {
  const foreign = () => {
    questions.lock();
    strips.set("foreign", true, "danger", () => [word("locked")]);
  };
  clock.addEventListener("foreign", foreign);
  answers.addEventListener("trouble", ({ detail }) => { if (detail === "foreign") foreign(); });
  clock.addEventListener("signed", ({ detail }) => { strips.set("signed-out", !detail, "warning", () => [
    word("signedOut"), " ", make("a", { href: shell.signIn, target: "_blank", onclick: signIn }, word("signIn"))]); });
  new BroadcastChannel("exam-sign-in").addEventListener("message", () => { clock.who(); });
}

function signIn(event) {
  if (open(shell.signIn, "exam-sign-in", "popup,width=480,height=720")) event.preventDefault();
}

function waitForNetwork() {
  by("questions").append(make("p", { class: "lead", role: "status" }, word("noPaper")),
    make("button", { type: "button", class: "btn btn-primary", onclick: () => { location.reload(); } }, word("tryAgain")));
  addEventListener("online", () => { location.reload(); });
}
