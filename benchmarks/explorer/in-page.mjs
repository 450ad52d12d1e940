// What runs in the measured page: stopwatches that end in the mutation that shows what is waited for. They do not poll.

/** Installs `stopwatch` in the window, before any script of the page. */
export function install() {
  // The time at which `isShown` is first true, with the time of style and layout in it.
  const shown = (isShown) => new Promise((resolve) => {
    const look = () => {
      if (!isShown()) return false;
      document.body.getBoundingClientRect();
      resolve(performance.now());
      return true;
    };
    if (document.body && look()) return;
    const observer = new MutationObserver(() => {
      if (document.body && look()) observer.disconnect();
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve(performance.now());
    channel.port2.postMessage(0);
  }));
  const longest = { task: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longest.task = Math.max(longest.task, entry.duration);
  }).observe({ type: "longtask", buffered: true });

  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  window.stopwatch = {
    shown,
    longest,
    /** Milliseconds from `start` until `isShown`, and until the frame with it is on the screen. */
    async time(start, isShown) {
      const began = performance.now();
      const end = shown(isShown);
      start();
      const rendered = await end - began;
      return { rendered, painted: await frame() - began };
    },
    /** Types a text as a person does, as far as the page can tell. The setter is not React's own. */
    type(input, text) {
      value.call(input, text);
      input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
    },
    nodes: () => document.getElementsByTagName("*").length,
  };
}
