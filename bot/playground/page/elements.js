// Interactive elements of blocks. `scope` says where they are, keeps what was entered and tells the app.

import { encode } from "./composer.js";
import { el, icon } from "./dom.js";
import { confirmed } from "./dialogs.js";
import { textObject } from "./mrkdwn.js";
import { picker } from "./picker.js";
import { act, channelTitle, people, world } from "./state.js";

export class Scope {
  constructor(address, key) {
    this.address = address;
    this.key = key;
    if (!world.inputs.has(key)) world.inputs.set(key, {});
    this.state = world.inputs.get(key);
  }

  value(block, element, initial) {
    const mine = this.state[block.block_id];
    return mine && element.action_id in mine ? mine[element.action_id] : initial;
  }

  async enter(block, element, value, { tell, node }) {
    (this.state[block.block_id] ??= {})[element.action_id] = value;
    if (tell) await this.tell(block, element, value, node);
  }

  async tell(block, element, value, node) {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    node?.setAttribute("aria-busy", "true");
    await act("action", { ...this.address, action_id: element.action_id, block_id: block.block_id, value, state: this.state });
    node?.removeAttribute("aria-busy");
  }
}

const TEXT_TYPES = { email_text_input: "email", url_text_input: "url", number_input: "text" };

export function element(scope, block, item) {
  const draw = DRAW[item.type];
  if (draw) return draw(scope, block, item);
  return el("span", { class: "unsupported" }, `(${item.type} is not shown in the playground)`);
}

const tells = (block, item) => block.type !== "input" || block.dispatch_action;
const labelOf = (block, item) => block.label?.text ?? item.placeholder?.text ?? item.action_id ?? "";

function button(scope, block, item) {
  const node = el("button", {
    type: "button", class: `button ${item.style ?? ""}`, "aria-label": item.accessibility_label,
    onclick: async () => {
      if (item.url) window.open(item.url, "_blank", "noopener,noreferrer");
      await scope.tell(block, item, item.value, node);
    },
  }, item.text?.text ?? "");
  return node;
}

function feedback(scope, block, item) {
  const row = el("span", { class: "feedback", role: "group", "aria-label": "Feedback" });
  const side = (choice, shape) => el("button", {
    type: "button", class: "icon-button", title: choice.text.text, "aria-label": choice.accessibility_label ?? choice.text.text, "aria-pressed": "false",
    onclick: async (event) => {
      row.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", String(each === event.currentTarget)));
      await scope.tell(block, item, choice.value);
    },
  }, icon(shape));
  row.append(side(item.positive_button, "up"), side(item.negative_button, "down"));
  return row;
}

function iconAction(scope, block, item) {
  return el("button", { type: "button", class: "button", onclick: () => scope.tell(block, item, item.value) }, item.text?.text ?? "");
}

function overflow(scope, block, item) {
  const select = el("select", { class: "overflow", "aria-label": "More actions", onchange: async () => {
    const option = item.options.find((each) => each.value === select.value);
    select.value = "";
    if (option.url) window.open(option.url, "_blank", "noopener,noreferrer");
    await scope.tell(block, item, option.value, select);
  } }, el("option", { value: "" }, "\u22EF"), item.options.map((each) => el("option", { value: each.value }, each.text.text)));
  return select;
}

const labels = (option) => ({ value: option.value, label: option.text.text, note: option.description?.text, option });

function staticSelect(scope, block, item) {
  const groups = item.option_groups ?? [{ options: item.options }];
  const every = groups.flatMap((group) => group.options);
  const chosen = scope.value(block, item, item.initial_option?.value) ?? "";
  const choice = (option) => el("option", { value: option.value, selected: option.value === chosen }, option.text.text);
  const node = el("select", { class: "select", "aria-label": labelOf(block, item), onchange: () =>
    scope.enter(block, item, node.value || null, { tell: tells(block, item) && node.value, node }) },
    el("option", { value: "", selected: !chosen }, item.placeholder?.text ?? "Choose"),
    item.option_groups ? groups.map((group) => el("optgroup", { label: group.label.text }, group.options.map(choice))) : every.map(choice));
  return node;
}

function named(scope, block, item, { initial, choices, multiple, raw }) {
  const stored = scope.value(block, item, initial) ?? (multiple ? [] : null);
  const values = multiple ? stored : stored ? [stored] : [];
  const asChoice = (value) => choices.find((each) => each.value === (value?.value ?? value)) ?? (value?.text ? labels(value) : null);
  return picker({
    options: choices, chosen: values.map(asChoice).filter(Boolean), multiple, placeholder: item.placeholder?.text, label: labelOf(block, item), most: item.max_selected_items,
    onchange: (picked) => {
      const out = picked.map((each) => (raw ? each.value : each.option ?? each.value));
      scope.enter(block, item, multiple ? out : out[0] ?? null, { tell: tells(block, item) });
    },
  });
}

