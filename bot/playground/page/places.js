// Which channel, thread or Home tab is open; kept in the address so that links and the back button work.

import { announce, world } from "./state.js";

export const openChannel = (channel) => go(`/${channel}`);
export const openHome = () => go("/home");
export const openThread = (channel, ts) => go(`/${channel}/${ts}/${ts}`);
export const closeThread = () => go(`/${world.place.channel}`);

function go(path) {
  if (location.hash === `#${path}`) readPlace();
  else location.hash = path;
}

export function readPlace() {
  const [, channel = "", focus = "", thread = ""] = decodeURIComponent(location.hash.slice(1)).split("/");
  world.place = channel === "home" ? { kind: "home", channel: "", thread: "", focus: "" } : { kind: "channel", channel, thread, focus };
  document.body.classList.remove("menu-open");
  if (world.data) announce();
}
