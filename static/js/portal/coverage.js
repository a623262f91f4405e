// The sentence of the cell that has the focus, or under the pointer, in one place below the matrix.

const sentence = document.getElementById("sentence");

function tell(event) {
  const cell = event.target.closest("td a");
  if (!cell) return;
  sentence.textContent = cell.title;
  sentence.hidden = false;
}

if (sentence) {
  const matrix = document.querySelector(".coverage tbody");
  matrix.addEventListener("focusin", tell);
  matrix.addEventListener("mouseover", tell);
}
