// After the end nothing of an attempt stays on this device. What was still unsent is told to the server first, which
// keeps it as late.

import { Drafts } from "./drafts.js";
import { dismiss } from "./offline.js";
import { Server } from "./server.js";

const given = JSON.parse(document.getElementById("leftovers").textContent);
const drafts = await Drafts.open(given);
const paper = await drafts.paper();
const isTold = paper ? await tell(new Server(paper), paper.items) : true;
if (isTold) {
  await drafts.forget();
  await dismiss(given);
}

async function tell(server, items) {
  for (const { id } of items) {
    const kept = await drafts.load(id);
    if (!kept?.dirty) continue;
    const { word } = await server.post(`items/${id}/save`, { seq: kept.seq + 1, answer: kept.value, typed: kept.at });
    if (word === "unreachable") return false;
  }
  return true;
}
