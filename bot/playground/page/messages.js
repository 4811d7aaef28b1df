// Message lists and threads. A message that did not change keeps its nodes, so menus and inputs stay as they are.

import { avatar, dayOf, el, icon, iconButton, timeOf } from "./dom.js";
import { blocks, fileCard } from "./blocks.js";
import { Scope } from "./elements.js";
import { emojiFor, mrkdwn } from "./mrkdwn.js";
import { act, isReply, repliesTo, user, world } from "./state.js";
import { openThread } from "./places.js";

const QUICK = ["+1", "white_check_mark", "eyes", "pray"];
const caches = new WeakMap();

export function drawMessages(list, messages, { inThread = false } = {}) {
  const cache = caches.get(list) ?? new Map();
  caches.set(list, cache);
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const nodes = [];
  let before = null;
  for (const message of messages) {
    if (!inThread && (!before || dayOf(before.ts) !== dayOf(message.ts))) nodes.push(keyed(cache, `day-${message.ts}`, dayOf(message.ts), () => el("div", { class: "day" }, el("span", {}, dayOf(message.ts)))));
    const follows = Boolean(before && !(message.blocks?.length && user(message.user)?.is_bot) && before.user === message.user && message.ts - before.ts < 300 && !before.ephemeral_for === !message.ephemeral_for && dayOf(before.ts) === dayOf(message.ts));
    const replies = inThread ? [] : repliesTo(message);
    const status = inThread ? null : statusOf(message.channel, message.ts);
    const signature = JSON.stringify([message, follows, replies.map((each) => each.ts), status, world.me, filesOf(message)]);
    nodes.push(keyed(cache, message.ts, signature, () => draw(message, follows, replies, status, inThread)));
    before = message;
  }
  sync(list, nodes);
  for (const key of [...cache.keys()]) if (!nodes.includes(cache.get(key).node)) cache.delete(key);
  if (atEnd) list.scrollTop = list.scrollHeight;
}

const filesOf = (message) => (message.files ?? []).map((id) => world.data.files.find((each) => each.id === id)?.size);

function keyed(cache, key, signature, make) {
  const known = cache.get(key);
  if (known?.signature === signature) return known.node;
  const node = make();
  cache.set(key, { signature, node });
  return node;
}

function sync(list, nodes) {
  nodes.forEach((node, at) => { if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null); });
  while (list.children.length > nodes.length) list.lastChild.remove();
}

export function statusOf(channel, ts) {
  return world.data.statuses.find((each) => each.channel === channel && each.thread_ts === ts) ?? null;
}

export const statusLine = (status) => el("div", { class: "status" }, el("span", { class: "dots" }, el("i"), el("i"), el("i")),
  `${user(world.data.bot_user)?.real_name} ${status.text}`);

function draw(message, follows, replies, status, inThread) {
  const author = user(message.user);
  const scope = new Scope({ channel: message.channel, ts: message.ts }, `M${message.channel}${message.ts}`);
  const classes = ["message", follows ? "follows" : "", message.ephemeral_for ? "is-ephemeral" : "", message.streaming ? "is-streaming" : ""];
  const node = el("article", { class: classes.join(" "), id: inThread ? null : `m-${message.ts}`, "aria-label": `${author?.real_name ?? message.user}, ${timeOf(message.ts)}`, tabindex: "-1" },
    follows ? el("time", { class: "gutter-time" }, timeOf(message.ts)) : avatar(author),
    el("div", { class: "message-main" },
      message.ephemeral_for ? el("div", { class: "only-you" }, icon("eye"), "Only visible to you") : null,
      follows ? null : el("div", { class: "byline" }, el("strong", {}, author?.real_name ?? message.user), author?.is_bot ? el("span", { class: "app-tag" }, "APP") : null, el("time", {}, timeOf(message.ts))),
      el("div", { class: "message-body" }, content(message, scope)),
      reactions(message), footer(message, replies, status)));
  if (!message.ephemeral_for) node.append(toolbar(message, inThread));
  return node;
}

function content(message, scope) {
  const shown = message.blocks?.length ? blocks(message.blocks, scope) : mrkdwn(message.text);
  const attached = (message.attachments ?? []).map((each) => {
    const bar = el("div", { class: "attachment" }, each.pretext ? mrkdwn(each.pretext) : null, each.blocks ? blocks(each.blocks, scope) : mrkdwn(each.text ?? each.fallback ?? ""));
    if (/^#[0-9a-f]{6}$/i.test(each.color ?? "")) bar.style.borderColor = each.color;
    return bar;
  });
  const commented = message.blocks?.length && message.files?.length && message.text && message.user !== world.data.bot_user ? mrkdwn(message.text) : [];
  return [commented, shown, attached, (message.files ?? []).map(fileCard), message.edited_ts && message.user !== world.data.bot_user ? el("span", { class: "quiet" }, " (edited)") : null];
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return el("div", { class: "reactions" }, message.reactions.map((each) => el("button", {
    type: "button", class: `reaction ${each.users.includes(world.me) ? "is-mine" : ""}`, title: each.users.map((id) => user(id)?.real_name ?? id).join(", "),
    onclick: () => act("reaction", { channel: message.channel, ts: message.ts, name: each.name }, ["already_reacted"]),
  }, emojiFor(each.name), " ", String(each.users.length))));
}

function footer(message, replies, status) {
  if (!replies.length) return status ? statusLine(status) : null;
  const faces = [...new Set(replies.map((each) => each.user))].slice(0, 4);
  return [el("button", { type: "button", class: "replies", onclick: () => openThread(message.channel, message.ts) },
    faces.map((id) => avatar(user(id), "tiny")), el("span", {}, `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`),
    el("span", { class: "quiet" }, `last at ${timeOf(replies.at(-1).ts)}`)), status ? statusLine(status) : null];
}

function toolbar(message, inThread) {
  const bar = el("div", { class: "toolbar", role: "group", "aria-label": "Message actions" });
  const shortcuts = world.data.shortcuts.filter((each) => each.kind === "message");
  bar.append(menu("smile", "Add reaction", QUICK.map((name) => [emojiFor(name), () => act("reaction", { channel: message.channel, ts: message.ts, name }, ["already_reacted"])])));
  if (!inThread) bar.append(iconButton("reply", "Reply in thread", () => openThread(message.channel, message.thread_ts ?? message.ts)));
  if (shortcuts.length) bar.append(menu("more", "Shortcuts", shortcuts.map((each) => [each.name, () => act("shortcut", { callback_id: each.callback_id, channel: message.channel, ts: message.ts })])));
  return bar;
}

export function menu(shape, label, entries) {
  const list = el("div", { class: "menu-list", role: "menu", hidden: true });
  const opener = iconButton(shape, label, () => (list.hidden ? open() : close()), { "aria-haspopup": "menu", "aria-expanded": "false" });
  const root = el("div", { class: "menu" }, opener, list);
  const outside = (event) => root.contains(event.target) || close();
  const open = () => {
    list.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside);
    list.firstChild?.focus();
  };
  const close = () => {
    list.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
  };
  list.append(...entries.map(([words, run]) => el("button", { type: "button", role: "menuitem", onclick: () => { close(); run(); } }, words)));
  root.addEventListener("keydown", (event) => {
    const items = [...list.children];
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); opener.focus(); }
    else if (event.key === "ArrowDown") items[Math.min(at + 1, items.length - 1)]?.focus();
    else if (event.key === "ArrowUp") items[Math.max(at - 1, 0)]?.focus();
    else return;
    event.preventDefault();
  });
  return root;
}

export const topLevel = (messages) => messages.filter((each) => !isReply(each) || each.broadcast);
