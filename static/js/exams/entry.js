// Answer sheets by keyboard: letters only, one letter goes on by itself, and the name behind a number is told.

const form = document.getElementById("entry");
const number = form.elements.number;
const who = document.getElementById("candidate");
const boxes = [...form.querySelectorAll(".entry-rows input, .entry-rows textarea")];
const stops = [number, form.elements.on, ...boxes, form.querySelector("button[type=submit]")];

function go(from, step) {
  const next = stops[stops.indexOf(from) + step];
  next?.focus();
  if (next?.select) next.select();
}

for (const box of boxes) {
  box.addEventListener("input", (event) => {
    const { letters, most } = box.dataset;
    if (!letters || event.isComposing) return;
    box.value = box.value.normalize("NFKC").toUpperCase();
    const wrong = [...box.value].some((sign) => /[A-Z]/.test(sign) && !letters.includes(sign) && !/[TFX]/.test(sign));
    box.classList.toggle("is-invalid", wrong);
    if (!wrong && most === "1" && box.value.length === 1) go(box, 1);
  });
}

form.addEventListener("keydown", (event) => {
  if (event.isComposing || !stops.includes(event.target) || event.target.type === "submit") return;
  const isText = event.target.tagName === "TEXTAREA";
  if (event.key === "Enter" && !isText) {
    event.preventDefault();
    go(event.target, event.shiftKey ? -1 : 1);
  } else if (!isText && event.target.type !== "date" && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    go(event.target, event.key === "ArrowDown" ? 1 : -1);
  }
});

let asked = 0;

async function look() {
  const turn = ++asked;
  const typed = number.value.trim();
  if (!typed) { who.textContent = ""; return; }
  const address = `${form.dataset.candidate}?${new URLSearchParams({ number: typed })}`;
  const response = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (turn !== asked || !response?.ok) return;
  const { name, words } = await response.json();
  who.textContent = [name, words].filter(Boolean).join(" · ");
  who.classList.toggle("is-short", Boolean(words));
}

let timer = 0;
number.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 250); });
if (number.value) look();
(form.querySelector(".entry-error")?.parentElement.querySelector("input, textarea") ?? null)?.focus();
