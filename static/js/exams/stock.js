// What the bank has for the paper as it stands in the form, told beside every rule while it is typed.

const PAUSE = 300;
const form = document.getElementById("w-editor-form") ?? document.querySelector("form[data-edit-form]");
const told = document.getElementById("stock");
const NAME = /^sections-(\d+)-(?:(draws|questions)-(\d+)-)?(\w+)$/;

let timer = 0;
let asked = 0;

// The fields of the sections by their prefixes; what is marked as deleted is left out.
function read() {
  const sections = new Map();
  for (const field of form.elements) {
    const [, section, list, row, name] = NAME.exec(field.name) ?? [];
    if (section === undefined) continue;
    const found = within(sections, section, { draws: new Map(), questions: new Map() });
    (list ? within(found[list], row, {}) : found)[name] = field.value;
  }
  return ordered(sections);
}

function within(map, key, fresh) {
  if (!map.has(key)) map.set(key, { key, ...fresh });
  return map.get(key);
}

function ordered(map) {
  return [...map.values()].filter((row) => !row.DELETE).sort((one, other) => one.ORDER - other.ORDER);
}

async function tell() {
  const number = ++asked;
  const sections = read().map((section) => ({ ...section, draws: ordered(section.draws), questions: ordered(section.questions) }));
  const body = JSON.stringify({ sections: sections.map((section) => ({
    title: section.title,
    rules: section.draws,
    questions: section.questions.map((line) => line.question).filter(Boolean),
  })) });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const response = await fetch(told.dataset.address, { method: "POST", headers, body }).catch(() => null);
  if (number !== asked || !response?.ok) return;
  show(sections, await response.json());
}

function show(sections, stock) {
  sections.forEach((section, at) => section.draws.forEach((rule, place) => {
    line(`sections-${section.key}-draws-${rule.key}`, stock.sections[at][place]);
  }));
  told.querySelector("p").textContent = stock.words;
  told.classList.toggle("help-warning", !stock.enough);
  told.classList.toggle("help-info", stock.enough);
  told.hidden = false;
}

function line(prefix, { words, short }) {
  const child = document.getElementById(`inline_child_${prefix}`);
  const field = form.elements[`${prefix}-count`];
  let place = child.querySelector("output");
  if (!place) {
    place = Object.assign(document.createElement("output"), { className: "stock-line" });
    place.htmlFor.add(field.id);
    child.querySelector(".w-panel__content").append(place);
  }
  if (place.textContent !== words) place.textContent = words;
  place.classList.toggle("is-short", short);
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(tell, PAUSE);
}

form.addEventListener("input", soon);
form.addEventListener("change", soon);
form.addEventListener("click", soon); // rows added, removed, moved; questions chosen
new MutationObserver((changes) => {
  if (changes.some(({ target }) => !target.closest("output, #stock"))) soon();
}).observe(form, { childList: true, subtree: true });
soon();
