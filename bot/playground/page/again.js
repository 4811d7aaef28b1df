// A script or style that was lost on the way would leave the page empty for ever: it loads again.

addEventListener("error", ({ target }) => {
  if (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) setTimeout(() => location.reload(), 1000);
}, true);
