// Slack's mrkdwn and the Markdown of markdown blocks, as nodes.

import { el, safeLink } from "./dom.js";
import { channel, user, world } from "./state.js";

const EMOJI = {
  white_check_mark: "\u2705", heavy_check_mark: "\u2714\uFE0F", x: "\u274C", warning: "\u26A0\uFE0F", eyes: "\u{1F440}", "+1": "\u{1F44D}",
  thumbsup: "\u{1F44D}", "-1": "\u{1F44E}", thumbsdown: "\u{1F44E}", tada: "\u{1F389}", pray: "\u{1F64F}",
  red_circle: "\u{1F534}", large_orange_circle: "\u{1F7E0}", large_yellow_circle: "\u{1F7E1}", large_green_circle: "\u{1F7E2}",
  large_blue_circle: "\u{1F535}", white_circle: "\u26AA", hourglass: "\u231B", calendar: "\u{1F4C5}", memo: "\u{1F4DD}",
  scales: "\u2696\uFE0F", mag: "\u{1F50D}", bell: "\u{1F514}", lock: "\u{1F512}", page_facing_up: "\u{1F4C4}", link: "\u{1F517}",
  bulb: "\u{1F4A1}", rotating_light: "\u{1F6A8}", no_entry: "\u26D4", information_source: "\u2139\uFE0F", wave: "\u{1F44B}",
};

export const emojiFor = (name) => EMOJI[name] ?? `:${name}:`;
export const decode = (words) => words.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const INLINE = new RegExp(
  [
    "<([^<>\\n]+)>",
    "`([^`\\n]+)`",
    "(?<![\\w*])\\*(?=\\S)([^*\\n]*[^\\s*])\\*(?![\\w*])",
    "(?<![\\w_])_(?=\\S)([^_\\n]*[^\\s_])_(?![\\w_])",
    "(?<![\\w~])~(?=\\S)([^~\\n]*[^\\s~])~(?![\\w~])",
    ":([a-z0-9_+-]+):",
  ].join("|"),
  "u",
);

export function inline(words) {
  const nodes = [];
  let rest = words;
  for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
    if (match.index) nodes.push(decode(rest.slice(0, match.index)));
    nodes.push(token(match));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) nodes.push(decode(rest));
  return nodes;
}

function token([whole, angle, code, bold, italic, strike, emoji]) {
  if (angle !== undefined) return angled(angle);
  if (code !== undefined) return el("code", {}, decode(code));
  if (bold !== undefined) return el("strong", {}, inline(bold));
  if (italic !== undefined) return el("em", {}, inline(italic));
  if (strike !== undefined) return el("s", {}, inline(strike));
  return emoji in EMOJI ? el("span", { role: "img", "aria-label": emoji }, EMOJI[emoji]) : whole;
}

export function mention(kind, id, label) {
  const name = kind === "@" ? user(id)?.name ?? label ?? id : channel(id)?.name ?? label ?? id;
  return el("span", { class: id === world.me ? "mention is-me" : "mention" }, kind + name);
}

function angled(body) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? undefined : decode(body.slice(bar + 1));
  if (target.startsWith("@")) return mention("@", target.slice(1), label);
  if (target.startsWith("#")) return mention("#", target.slice(1), label);
  if (target.startsWith("!date^")) return dated(target, label);
  if (target.startsWith("!subteam^")) return el("span", { class: "mention" }, label ?? groupName(target.slice(9)));
  if (target.startsWith("!")) return el("span", { class: "mention" }, `@${target.slice(1)}`);
  return safeLink(decode(target), label ?? decode(target));
}

const groupName = (id) => `@${world.data.groups.find((each) => each.id === id)?.handle ?? id}`;

function dated(target, fallback) {
  const [, seconds, format = "{date_short}", link] = target.split("^");
  const moment = new Date(Number(seconds) * 1000);
  if (Number.isNaN(moment.getTime())) return fallback ?? target;
  const date = (options) => moment.toLocaleDateString([], options);
  const shapes = {
    date: { year: "numeric", month: "long", day: "numeric" },
    date_short: { year: "numeric", month: "short", day: "numeric" },
    date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
    date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  };
  const words = format.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "time") return moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    if (name === "time_secs") return moment.toLocaleTimeString();
    return name.replace("_pretty", "") in shapes ? date(shapes[name.replace("_pretty", "")]) : whole;
  });
  const node = el("time", { datetime: moment.toISOString(), title: moment.toLocaleString() }, words);
  if (!link) return node;
  const anchor = safeLink(decode(link), words);
  return anchor;
}

export function mrkdwn(words) {
  const parts = words.split(/```/);
  return parts.flatMap((part, index) =>
    index % 2 && index < parts.length - 1
      ? [el("pre", {}, decode(part.replace(/^\n|\n$/g, "")))]
      : paragraphs(index % 2 ? "```" + part : part),
  );
}

function paragraphs(words) {
  const nodes = [];
  let quote = null;
  const lines = words.replace(/^\n|\n$/g, "").split("\n");
  if (lines.length === 1 && !lines[0]) return [];
  for (const line of lines) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (!quote) nodes.push((quote = el("blockquote")));
      quote.append(el("div", { class: "line" }, inline(quoted[1])));
      continue;
    }
    quote = null;
    const item = /^(\s*)(•|◦|-|\d+\.) (.*)$/.exec(line);
    if (item) nodes.push(el("div", { class: "line bullet" }, el("span", { class: "mark" }, item[2] === "-" ? "•" : item[2]), el("span", {}, inline(item[3]))));
    else nodes.push(el("div", { class: line.trim() ? "line" : "line blank" }, inline(line)));
  }
  return nodes;
}

