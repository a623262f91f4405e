// The question editor: Enter in a line goes to the next one, buttons move what is typed up and down.

const shown = (row) => !row.classList.contains("bank-spare");
const controls = (row) => [...row.querySelectorAll("input, select, textarea")];
const first = (row) => row.querySelector("input[type=text], input:not([type]), textarea, input[type=number]");

for (const group of document.querySelectorAll("[data-rows]")) {
  const rows = [...group.querySelectorAll("[data-row]")];
  const add = group.querySelector("[data-add]");

  function open(at) {
    const row = rows[at];
    if (!row) return;
    row.classList.remove("bank-spare");
    add.hidden = rows.every(shown);
    first(row)?.focus();
  }

  // The lines change places by what they hold, so that each keeps its name.
  function swap(one, other) {
    const pairs = controls(one).map((control, at) => [control, controls(other)[at]]);
    const held = pairs.map(([left, right]) => [left.value, right.value, left.checked, right.checked]);
    pairs.forEach(([left, right], at) => {
      const [leftValue, rightValue, leftTicked, rightTicked] = held[at];
      if (["checkbox", "radio"].includes(left.type)) [left.checked, right.checked] = [rightTicked, leftTicked];
      else [left.value, right.value] = [rightValue, leftValue];
    });
  }

  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=checkbox], [type=radio])")) return;
    event.preventDefault();
    open(rows.indexOf(event.target.closest("[data-row]")) + 1);
  });

  group.addEventListener("click", ({ target }) => {
    const move = target.closest("[data-move]");
    if (target.closest("[data-add]")) open(rows.findIndex((row) => !shown(row)));
    if (!move) return;
    const at = rows.indexOf(move.closest("[data-row]"));
    const to = at + Number(move.dataset.move);
    if (!rows[to] || !shown(rows[to])) return;
    swap(rows[at], rows[to]);
    rows[to].querySelector(`[data-move="${move.dataset.move}"]`).focus();
  });

  const shares = group.querySelector("[data-shares]");
  if (shares) {
    const draw = () => { group.classList.toggle("has-shares", shares.checked); };
    shares.checked = [...group.querySelectorAll(".bank-share input")].some((input) => input.value);
    shares.addEventListener("change", draw);
    draw();
  }
  add.hidden = rows.every(shown);
}
