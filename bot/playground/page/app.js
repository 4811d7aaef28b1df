// The page: sidebar, channel or Home tab, thread, and the app's modals.

import { avatar, el, fill, icon, iconButton } from "./dom.js";
import { blocks } from "./blocks.js";
import { composer, inviteTo } from "./composer.js";
import { drawModal } from "./dialogs.js";
import { Scope } from "./elements.js";
import { drawMessages, statusLine, statusOf, topLevel } from "./messages.js";
import { jumpToNewest, searchBox, tour, tourButton } from "./finding.js";
import { closeThread, openChannel, openHome, openThread, readPlace } from "./places.js";
import { act, actAs, botChannel, botId, channel, channelTitle, follow, markRead, messagesOf, people, repliesTo, unread, user, whenChanged, world } from "./state.js";

const main = document.getElementById("main");
const side = document.getElementById("sidebar");
const threadPane = document.getElementById("thread");
let drawn = { main: "", thread: "", home: "", focus: "", opened: "" };
let awaiting = null;

function entry(label, mark, active, count, onclick) {
  return el("button", { type: "button", class: `entry ${active ? "is-active" : ""} ${count ? "is-unread" : ""}`, "aria-current": active ? "page" : null, onclick },
    mark, el("span", { class: "entry-name" }, label), count ? el("span", { class: "badge", "aria-label": `${count} unread` }, String(count)) : null);
}

function drawSidebar() {
  const focused = side.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const here = (id) => world.place.kind === "channel" && world.place.channel === id;
  const row = (each, mark) => entry(channelTitle(each), mark, here(each.id), here(each.id) ? 0 : unread(each.id), () => openChannel(each.id));
  const rooms = world.data.channels.filter((each) => !each.is_im && !each.is_mpim);
  const bot = botChannel();
  const chats = world.data.channels.filter((each) => (each.is_im || each.is_mpim) && each !== bot);
  const strangers = people().filter((each) => each.id !== world.me && !chats.some((chat) => chat.is_im && chat.members.includes(each.id)));
  const switcher = el("select", { id: "acting-as", "data-key": "acting-as", onchange: () => { location.hash = ""; actAs(switcher.value); } },
    people().map((each) => el("option", { value: each.id, selected: each.id === world.me }, each.title ? `${each.real_name} (${each.title})` : each.real_name)));
  fill(side,
    el("div", { class: "team" }, el("p", { class: "team-name" }, world.data.team.name), el("p", {}, "Playground: a local stand-in for Slack")),
    el("div", { class: "switcher" }, el("label", { for: "acting-as" }, "Acting as"), el("div", { class: "switcher-row" }, avatar(user(world.me), "small"), switcher), user(world.me).title ? el("p", {}, user(world.me).title) : null),
    searchBox(), tourButton(draw),
    el("h2", {}, "App"), entry("Home", icon("home"), world.place.kind === "home", 0, openHome), bot ? row(bot, avatar(user(botId()), "tiny")) : null,
    el("h2", {}, "Channels"), rooms.map((each) => row(each, each.is_private ? icon("lock") : el("span", { class: "hash" }, "#"))),
    el("h2", {}, "Direct messages"), chats.map((each) => row(each, avatar(user(each.members.find((id) => id !== world.me)), "tiny"))),
    strangers.map((each) => entry(each.real_name, avatar(each, "tiny"), false, 0, async () => {
      const answer = await act("dm", { user: each.id });
      if (answer.ok) openChannel(answer.channel);
    })));
  if (focused) side.querySelector(`[data-key="${focused}"]`)?.focus();
}

function opener() {
  return iconButton("menu", "Open the sidebar", () => document.body.classList.toggle("menu-open"), { class: "icon-button only-narrow" });
}

function appTabs(active) {
  const bot = botChannel();
  const tab = (words, on, onclick) => el("button", { type: "button", role: "tab", class: "tab", "aria-selected": String(on), onclick }, words);
  return el("div", { class: "tabs", role: "tablist" }, tab("Messages", active === "messages", () => openChannel(bot.id)), tab("Home", active === "home", openHome));
}

function drawChannel(place) {
  const signature = JSON.stringify([world.me, place, place.members.includes(botId()), world.data.shortcuts, world.data.commands]);
  if (drawn.main !== signature) {
    drawn = { ...drawn, main: signature, home: "" };
    const isBot = place === botChannel();
    const about = place.is_im ? "" : `${place.members.length} members${place.topic ? ` · ${place.topic}` : ""}`;
    fill(main,
      el("header", { class: "place" }, opener(), el("div", {}, el("h2", {}, place.is_im ? "" : place.is_private ? icon("lock") : "# ", channelTitle(place)), about ? el("p", {}, about) : null), isBot ? appTabs("messages") : null),
      el("div", { class: "list", id: "messages", role: "region", tabindex: "0", "aria-label": `Messages in ${channelTitle(place)}` }), el("div", { id: "jump" }),
      el("div", { id: "prompts" }),
      place.is_im || place.members.includes(botId()) ? null : inviteTo(place.id),
      composer({ id: "composer-text", channel: place.id, thread: "", placeholder: `Message ${place.is_im ? "" : "#"}${channelTitle(place)}`, onsent: (ts) => { awaitAnswer(place.id, ts); main.querySelector("#messages").scrollTop = 1e9; } }));
    fill(document.getElementById("jump"), jumpToNewest(main.querySelector("#messages")));
    if (matchMedia("(min-width: 721px)").matches) document.getElementById("composer-text").focus();
    main.querySelector("#messages").scrollTop = 1e9;
  }
  const list = main.querySelector("#messages");
  const messages = topLevel(messagesOf(place.id));
  if (messages.length) drawMessages(list, messages);
  else list.replaceChildren(el("div", { class: "empty" }, el("h3", {}, `This is the start of ${place.is_im ? "your conversation with " : "#"}${channelTitle(place)}`), el("p", {}, place.topic || "Nothing has been said here yet.")));
  drawPrompts(place, messages);
  markRead(place.id);
  scrollToFocus();
}