export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : object.text.split("\n").flatMap((line, at) => (at ? [el("br"), line] : [line]));
}

const MARKDOWN = new RegExp(
  [
    "\\[([^\\]\\n]*)\\]\\(([^()\\s]*(?:\\([^()\\s]*\\)[^()\\s]*)*)\\)",
    "`([^`\\n]+)`",
    "\\*\\*(?=\\S)(.+?\\S?)\\*\\*",
    "(?<![\\w*])\\*(?=\\S)([^*\\n]*[^\\s*])\\*(?![\\w*])",
    "(?<![\\w_])_(?=\\S)([^_\\n]*[^\\s_])_(?![\\w_])",
    "~~(?=\\S)([^~\\n]*[^\\s~])~~",
    "<([^<>\\n]+)>",
    ":([a-z0-9_+-]+):",
    "\\\\([\\\\`*_{}\\[\\]()#+.!~>|<-])",
  ].join("|"),
  "u",
);

function spans(words) {
  const nodes = [];
  let rest = words;
  for (let match = MARKDOWN.exec(rest); match; match = MARKDOWN.exec(rest)) {
    if (match.index) nodes.push(decode(rest.slice(0, match.index)));
    nodes.push(span(match));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) nodes.push(decode(rest));
  return nodes;
}

function span([whole, label, url, code, bold, italic, italic2, strike, angle, emoji, plain]) {
  if (url !== undefined) return safeLink(decode(url), decode(label) || url);
  if (code !== undefined) return el("code", {}, decode(code));
  if (bold !== undefined) return el("strong", {}, spans(bold));
  if (italic !== undefined || italic2 !== undefined) return el("em", {}, spans(italic ?? italic2));
  if (strike !== undefined) return el("s", {}, spans(strike));
  if (angle !== undefined) return /^([@#!]|https?:|mailto:)/.test(angle) ? angled(angle) : whole;
  if (plain !== undefined) return plain;
  return emoji in EMOJI ? EMOJI[emoji] : whole;
}

export function markdown(words) {
  const nodes = [];
  const lines = words.split("\n");
  for (let at = 0; at < lines.length; ) at = markdownBlock(lines, at, nodes);
  return nodes;
}

const LIST = /^(\s*)([-*+]|\d+[.)]) (.*)$/;

function markdownBlock(lines, at, nodes) {
  const line = lines[at];
  const heading = /^(#{1,6}) (.*)$/.exec(line);
  if (!line.trim()) return at + 1;
  if (line.startsWith("```")) return fence(lines, at, nodes);
  if (heading) {
    nodes.push(el("p", { class: `md-heading level-${heading[1].length}`, role: "heading", "aria-level": String(heading[1].length + 2) }, spans(heading[2])));
    return at + 1;
  }
  if (/^(-{3,}|\*{3,}|_{3,})$/.test(line.trim())) return nodes.push(el("hr")), at + 1;
  if (line.startsWith(">")) return run(lines, at, (each) => each.startsWith(">"), (taken) =>
    nodes.push(el("blockquote", {}, markdown(taken.map((each) => each.replace(/^> ?/, "")).join("\n")))));
  if (LIST.test(line)) return run(lines, at, (each) => LIST.test(each), (taken) => nodes.push(list(taken)));
  if (line.trim().startsWith("|") && /^[\s|:-]+$/.test(lines[at + 1] ?? "x")) return run(lines, at, (each) => each.trim().startsWith("|"), (taken) => nodes.push(pipeTable(taken)));
  return run(lines, at, (each, first) => first || (each.trim() && !/^(#{1,6} |```|>|\|)/.test(each) && !LIST.test(each)), (taken) =>
    nodes.push(el("p", {}, taken.flatMap((each, index) => (index ? [el("br"), spans(each)] : [spans(each)])))));
}

function run(lines, at, belongs, done) {
  let end = at;
  while (end < lines.length && belongs(lines[end], end === at)) end += 1;
  done(lines.slice(at, end));
  return end;
}

function fence(lines, at, nodes) {
  let end = at + 1;
  while (end < lines.length && !lines[end].startsWith("```")) end += 1;
  nodes.push(el("pre", {}, lines.slice(at + 1, end).join("\n")));
  return end + 1;
}

function list(lines) {
  const ordered = /^\s*\d/.test(lines[0]);
  const first = ordered ? Number.parseInt(lines[0].trim(), 10) : null;
  return el(ordered ? "ol" : "ul", { start: first }, lines.map((line) => {
    const [, indent, , words] = LIST.exec(line);
    return el("li", { class: indent.length > 1 ? "nested" : "" }, spans(words));
  }));
}

function pipeTable(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  const [head, , ...rows] = lines;
  return el("div", { class: "table-scroll" }, el("table", {},
    el("thead", {}, el("tr", {}, cells(head).map((cell) => el("th", {}, spans(cell))))),
    el("tbody", {}, rows.map((row) => el("tr", {}, cells(row).map((cell) => el("td", {}, spans(cell))))))));
}