const multiStatic = (scope, block, item) => named(scope, block, item, {
  initial: item.initial_options, choices: (item.options ?? item.option_groups.flatMap((group) => group.options)).map(labels), multiple: true,
});

function external(multiple) {
  return (scope, block, item) => {
    const stored = scope.value(block, item, multiple ? item.initial_options : item.initial_option);
    const chosen = (multiple ? stored ?? [] : stored ? [stored] : []).map(labels);
    return picker({
      chosen, multiple, placeholder: item.placeholder?.text, label: labelOf(block, item), most: item.max_selected_items,
      load: async (words) => {
        if (words.length < (item.min_query_length ?? 3)) return [];
        const answer = await act("suggest", { ...scope.address, action_id: item.action_id, block_id: block.block_id, value: words, state: scope.state });
        return (answer.options ?? []).map(labels);
      },
      onchange: (picked) => {
        const out = picked.map((each) => each.option);
        scope.enter(block, item, multiple ? out : out[0] ?? null, { tell: tells(block, item) });
      },
    });
  };
}

const userChoices = () => people().map((each) => ({ value: each.id, label: each.real_name, note: `@${each.name}` }));
const channelChoices = () => world.data.channels.filter((each) => !each.is_mpim).map((each) => ({ value: each.id, label: (each.is_im ? "" : "#") + channelTitle(each) }));
const usersSelect = (multiple) => (scope, block, item) => named(scope, block, item, { initial: multiple ? item.initial_users : item.initial_user, choices: userChoices(), multiple, raw: true });
const channelsSelect = (initial, multiple) => (scope, block, item) => named(scope, block, item, { initial: item[initial], choices: channelChoices(), multiple, raw: true });

function textInput(scope, block, item) {
  const attributes = {
    class: "input", "aria-label": labelOf(block, item), placeholder: item.placeholder?.text, maxlength: item.max_length ? String(item.max_length) : null,
    oninput: () => scope.enter(block, item, node.value, {}),
    onkeydown: (event) => {
      if (event.key === "Enter" && !item.multiline && block.dispatch_action) scope.tell(block, item, node.value, node);
    },
  };
  const node = item.multiline ? el("textarea", { ...attributes, rows: 4 }) : el("input", { ...attributes, type: TEXT_TYPES[item.type] ?? "text", inputmode: item.type === "number_input" ? "decimal" : null });
  node.value = scope.value(block, item, item.initial_value) ?? "";
  return node;
}

function moment(type, initial) {
  return (scope, block, item) => {
    const node = el("input", { type, class: "input short", "aria-label": labelOf(block, item), onchange: () =>
      scope.enter(block, item, node.value || null, { tell: tells(block, item) && node.value, node }) });
    node.value = scope.value(block, item, item[initial]) ?? "";
    return node;
  };
}

function fileInput(scope, block, item) {
  return el("input", {
    type: "file", class: "input", "aria-label": labelOf(block, item), multiple: (item.max_files ?? 10) > 1, accept: (item.filetypes ?? []).map((each) => `.${each}`).join(","),
    onchange: async (event) => scope.enter(block, item, await Promise.all([...event.currentTarget.files].map(encode)), {}),
  });
}

function choiceList(type) {
  return (scope, block, item) => {
    const many = type === "checkbox";
    const initial = many ? (item.initial_options ?? []).map((each) => each.value) : item.initial_option?.value;
    const stored = scope.value(block, item, initial);
    const name = `${scope.key}-${block.block_id}-${item.action_id}`;
    const group = el("div", { class: "choices", role: many ? "group" : "radiogroup", "aria-label": labelOf(block, item) });
    const changed = () => {
      const on = [...group.querySelectorAll("input")].filter((each) => each.checked).map((each) => each.value);
      scope.enter(block, item, many ? on : on[0] ?? null, { tell: tells(block, item) });
    };
    group.append(...item.options.map((option) => el("label", { class: "choice" },
      el("input", { type, name, value: option.value, checked: many ? (stored ?? []).includes(option.value) : stored === option.value, onchange: changed }),
      el("span", {}, textObject(option.text), option.description ? el("small", {}, textObject(option.description)) : null))));
    return group;
  };
}

const DRAW = {
  button, overflow, static_select: staticSelect, multi_static_select: multiStatic, external_select: external(false),
  multi_external_select: external(true), users_select: usersSelect(false), multi_users_select: usersSelect(true),
  conversations_select: channelsSelect("initial_conversation", false), channels_select: channelsSelect("initial_channel", false),
  multi_conversations_select: channelsSelect("initial_conversations", true), multi_channels_select: channelsSelect("initial_channels", true),
  plain_text_input: textInput, email_text_input: textInput, url_text_input: textInput, number_input: textInput,
  file_input: fileInput,
  datepicker: moment("date", "initial_date"), timepicker: moment("time", "initial_time"),
  checkboxes: choiceList("checkbox"), radio_buttons: choiceList("radio"), feedback_buttons: feedback, icon_button: iconAction,
};
