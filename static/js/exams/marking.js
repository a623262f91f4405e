// One answer after the other: digits choose, Enter saves, and the next answer lies ready before it is asked for.

const stage = document.getElementById("stage");
const words = JSON.parse(document.getElementById("words").textContent);
const told = document.getElementById("told");
const left = document.getElementById("left");
let waiting = Number(stage.dataset.waiting);
let upcoming = null;

const task = () => stage.querySelector("[data-item]");

function say(text, refused = false) {
  told.textContent = text;
  told.classList.toggle("is-refused", refused);
}

// The part of the page with the answer after this one; an empty text where there is none.
async function fetchNext(item) {
  const address = new URL(stage.dataset.address, location.href);
  address.searchParams.set("skip", item);
  const reply = await fetch(address, { headers: { Accept: "text/html" } });
  if (reply.redirected || !reply.ok) throw new Error(reply.status);
  return reply.status === 204 ? "" : reply.text();
}

function prefetch() {
  const current = task();
  upcoming = current ? fetchNext(current.dataset.item).catch(() => null) : null;
}

function show(html) {
  stage.replaceChildren(html
    ? document.createRange().createContextualFragment(html)
    : document.getElementById("nothing").content.cloneNode(true));
  const pile = stage.dataset.pile;
  for (const field of stage.querySelectorAll("input[name=pile]")) field.value = pile;
  begin();
  prefetch();
}

// The hand lies where it is needed: on the points, or on the first criterion.
function begin() {
  const first = stage.querySelector("#points, .rubric-level input");
  if (first) first.focus({ preventScroll: true });
}

async function save(form) {
  const button = form.querySelector("[type=submit]");
  if (button.disabled) return;
  button.disabled = true;
  const next = upcoming;
  try {
    const reply = await fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
    });
    if (reply.redirected) { location.reload(); return; }
    const { error } = await reply.json();
    say(error || words.saved, Boolean(error));
    if (reply.status === 400) { button.disabled = false; begin(); return; }
  } catch {
    say(words.lost, true);
    button.disabled = false;
    return;
  }
  waiting = Math.max(waiting - 1, 0);
  left.textContent = words.left.replace("{n}", waiting);
  const html = await next;
  if (html === null) location.reload();
  else show(html);
}

// A digit chooses the level with these points, of the first criterion that has none, or of the one that has the focus.
function choose(digit) {
  const rows = [...stage.querySelectorAll(".rubric-row")];
  const row = rows.find((one) => !one.querySelector(":checked")) || document.activeElement.closest(".rubric-row");
  const radio = row && row.querySelector(`[data-key="${digit}"]`);
  if (!radio) return false;
  radio.checked = true;
  const following = rows[rows.indexOf(row) + 1];
  (following ? following.querySelector("input") : radio).focus();
  return true;
}

stage.addEventListener("submit", (event) => {
  if (!event.target.matches(".judgement")) return;
  event.preventDefault();
  save(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea, input:not([type=radio])")) return;
  if (/^[0-9]$/.test(event.key) && choose(event.key)) event.preventDefault();
});

begin();
prefetch();
