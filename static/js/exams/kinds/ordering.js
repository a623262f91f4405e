// Steps to be put in order: by buttons, or by naming the place. Nothing needs dragging.

import { make, word } from "../page.js";
import { plain, rich, shown } from "./words.js";

export function ordering(item, { choose }) {
  const total = item.options.length;
  const written = item.options.map((option) => option.token);
  const rows = new Map(item.options.map((option) => [option.token, row(option)]));
  const list = make("ol", { class: "steps-to-order" }, ...[...rows.values()].map(({ line }) => line));
  const told = make("p", { class: "visually-hidden", role: "status" });
  const keep = make("button", { type: "button", class: "btn btn-outline-secondary keep-order",
    onclick: () => { choose(order()); } }, word("keepOrder"));

  function row(option) {
    const places = make("select", { class: "form-select place-select", autocomplete: "off",
      "aria-label": word("placeOf", { step: plain(option, item.format) }),
      onchange: () => { move(option, Number(places.value), places); } },
    ...item.options.map((_, at) => make("option", { value: String(at) }, String(at + 1))));
    const up = button("up", "↑", option, -1);
    const down = button("down", "↓", option, 1);
    const line = make("li", {}, places,
      make("span", { class: "step-text" }, ...rich(option.text, item.format), ...shown(option.media)), up, down);
    line.dataset.token = option.token;
    return { line, places, up, down };
  }

  function button(name, sign, option, by) {
    const made = make("button", { type: "button", class: "btn btn-outline-secondary step-move",
      "aria-label": word(name, { step: plain(option, item.format) }),
      onclick: () => { move(option, order().indexOf(option.token) + by, made); } }, sign);
    return made;
  }

  function order() { return [...list.children].map((line) => line.dataset.token); }

  function move(option, place, control) {
    if (place < 0 || place >= total) return;
    const others = order().filter((token) => token !== option.token);
    choose([...others.slice(0, place), option.token, ...others.slice(place)]);
    told.textContent = word("moved", { step: plain(option, item.format), n: place + 1, total });
    control.focus();
  }

  function show(value) {
    keep.hidden = value.length > 0;
    const wanted = value.length ? value : written;
    if (wanted.join() !== order().join()) list.append(...wanted.map((token) => rows.get(token).line));
    wanted.forEach((token, at) => {
      const { places, up, down } = rows.get(token);
      places.value = String(at);
      up.classList.toggle("is-end", at === 0);
      down.classList.toggle("is-end", at === total - 1);
    });
  }

  return {
    body: [list, keep, told],
    keys: [],
    show,
    says: (value) => value.map((token) => plain(item.options.find((option) => option.token === token), item.format)).join(" → "),
  };
}
