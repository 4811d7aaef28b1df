// A menu with a search box, for choosing several options or options the app supplies.

import { el, icon } from "./dom.js";

let numbers = 0;

// options: [{value, label, note}], or load(words) -> the same; chosen: list of options; onchange(list).
export function picker({ options = [], load, chosen, multiple, placeholder, label, most, onchange }) {
  const id = `picker-${(numbers += 1)}`;
  let picked = [...chosen];
  let shown = options;
  const words = el("span", { class: "picker-words" });
  const button = el("button", { type: "button", class: "picker-button", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-label": label, "aria-controls": id }, words);
  const search = el("input", { type: "search", class: "picker-search", "aria-label": `Search ${label}`, placeholder: "Search", autocomplete: "off" });
  const list = el("div", { class: "picker-list", role: "listbox", id, "aria-multiselectable": multiple ? "true" : null });
  const sheet = el("div", { class: "picker-sheet", hidden: true }, search, list);
  const root = el("div", { class: "picker" }, button, sheet);

  const describe = () => {
    words.replaceChildren();
    if (!picked.length) words.append(el("span", { class: "placeholder" }, placeholder || "Choose"));
    else if (multiple) words.append(...picked.map((each) => el("span", { class: "chip" }, each.label)));
    else words.append(picked[0].label);
    words.append(icon("unfold"));
  };
  const toggle = (option) => {
    const on = picked.some((each) => each.value === option.value);
    if (!multiple) picked = on ? [] : [option];
    else if (on) picked = picked.filter((each) => each.value !== option.value);
    else if (!most || picked.length < most) picked = [...picked, option];
    describe();
    draw();
    onchange(picked);
    if (!multiple) close(true);
  };
  const draw = () => {
    list.replaceChildren(...shown.map((option) => {
      const on = picked.some((each) => each.value === option.value);
      return el("button", { type: "button", role: "option", class: "picker-option", "aria-selected": String(on), onclick: () => toggle(option) },
        el("span", {}, option.label), option.note ? el("small", {}, option.note) : null);
    }));
    if (!shown.length) list.append(el("p", { class: "quiet" }, "Nothing found"));
  };
  const find = async () => {
    const asked = search.value.trim().toLowerCase();
    shown = load ? await load(search.value.trim()) : options.filter((each) => each.label.toLowerCase().includes(asked));
    draw();
  };
  const open = () => {
    sheet.hidden = false;
    button.setAttribute("aria-expanded", "true");
    search.value = "";
    find();
    search.focus();
    document.addEventListener("pointerdown", outside);
  };
  const close = (refocus) => {
    sheet.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    if (refocus) button.focus();
  };
  const outside = (event) => root.contains(event.target) || close(false);
  const step = (event) => {
    const stops = [search, ...list.querySelectorAll("button")];
    const at = stops.indexOf(document.activeElement);
    if (event.key === "ArrowDown") stops[Math.min(at + 1, stops.length - 1)].focus();
    else if (event.key === "ArrowUp") stops[Math.max(at - 1, 0)].focus();
    else if (event.key === "Escape") { close(true); event.stopPropagation(); }
    else if (event.key === "Enter" && document.activeElement === search) stops[1]?.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  button.addEventListener("click", () => (sheet.hidden ? open() : close(true)));
  search.addEventListener("input", find);
  sheet.addEventListener("keydown", step);
  describe();
  return root;
}
