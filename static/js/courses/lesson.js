// Quick checks answered on the spot, the place remembered, words to copy. Without it every form still works.

const MARK_EVERY = 5000;
const done = document.getElementById("done");
const token = done.querySelector("[name=csrfmiddlewaretoken]").value;

const post = (address, fields) =>
  fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token, Accept: "application/json" },
    body: new URLSearchParams(fields),
  });

const show = (option, verdict) => {
  const word = document.getElementById(verdict.right ? "word-right" : "word-wrong").content.cloneNode(true);
  option.querySelector(".verdict").replaceChildren(word, ` ${verdict.reason}`);
  option.querySelector("button").classList.add(verdict.right ? "is-right" : "is-wrong");
};

const submitPlainly = (form, chosen) => {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "option", value: chosen.value }));
  form.submit();
};

for (const form of document.querySelectorAll("form[data-check]")) {
  form.addEventListener("submit", async (event) => {
    const chosen = event.submitter;
    if (!chosen) return;
    event.preventDefault();
    const answer = await post(form.action, { option: chosen.value }).catch(() => null);
    if (answer?.ok) show(chosen.closest("[data-option]"), await answer.json());
    else submitPlainly(form, chosen);
  });
}

let seen = "";
let marked = "";
const mark = () => {
  if (!seen || seen === marked) return;
  marked = seen;
  post(done.dataset.place, { block: seen }).catch(() => { marked = ""; });
};
const watch = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) seen = entry.target.dataset.block;
  },
  { rootMargin: "-20% 0px -60% 0px" },
);
for (const block of document.querySelectorAll("[data-block]")) watch.observe(block);
setTimeout(mark, 1000);
setInterval(mark, MARK_EVERY);

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  const [ask, said] = button.querySelectorAll("span");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.closest("[data-words]").querySelector("blockquote").innerText.trim());
    ask.hidden = true;
    said.hidden = false;
    setTimeout(() => { ask.hidden = false; said.hidden = true; }, 2000);
  });
}
