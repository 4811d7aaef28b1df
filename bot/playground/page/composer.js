// The message box: Enter sends, a leading slash offers the app's commands, @ offers people.

import { el, icon, iconButton, toast } from "./dom.js";
import { act, user, world } from "./state.js";
import { menu } from "./messages.js";

const MOST_BYTES = 20e6;

export function composer({ channel, thread, placeholder, onsent, id }) {
  const key = `${world.me}/${channel}/${thread}`;
  let files = [];
  const box = el("textarea", { id, rows: 1, placeholder, "aria-label": placeholder, autocomplete: "off" });
  const offers = el("div", { class: "offers", role: "listbox", "aria-label": "Suggestions", hidden: true });
  const attached = el("div", { class: "attached" });
  const chooser = el("input", { type: "file", multiple: true, hidden: true, onchange: () => addFiles([...chooser.files]) });
  const globals = world.data.shortcuts.filter((each) => each.kind === "global");
  const root = el("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } },
    offers, el("div", { class: "composer-box" }, box, attached, el("div", { class: "composer-bar" },
      iconButton("clip", "Attach a file", () => chooser.click()), chooser,
      globals.length ? menu("bolt", "Shortcuts", globals.map((each) => [each.name, () => act("shortcut", { callback_id: each.callback_id })])) : null,
      el("span", { class: "hint" }, "Enter to send, Shift+Enter for a new line"),
      el("button", { type: "submit", class: "send", "aria-label": "Send", title: "Send" }, icon("send")))));
  box.value = world.drafts.get(key) ?? "";

  const fit = () => { box.style.height = "auto"; box.style.height = `${Math.min(box.scrollHeight, 200)}px`; };
  const addFiles = (list) => {
    for (const file of list) file.size > MOST_BYTES ? toast(`${file.name} is larger than 20 MB.`) : files.push(file);
    attached.replaceChildren(...files.map((file) => el("span", { class: "chip" }, file.name)));
  };
  const send = async () => {
    const words = box.value.trim();
    if (!words && !files.length) return;
    box.value = "";
    world.drafts.delete(key);
    fit();
    offer([]);
    const sent = files;
    addFiles((files = []));
    const command = /^(\/[\w-]+)(?:\s+([\s\S]*))?$/.exec(words);
    if (command) await act("command", { channel, command: command[1], text: command[2] ?? "", thread_ts: thread || null }, ["not_supported_in_threads", "unknown_command", "operation_timeout", "dispatch_failed"]);
    else {
      const answer = await act("message", { channel, text: words, typed: true, thread_ts: thread || null, files: await Promise.all(sent.map(encode)) });
      if (answer.ok) onsent?.(answer.ts);
    }
  };
  const offer = (list) => {
    offers.hidden = !list.length;
    offers.replaceChildren(...list.map((each, at) => el("button", { type: "button", role: "option", class: "offer", "aria-selected": String(at === 0), onclick: () => take(each) },
      el("strong", {}, each.name), " ", el("span", { class: "hint" }, each.hint ?? ""), el("small", {}, each.note ?? ""))));
  };
  const take = (each) => {
    box.value = each.fill;
    offer([]);
    box.focus();
    remember();
  };
  const remember = () => { world.drafts.set(key, box.value); fit(); };
  const suggestions = () => {
    const slash = /^\/[\w-]*$/.exec(box.value);
    if (slash) return world.data.commands.filter((each) => each.name.startsWith(slash[0])).map((each) => ({ name: each.name, hint: each.usage_hint, note: each.description, fill: `${each.name} ` }));
    const at = /(^|\s)@([\w.-]*)$/.exec(box.value);
    if (!at) return [];
    return world.data.users.filter((each) => each.id !== "USLACKBOT" && `${each.name} ${each.real_name}`.toLowerCase().includes(at[2].toLowerCase())).slice(0, 8)
      .map((each) => ({ name: each.real_name, hint: `@${each.name}`, note: each.title, fill: `${box.value.slice(0, box.value.length - at[2].length - 1)}@${each.name} ` }));
  };
  box.addEventListener("input", () => { remember(); offer(suggestions()); });
  box.addEventListener("keydown", (event) => {
    const list = [...offers.children];
    const on = list.findIndex((each) => each.getAttribute("aria-selected") === "true");
    const whole = world.data.commands.some((each) => each.name === box.value); // nothing is left to complete
    const move = (to) => list.forEach((each, index) => each.setAttribute("aria-selected", String(index === to)));
    if (event.isComposing) return;
    if (list.length && event.key === "ArrowDown") move((on + 1) % list.length);
    else if (list.length && event.key === "ArrowUp") move((on - 1 + list.length) % list.length);
    else if (list.length && (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !whole))) list[on]?.click();
    else if (list.length && event.key === "Escape") offer([]);
    else if (event.key === "Enter" && !event.shiftKey) send();
    else return;
    event.preventDefault();
  });
  requestAnimationFrame(fit);
  return root;
}

export async function encode(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { name: file.name, content: btoa(binary) };
}

export const inviteTo = (channel) => el("div", { class: "composer notice" }, `${user(world.data.bot_user).real_name} is not in this channel yet. `,
  el("button", { type: "button", class: "button", onclick: () => act("invite", { channel }) }, "Invite the app"));
