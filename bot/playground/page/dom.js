// Everything on the page is built from nodes; text from the workspace never passes through HTML.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  return fill(node, ...children);
}

// Replaces what a node holds; lists are laid flat and absent children left out.
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SHAPES = {
  reply: "M4 5h16v11H9l-5 4z",
  more: "M4.5 12h1M11.5 12h1M18.5 12h1",
  unfold: "M8 10l4 4 4-4",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M4 7h16M4 12h16M4 17h16",
  lock: "M7 11V8a5 5 0 0110 0v3M5 11h14v9H5z",
  send: "M4 12l16-8-6 16-3-7z",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  clip: "M8 12l6-6a3 3 0 014 4l-8 8a5 5 0 01-7-7l7-7",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
  smile: "M12 3a9 9 0 100 18 9 9 0 000-18M9 10h.01M15 10h.01M8.5 14a4 4 0 007 0",
  eye: "M3 12s3-6 9-6 9 6 9 6-3 6-9 6-9-6-9-6M12 10a2 2 0 100 4 2 2 0 000-4",
  up: "M7 11l4-8a2 2 0 012 2v4h6l-2 10H7zM7 11H4v8h3",
  down: "M7 13l4 8a2 2 0 002-2v-4h6L17 5H7zM7 13H4V5h3",
};

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, extra = {}) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...extra }, icon(name));
}

const TINTS = ["#2f6f8f", "#8f4f2f", "#5b5f97", "#3d7d5a", "#8a3f6a", "#6b6b2f", "#44587a", "#96503f"];

export function avatar(user, size = "") {
  const name = user?.real_name || user?.name || "?";
  const initials = name.split(/\s+/).map((word) => [...word][0] ?? "").join("").slice(0, 2).toUpperCase();
  const tint = TINTS[[...(user?.id ?? "")].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % TINTS.length];
  const node = el("span", { class: `avatar ${size} ${user?.is_bot ? "is-bot" : ""}`, "aria-hidden": "true" }, initials);
  if (!user?.is_bot) node.style.backgroundColor = tint;
  return node;
}

export function safeLink(url, label) {
  let parsed;
  try { parsed = new URL(url, location.href); } catch { return document.createTextNode(label ?? url); }
  if (!["http:", "https:", "mailto:"].includes(parsed.protocol)) return document.createTextNode(label ?? url);
  return el("a", { href: parsed.href, target: "_blank", rel: "noopener noreferrer" }, label ?? url);
}

export function toast(words) {
  const node = el("div", { class: "toast" }, words);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), 6000);
}

export function timeOf(ts) {
  return new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

export function dayOf(ts) {
  const day = new Date(Number(ts) * 1000);
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return "Today";
  today.setDate(today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return "Yesterday";
  return day.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}
