// Finding one's way: a search over what may be seen, a jump to the newest message, and the tour.

import { el, fill, iconButton } from "./dom.js";
import { openChannel, openHome, openThread } from "./places.js";
import { channel, channelTitle, isReply, user, world } from "./state.js";

const MOST = 12;
let words = "";
let step = Number(localStorage.getItem("playground.tour") ?? -1);

const textOf = (message) => [message.text, JSON.stringify(message.blocks ?? [])].join(" ");

function hits() {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted.length) return [];
  return world.data.messages.filter((each) => wanted.every((word) => textOf(each).toLowerCase().includes(word))).slice(-MOST).reverse();
}

function lead(message) {
  if (isReply(message)) openThread(message.channel, message.thread_ts);
  else location.hash = `/${message.channel}/${message.ts}`;
}

export function searchBox() {
  const found = el("div", { class: "found", role: "group", "aria-label": "Messages found", "aria-live": "polite" });
  const show = () => {
    const list = hits();
    fill(found, list.map((each) => el("button", { type: "button", class: "hit", onclick: () => lead(each) },
      el("strong", {}, channelTitle(channel(each.channel))), " ", el("span", {}, `${user(each.user)?.real_name ?? ""}: ${(each.text || "").slice(0, 90)}`))),
    words && !list.length ? el("p", { class: "quiet" }, "Nothing found") : null);
  };
  const box = el("input", { type: "search", id: "search", "data-key": "search", placeholder: "Search", "aria-label": "Search messages", value: words });
  box.addEventListener("input", () => { words = box.value; show(); });
  show();
  return el("div", { class: "search" }, box, found);
}

export function jumpToNewest(list) {
  const button = el("button", { type: "button", class: "jump", hidden: true, onclick: () => { list.scrollTop = list.scrollHeight; } }, "Jump to newest ↓");
  list.addEventListener("scroll", () => { button.hidden = list.scrollHeight - list.scrollTop - list.clientHeight < 200; });
  return button;
}

export function tour(host, redraw) {
  const steps = world.data.tour ?? [];
  const go = (to) => { step = to; localStorage.setItem("playground.tour", String(to)); redraw(); };
  host.hidden = !steps.length || step < 0;
  if (host.hidden) return fill(host);
  const now = steps[Math.min(step, steps.length - 1)];
  const open = () => (now.place === "home" ? openHome() : openChannel(now.place));
  return fill(host,
    el("header", {}, el("h2", {}, `${step + 1} of ${steps.length}: ${now.title}`), iconButton("close", "End the tour", () => go(-1))),
    el("p", {}, now.text),
    el("div", { class: "tour-foot" },
      now.place ? el("button", { type: "button", class: "button", onclick: open }, "Show me") : null,
      el("button", { type: "button", class: "button", disabled: step === 0, onclick: () => go(step - 1) }, "Back"),
      el("button", { type: "button", class: "button primary", onclick: () => go(step + 1 < steps.length ? step + 1 : -1) }, step + 1 < steps.length ? "Next" : "Done")));
}

export const tourButton = (redraw) => (world.data.tour?.length ? el("button", { type: "button", class: "entry", onclick: () => { step = 0; localStorage.setItem("playground.tour", "0"); redraw(); } }, el("span", { class: "hash" }, "?"), el("span", { class: "entry-name" }, "Tour in seven steps")) : null);
