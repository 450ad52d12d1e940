// What the panels share: copy, download, tabs, failures, and requests of which only the latest counts.

import { copyText, h, replace, tabKeys } from "./dom.js";
import { ApiError, isAbort } from "./api.js";
import { say } from "./messages.js";
import { kindTitle, t } from "./panel_labels.js";

// Calls `action` once nothing has called the result for `milliseconds`; `.cancel()` takes a waiting call back.
export function debounce(action, milliseconds) {
  let timer = 0;
  const later = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

// Gives signals of which each aborts the one before.
export class Latest {
  #controller = null;

  next() {
    this.#controller?.abort();
    this.#controller = new AbortController();
    return this.#controller.signal;
  }

  stop() {
    this.#controller?.abort();
    this.#controller = null;
  }
}

// The error of the contract in whatever was thrown.
export function errorOf(thrown) {
  if (thrown instanceof ApiError) return wholeError(thrown.error);
  return wholeError({ messages: [String(thrown?.message ?? thrown)] });
}

// `error` with all members of the contract.
export const wholeError = (error) => ({
  kind: "refused",
  messages: [],
  hints: [],
  code: null,
  message: null,
  requestId: null,
  ambiguous: false,
  ...error,
});

// Puts `text`, or what a function gives, on the clipboard and says so.
export async function copy(text, what = t("text")) {
  try {
    const value = typeof text === "function" ? await text() : text;
    say(t((await copyText(value)) ? "copied" : "notCopied", what));
  } catch (error) {
    if (!isAbort(error)) say(errorOf(error).messages[0]);
  }
}

// A small button that copies; `what` is in its label, for those who do not see what it is next to.
export const copyButton = (text, what, props = {}) =>
  h(
    "button",
    { type: "button", class: "button small", "aria-label": t("copyOf", what), onclick: () => copy(text, what), ...props },
    t("copy"),
  );

// Hands `text` to the browser as a file.
export function download(name, text, type = "text/plain") {
  const url = URL.createObjectURL(text instanceof Blob ? text : new Blob([text], { type }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// Tabs of `[{id, title, show(panel)}]`: `show` fills the panel each time that it is chosen.
export function tabs(label, items, chosen) {
  const panel = h("div", { class: "tab-panel", role: "tabpanel", tabindex: "0" });
  panel.id = `${items[0].id}-panel`;
  let current = null;
  const buttons = items.map((item) =>
    h(
      "button",
      { id: item.id, type: "button", role: "tab", "aria-controls": panel.id, onclick: () => choose(item.id) },
      item.title,
    ),
  );
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": label }, ...buttons);
  tabKeys(list, (tab) => choose(tab.id));
  function choose(id) {
    current = id;
    for (const button of buttons) {
      const isChosen = button.id === id;
      button.setAttribute("aria-selected", String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", id);
    items.find((item) => item.id === id).show(panel);
  }
  choose(items.some((item) => item.id === chosen) ? chosen : items[0].id);
  return { list, panel, choose, current: () => current };
}

// A labeled control.
export const field = (id, label, control, hint) =>
  h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    control,
    hint ? h("small", { id: `${id}-hint`, class: "hint" }, hint) : null,
  );

// What went wrong, with what to do next; `retry` is null where repeating may do harm.
export function failureView(error, { title = null, retry = null, more = null } = {}) {
  return h(
    "div",
    { class: "failure", role: "alert" },
    h("h2", {}, title ?? kindTitle(error.kind)),
    error.code ? h("p", {}, h("code", { class: "code" }, error.code), " ", error.message ?? "") : null,
    ...error.messages.filter((text) => text !== error.message).map((text) => h("p", { class: "wrap" }, text)),
    error.hints.length ? h("ul", { class: "hints" }, ...error.hints.map((text) => h("li", {}, text))) : null,
    requestIdLine(error.requestId),
    more,
    retry ? h("p", {}, h("button", { class: "button", id: "retry", type: "button", onclick: retry }, t("retry"))) : null,
  );
}

// The request's ID with its copy button, or null.
export const requestIdLine = (id) =>
  id
    ? h("p", { class: "request-id" }, t("requestId"), " ", h("code", { id: "request-id" }, id), " ", copyButton(id, t("requestId")))
    : null;

// A list of notes, or null.
export const noteList = (notes) =>
  notes?.length ? h("ul", { class: "notes" }, ...notes.map((note) => h("li", {}, note))) : null;

// A placeholder while something is awaited.
export const waiting = (text = t("loading")) => h("p", { class: "waiting" }, text);

// Replaces what `node` shows by the failure in `thrown`, unless the page aborted the request.
export function showFailure(node, thrown, options) {
  if (!isAbort(thrown)) replace(node, failureView(errorOf(thrown), options));
}

export const bytes = (count) =>
  count < 1000 ? `${count} B` : count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;

export const duration = (milliseconds) =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

export const number = (value) => Number(value).toLocaleString("en-US");

let lastId = 0;
// An ID for elements that labels point to.
export const uniqueId = (prefix) => `${prefix}-${(lastId += 1)}`;
