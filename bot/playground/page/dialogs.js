// Dialogs: the app's modals, confirmations, and what is wrong in a form.

import { el, iconButton } from "./dom.js";
import { blocks } from "./blocks.js";
import { Scope } from "./elements.js";
import { textObject } from "./mrkdwn.js";
import { act, botId, user, world } from "./state.js";

const layers = () => document.getElementById("layers");
let shown = { signature: "", dialog: null };

export function confirmed(words) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "dialog small" },
      el("h2", {}, words.title?.text ?? "Are you sure?"), el("div", { class: "dialog-body" }, textObject(words.text)),
      el("div", { class: "dialog-foot" },
        el("button", { type: "button", class: "button", onclick: () => dialog.close("no") }, words.deny?.text ?? "Cancel"),
        el("button", { type: "button", class: `button ${words.style ?? "primary"}`, onclick: () => dialog.close("yes") }, words.confirm?.text ?? "Yes")));
    dialog.addEventListener("close", () => { resolve(dialog.returnValue === "yes"); dialog.remove(); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function drawModal() {
  const stack = world.data.modals.filter((each) => each.user === world.me);
  const view = stack.at(-1);
  const signature = view ? JSON.stringify([view.id, view.hash, view.errors, stack.length]) : "";
  if (signature === shown.signature) return;
  const scroll = shown.dialog?.querySelector(".dialog-body")?.scrollTop ?? 0;
  const same = shown.id === view?.id;
  shown.dialog?.remove();
  shown = { signature, dialog: null, id: view?.id };
  for (const key of world.inputs.keys()) if (key.startsWith("V") && !stack.some((each) => each.id === key)) world.inputs.delete(key);
  if (!view) return;
  shown.dialog = modal(view, stack.length);
  layers().append(shown.dialog);
  shown.dialog.showModal();
  if (same) shown.dialog.querySelector(".dialog-body").scrollTop = scroll;
  const wrong = shown.dialog.querySelector(".field-error");
  if (wrong) {
    wrong.scrollIntoView({ block: "center" });
    wrong.closest(".block")?.querySelector("input, textarea, select, button")?.focus();
  }
}

function modal(view, depth) {
  const body = view.body;
  const scope = new Scope({ view_id: view.id }, view.id);
  const close = (clear) => act("close", { view_id: view.id, clear });
  const submit = el("button", { type: "submit", class: "button primary" }, body.submit?.text ?? "Submit");
  const form = el("form", { class: "dialog-form", novalidate: true, onsubmit: async (event) => {
    event.preventDefault();
    submit.disabled = true;
    await act("submit", { view_id: view.id, state: scope.state });
    submit.disabled = false;
  } },
  el("header", {}, el("h2", {}, body.title?.text ?? ""), iconButton("close", "Close", () => close(true))),
  el("div", { class: "dialog-body" }, view.errors[""] ? el("p", { class: "field-error", role: "alert" }, view.errors[""]) : null, blocks(body.blocks, scope, view.errors)),
  el("div", { class: "dialog-foot" }, el("span", { class: "quiet" }, user(botId())?.real_name ?? ""),
    el("button", { type: "button", class: "button", onclick: () => close(false) }, body.close?.text ?? (depth > 1 ? "Back" : body.submit ? "Cancel" : "Close")),
    body.submit || body.blocks.some((each) => each.type === "input") ? submit : null));
  const dialog = el("dialog", { class: "dialog", "aria-label": body.title?.text }, form);
  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  dialog.addEventListener("cancel", async (event) => {
    event.preventDefault();
    const words = { title: { text: "Close without saving?" }, text: { type: "plain_text", text: "What you typed here would be lost." }, confirm: { text: "Close" }, deny: { text: "Keep writing" }, style: "danger" };
    if (!typed || await confirmed(words)) close(false);
  });
  return dialog;
}
