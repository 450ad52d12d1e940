// What the page says: short notes in `#messages` (read out when the reader has time), and alerts that are read at once
// and remain until they are closed.

import { h, iconButton, replace } from "./dom.js";
import { t } from "./labels.js";

let timer = 0;

// Says `text` for a few seconds: "Copied".
export function say(text) {
  const box = document.getElementById("messages");
  clearTimeout(timer);
  replace(box, h("p", { class: "toast" }, text));
  timer = setTimeout(() => replace(box), 4000 + 40 * text.length);
}

// A block that shows `error`: its messages, hints, code and request id.
export function errorBlock(error) {
  // A module that cannot be loaded is a TypeError: the server that has it is gone.
  const isLost = error instanceof TypeError && /import|module/i.test(error.message);
  const { messages, hints, code, requestId } = error.error ?? (isLost ? { messages: [t("serverLost")], hints: [t("serverLostHint"), error.message] } : { messages: [error.message], hints: [] });
  return h("div", { class: "error-block" },
    (messages.length ? messages : [error.message]).map((message, at) => h("p", at ? null : { class: "error-title" }, message)),
    hints?.map((hint) => h("p", { class: "hint" }, hint)),
    code && h("p", { class: "meta" }, h("code", null, code)),
    requestId && h("p", { class: "meta" }, "RequestId ", h("code", null, requestId)));
}

// Shows `error` in the place where alerts are, once: the same text replaces itself.
export function alertError(error, { retry } = {}) {
  const box = document.getElementById("alerts");
  replace(box, h("div", { class: "alert", role: "alert" }, errorBlock(error),
    h("div", { class: "row" },
      retry && h("button", { type: "button", class: "button", onclick: () => { clearAlert(); retry(); } }, t("tryAgain")),
      iconButton("remove", t("close"), { onclick: clearAlert }))));
}

export function clearAlert() {
  replace(document.getElementById("alerts"));
}
