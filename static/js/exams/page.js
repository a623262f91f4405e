// Small makers of elements, and texts with places to fill.

const words = JSON.parse(document.getElementById("words").textContent);

export const word = (name, places = {}) =>
  words[name].replace(/\{(\w+)\}/g, (whole, place) => places[place] ?? whole);

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (typeof value === "boolean") element.toggleAttribute(key, value);
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

export const by = (id) => document.getElementById(id);

export const SHAPES = { empty: "○", saved: "●", saving: "◐", unsaved: "!" };
