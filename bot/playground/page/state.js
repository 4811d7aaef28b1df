// The workspace as the acting person sees it, kept fresh by a request that waits for changes.

import { toast } from "./dom.js";

const listeners = [];
let following = null;

export const world = {
  me: localStorage.getItem("playground.me") ?? "",
  data: null,
  place: { kind: "channel", channel: "", thread: "", focus: "" },
  drafts: new Map(),
  inputs: new Map(),
};

export const whenChanged = (listener) => listeners.push(listener);
// What cannot be drawn is told in the console and hides nothing else.
export const announce = () => listeners.forEach((listener) => { try { listener(); } catch (fault) { reportError(fault); } });

export const user = (id) => world.data?.users.find((each) => each.id === id);
export const channel = (id) => world.data?.channels.find((each) => each.id === id);
export const people = () => world.data.users.filter((each) => !each.is_bot && each.id !== "USLACKBOT" && !each.deleted);
export const botId = () => world.data.bot_user;
export const botChannel = () => world.data.channels.find((each) => each.is_im && each.members.includes(botId()));
export const messagesOf = (id) => world.data.messages.filter((each) => each.channel === id);
export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;
export const repliesTo = (message) => messagesOf(message.channel).filter((each) => isReply(each) && each.thread_ts === message.ts);
export const fileOf = (id) => world.data.files.find((each) => each.id === id);

export function channelTitle(each) {
  if (!each) return "";
  if (!each.is_im) return each.name;
  const other = each.members.find((member) => member !== world.me) ?? world.me;
  return user(other)?.real_name ?? other;
}

export async function act(name, body, quiet = []) {
  let answer;
  try {
    const response = await fetch(`/playground/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: world.me, ...body }),
    });
    answer = await response.json();
  } catch {
    answer = { ok: false, error: "playground_unreachable" };
  }
  if (!answer.ok && !answer.errors && !quiet.includes(answer.error)) toast(explain(answer));
  return answer;
}

function explain(answer) {
  const known = {
    operation_timeout: "The app did not answer within three seconds.",
    dispatch_failed: "The app is not connected right now.",
    playground_unreachable: "The playground is not running.",
  };
  return known[answer.error] ?? (answer.messages?.join(" ") || `That did not work: ${answer.error}`);
}

export function actAs(id) {
  world.me = id;
  localStorage.setItem("playground.me", id);
  world.inputs.clear();
  world.place = { kind: "channel", channel: "", thread: "", focus: "" };
  follow();
}

export function follow() {
  following?.abort();
  following = new AbortController();
  run(following.signal);
}

async function run(signal) {
  let revision = -1;
  while (!signal.aborted) {
    const answer = await newest(revision, signal);
    if (signal.aborted) return;
    revision = answer?.revision ?? -1;
    document.body.classList.toggle("offline", !answer);
    if (!answer) await new Promise((resolve) => setTimeout(resolve, 1500));
    else if (!answer.unchanged) take(answer);
  }
}

// Null where no answer came: a request may be lost without a word, so none is waited for much longer than it may take.
async function newest(revision, signal) {
  const wait = revision < 0 ? 0 : 20;
  const asking = new AbortController();
  const late = setTimeout(() => asking.abort(), (wait + 10) * 1000);
  const query = new URLSearchParams({ as: world.me, after: revision, wait });
  try {
    return await (await fetch(`/playground/state?${query}`, { signal: AbortSignal.any([signal, asking.signal]) })).json();
  } catch {
    return null;
  } finally {
    clearTimeout(late);
  }
}

function take(answer) {
  world.data = answer;
  const known = people();
  if (!known.some((each) => each.id === world.me)) {
    if (!known.length) return;
    world.me = known[0].id;
    localStorage.setItem("playground.me", world.me);
    follow();
    return;
  }
  announce();
}

const readKey = () => `playground.read.${world.data.team.id}.${world.me}`;

function readMarks() {
  try { return JSON.parse(localStorage.getItem(readKey())) ?? {}; } catch { return {}; }
}

export function unread(id) {
  const mark = Number(readMarks()[id] ?? 0);
  return messagesOf(id).filter((each) => each.user !== world.me && Number(each.ts) > mark).length;
}

export function markRead(id) {
  const newest = messagesOf(id).at(-1)?.ts;
  const marks = readMarks();
  if (newest && marks[id] !== newest) localStorage.setItem(readKey(), JSON.stringify({ ...marks, [id]: newest }));
}
