// Blocks of messages, modals and the Home tab.

import { el, fill, icon, safeLink } from "./dom.js";
import { element } from "./elements.js";
import { emojiFor, markdown, mention, textObject } from "./mrkdwn.js";
import { fileOf, world } from "./state.js";

export function blocks(list, scope, errors = {}) {
  return list.map((block) => {
    const draw = DRAW[block.type];
    const node = draw ? draw(block, scope) : el("div", { class: "unsupported" }, `(${block.type} block is not shown in the playground)`);
    const wrong = errors[block.block_id];
    return el("div", { class: `block block-${block.type}${wrong ? " is-wrong" : ""}` }, node, wrong ? el("p", { class: "field-error", role: "alert" }, wrong) : null);
  });
}

function section(block, scope) {
  const words = el("div", { class: "section-words" }, textObject(block.text),
    block.fields ? el("div", { class: "fields" }, block.fields.map((field) => el("div", { class: "field" }, textObject(field)))) : null);
  if (!block.accessory) return words;
  const side = block.accessory.type === "image" ? picture(block.accessory, "thumb") : element(scope, block, block.accessory);
  return el("div", { class: "section" }, words, el("div", { class: "accessory" }, side));
}

function input(block, scope) {
  return el("div", { class: "input-block" },
    el("div", { class: "input-label" }, block.label.text, block.optional ? el("span", { class: "quiet" }, " (optional)") : null),
    element(scope, block, block.element), block.hint ? el("p", { class: "hint" }, textObject(block.hint)) : null);
}

const context = (block) => el("div", { class: "context" }, block.elements.map((each) =>
  each.type === "image" ? picture(each, "tiny") : el("span", {}, textObject(each))));

export function picture(item, size = "") {
  const id = item.slack_file?.id ?? /F0\w+/.exec(item.slack_file?.url ?? "")?.[0];
  const elsewhere = id ? null : new URL(item.image_url, location.href);
  const madeUp = elsewhere?.hostname.endsWith(".example") && elsewhere.pathname.startsWith("/pictures/");
  const source = id ? fileUrl(id) : madeUp ? `/playground${elsewhere.pathname}` : item.image_url;
  if (id || madeUp || source?.startsWith("data:image/")) return el("img", { class: `picture ${size}`, src: source, alt: item.alt_text ?? "", loading: "lazy" });
  return el("span", { class: `picture-elsewhere ${size}`, title: "The playground loads nothing from the network" }, icon("eye"), size ? null : safeLink(source ?? "", item.alt_text || "Picture on another site"));
}

export const fileUrl = (id, download) => `/playground/files/${encodeURIComponent(id)}?as=${encodeURIComponent(world.me)}${download ? "&download" : ""}`;

function image(block) {
  return el("figure", {}, block.title ? el("figcaption", {}, textObject(block.title)) : null, picture(block));
}

export function fileCard(id) {
  const file = fileOf(id);
  if (!file) return null;
  const size = file.size > 1e6 ? `${(file.size / 1e6).toFixed(1)} MB` : file.size > 1000 ? `${Math.round(file.size / 1000)} kB` : `${file.size} bytes`;
  const shown = /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype);
  return el("div", { class: "file" },
    el("a", { class: "file-card", href: fileUrl(id, true), download: file.name }, icon("file"),
      el("span", {}, el("strong", {}, file.title || file.name), el("small", {}, `${file.name.split(".").pop().toUpperCase()} · ${size} · Download`))),
    shown ? el("a", { href: fileUrl(id), target: "_blank", rel: "noopener" }, el("img", { class: "picture", src: fileUrl(id), alt: file.title || file.name, loading: "lazy" })) : null);
}

function richElement(item) {
  const style = item.style ?? {};
  const styled = (node) => {
    let out = node;
    if (style.code) out = el("code", {}, out);
    if (style.bold) out = el("strong", {}, out);
    if (style.italic) out = el("em", {}, out);
    if (style.strike) out = el("s", {}, out);
    return out;
  };
  const lines = (words) => words.split("\n").flatMap((line, at) => (at ? [el("br"), line] : [line]));
  if (item.type === "text") return styled(el("span", {}, lines(item.text)));
  if (item.type === "link") return styled(safeLink(item.url, item.text || item.url));
  if (item.type === "user") return mention("@", item.user_id);
  if (item.type === "channel") return mention("#", item.channel_id);
  if (item.type === "usergroup") return el("span", { class: "mention" }, `@${item.usergroup_id}`);
  if (item.type === "emoji") return emojiFor(item.name);
  if (item.type === "broadcast") return el("span", { class: "mention" }, `@${item.range}`);
  if (item.type === "date") return new Date(item.timestamp * 1000).toLocaleDateString();
  return "";
}