function drawPrompts(place) {
  const found = world.data.prompts.find((each) => each.channel === place.id);
  const status = world.data.statuses.filter((each) => each.channel === place.id && !messagesOf(place.id).some((message) => message.ts === each.thread_ts));
  main.querySelector("#prompts").replaceChildren(...status.map(statusLine), ...(found ? [el("div", { class: "prompts" }, found.title ? el("span", { class: "quiet" }, found.title) : null,
    found.prompts.map((each) => el("button", { type: "button", class: "prompt", onclick: async () => {
      const answer = await act("message", { channel: place.id, text: each.message, typed: true });
      if (answer.ok) awaitAnswer(place.id, answer.ts);
    } }, each.title)))] : []));
}

function scrollToFocus() {
  const focus = world.place.focus;
  if (!focus || drawn.focus === focus || world.place.thread === focus) return;
  const node = document.getElementById(`m-${focus}`);
  if (!node) return;
  drawn.focus = focus;
  node.scrollIntoView({ block: "center" });
  node.classList.add("is-focused");
}

function drawHome() {
  const view = world.data.homes.find((each) => each.user === world.me);
  const signature = JSON.stringify([world.me, view?.hash]);
  if (drawn.home === signature) return;
  const scroll = drawn.home ? main.querySelector(".home")?.scrollTop ?? 0 : 0;
  drawn = { ...drawn, home: signature, main: "" };
  const scope = view ? new Scope({ view_id: view.id }, `H${view.id}`) : null;
  fill(main,
    el("header", { class: "place" }, opener(), el("div", {}, el("h2", {}, user(botId()).real_name)), appTabs("home")),
    el("div", { class: "home", id: "composer-text", role: "region", "aria-label": "Home", tabindex: "0" }, view ? el("div", { class: "home-page" }, blocks(view.body.blocks, scope)) : el("div", { class: "empty" }, el("h3", {}, "Home"), el("p", {}, "The app has not published a Home tab yet."))));
  main.querySelector(".home").scrollTop = scroll;
}

function drawThread() {
  const { channel: id, thread } = world.place;
  const parent = thread && messagesOf(id).find((each) => each.ts === thread);
  threadPane.hidden = !parent;
  document.body.classList.toggle("thread-open", Boolean(parent));
  if (!parent) { drawn.thread = ""; return; }
  const signature = JSON.stringify([world.me, id, thread]);
  if (drawn.thread !== signature) {
    drawn.thread = signature;
    fill(threadPane,
      el("header", { class: "place" }, el("div", {}, el("h2", {}, "Thread"), el("p", {}, (channel(id).is_im ? "" : "#") + channelTitle(channel(id)))), iconButton("close", "Close the thread", closeThread)),
      el("div", { class: "list", role: "region", tabindex: "0", "aria-label": "Thread messages" }), el("div", { class: "thread-status" }),
      composer({ channel: id, thread, placeholder: "Reply", onsent: () => { threadPane.querySelector(".list").scrollTop = 1e9; } }));
    threadPane.querySelector("textarea").focus();
  }
  drawMessages(threadPane.querySelector(".list"), [parent, ...repliesTo(parent)], { inThread: true });
  const status = statusOf(id, thread);
  threadPane.querySelector(".thread-status").replaceChildren(...(status ? [statusLine(status)] : []));
}

// The answer may be drawn before the server has said that the question was taken: then nothing would be drawn again.
function awaitAnswer(channel, ts) {
  awaiting = { channel, ts };
  followAnswer();
}

function followAnswer() {
  if (!awaiting || world.place.channel !== awaiting.channel) return;
  const asked = messagesOf(awaiting.channel).find((each) => each.ts === awaiting.ts);
  if (!asked || !repliesTo(asked).length) return;
  const { channel: id, ts } = awaiting;
  awaiting = null;
  if (!world.place.thread) openThread(id, ts);
}

function tellOpened() {
  const where = world.place.kind === "home" ? "home" : world.place.channel === botChannel()?.id ? "messages" : "";
  const opened = `${world.me}/${where}`;
  if (drawn.opened === opened) return;
  drawn.opened = opened;
  if (where) act("home", { tab: where });
}

function draw() {
  if (world.place.kind === "channel" && !channel(world.place.channel)) {
    const first = world.data.channels.find((each) => !each.is_im) ?? botChannel();
    world.place = { kind: "channel", channel: first?.id ?? "", thread: "", focus: "" };
  }
  const place = channel(world.place.channel);
  document.title = `${world.place.kind === "home" ? "Home" : channelTitle(place)} · ${world.data.team.name}`;
  tellOpened();
  drawSidebar();
  if (world.place.kind === "home") drawHome();
  else if (place) drawChannel(place);
  drawThread();
  tour(document.getElementById("tour"), draw);
  drawModal();
  followAnswer();
}

whenChanged(draw);
window.addEventListener("hashchange", readPlace);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (document.body.classList.contains("menu-open")) document.body.classList.remove("menu-open");
  else if (world.place.thread) closeThread();
});
main.addEventListener("click", () => document.body.classList.remove("menu-open"), true);
readPlace();
follow();