function rich(part) {
  const inner = (part.elements ?? []).map((each) => (each.type.startsWith("rich_text_") ? rich(each) : richElement(each)));
  if (part.type === "rich_text_list") return el(part.style === "ordered" ? "ol" : "ul", { class: part.indent ? "nested" : "" }, inner.map((each) => el("li", {}, each)));
  if (part.type === "rich_text_quote") return el("blockquote", {}, inner);
  if (part.type === "rich_text_preformatted") return el("pre", {}, inner);
  return el("div", { class: "line" }, inner);
}

function cell(item) {
  if (item.type === "rich_text") return item.elements.map(rich);
  return item.text ?? String(item.value ?? "");
}

function card(item, scope) {
  return el("article", { class: "card" }, item.hero_image ? picture(item.hero_image, "hero") : null,
    el("div", { class: "card-words" }, ["title", "subtitle", "body"].map((part) => (item[part] ? el("div", {}, textObject(item[part])) : null)),
      item.actions ? el("div", { class: "actions" }, item.actions.map((each) => element(scope, item, each))) : null));
}

const carousel = (block, scope) => el("div", { class: "carousel" }, block.elements.map((each) => card(each, scope)));

function table(block) {
  const [head, ...rows] = block.rows;
  const align = (at) => block.column_settings?.[at]?.align ?? "left";
  const row = (tag) => (cells) => el("tr", {}, cells.map((each, at) => el(tag, { class: `align-${align(at)}` }, cell(each))));
  return el("div", { class: "table-scroll" }, el("table", {}, el("thead", {}, row("th")(head)), el("tbody", {}, rows.map(row("td")))));
}

// The head sorts: by number where a column holds numbers, else by its words; once more turns the order.
function dataTable(block) {
  const [head, ...rows] = block.rows;
  const told = (item) => cell(item) instanceof Array ? JSON.stringify(item) : cell(item);
  const body = el("tbody", {});
  const fillBody = (list) => fill(body, list.map((row) => el("tr", {}, row.map((each, at) => el(at ? "td" : "th", at ? {} : { scope: "row" }, cell(each))))));
  let order = [null, 1];
  const sort = (at) => {
    order = [at, order[0] === at ? -order[1] : 1];
    fillBody([...rows].sort((one, two) => order[1] * ((one[at].value ?? 0) - (two[at].value ?? 0) || told(one[at]).localeCompare(told(two[at])))));
  };
  fillBody(rows);
  return el("div", { class: "table-scroll data-table", tabindex: "0", role: "group", "aria-label": block.caption }, el("table", {},
    el("thead", {}, el("tr", {}, head.map((each, at) => el("th", { scope: "col" }, el("button", { type: "button", class: "sort", onclick: () => sort(at) }, cell(each)))))), body));
}

const layout = (block, scope) => el("div", { class: "layout" },
  block.is_label_visible ? el("strong", {}, block.label) : null,
  block.rows.map((row) => el("div", { class: "layout-row", role: "group", "aria-label": block.label },
    row.items.map((item) => el("div", { class: "layout-item" }, blocks(item.blocks, scope))))));

function chart(block) {
  const { series, axis_config: axis } = block.chart;
  const most = Math.max(1, ...series.flatMap((each) => each.data.map((point) => point.value)));
  const bar = (name, at, value) => {
    const node = el("div", { class: `bar bar-${at}` }, el("span", {}, `${name} ${value}`));
    node.style.inlineSize = `${Math.round((100 * value) / most)}%`; // the page's policy allows no style attribute
    return node;
  };
  return el("figure", { class: "chart" }, el("figcaption", {}, el("strong", {}, block.title)),
    axis.categories.map((name, at) => el("div", { class: "chart-row" }, el("span", {}, name), el("div", {}, series.map((each, kind) => bar(each.name, kind, each.data[at].value))))));
}

function plan(block) {
  return el("div", { class: "plan" }, block.title ? el("strong", {}, block.title.text ?? block.title) : null, (block.tasks ?? []).map(task));
}

function task(item) {
  const marks = { complete: "done", completed: "done", error: "failed", in_progress: "working" };
  return el("div", { class: `task ${marks[item.status] ?? "waiting"}` }, el("span", { class: "task-mark" }), item.title?.text ?? item.title ?? "");
}

const DRAW = {
  section, input, context, image, table, plan, card, carousel, layout, task_card: task, data_table: dataTable, data_visualization: chart,
  header: (block) => el("h3", {}, block.text.text),
  divider: () => el("hr"),
  actions: (block, scope) => el("div", { class: "actions" }, block.elements.map((each) => element(scope, block, each))),
  context_actions: (block, scope) => el("div", { class: "actions quiet-actions" }, block.elements.map((each) => element(scope, block, each))),
  markdown: (block) => el("div", { class: "markdown" }, markdown(block.text)),
  rich_text: (block) => el("div", {}, block.elements.map(rich)),
  alert: (block) => el("div", { class: `notice ${block.level ?? ""}` }, textObject(block.text)),
};

