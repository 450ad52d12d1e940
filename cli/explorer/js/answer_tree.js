// An answer as an ARIA tree whose nodes ask the server for their children when they are opened, 200 at a time.
//
// Rows are a flat list with `aria-level`: to open a node puts its children's rows behind it, to close it takes them away.

import { h, replace } from "./dom.js";
import { isAbort } from "./api.js";
import { say } from "./messages.js";
import { copy, number, waiting } from "./panel_kit.js";
import { t } from "./panel_labels.js";

const PAGE = 200;
// How many pages of an object's members are looked through for one of a search.
const SEARCHED_PAGES = 25;
const PLAIN = /^[A-Za-z_]\w*$/;

// The steps of a JMESPath that only names members and items: `A."b.c"[0]` is `["A", "b.c", 0]`.
function stepsOf(path) {
  const steps = [];
  for (const [, name, quoted, index] of path.matchAll(/([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*")|\[(\d+)\]/g)) {
    steps.push(name ?? (quoted === undefined ? Number(index) : JSON.parse(quoted)));
  }
  return steps;
}

const joined = (path, step) => {
  if (typeof step === "number") return `${path}[${step}]`;
  const name = PLAIN.test(step) ? step : JSON.stringify(step);
  return path ? `${path}.${name}` : name;
};

const isOpenable = ({ kind, count }) => (kind === "object" || kind === "array") && count !== 0;

export class AnswerTree {
  #nodes = new WeakMap();
  #current = null;
  #ended = new AbortController();
  #busy = new WeakSet();

  // `load(path, offset, limit, signal)` gives a page of children; `text(path)` the JSON of a node; `expression(path)`
  // the JMESPath to copy.
  constructor({ load, text, expression, onError }) {
    Object.assign(this, { load, text, expression, onError });
    this.tree = h("div", { class: "tree", role: "tree", "aria-label": t("answer"), onkeydown: (event) => this.#key(event), onclick: (event) => this.#click(event) });
    this.path = h("code", { class: "wrap", id: "answer-path" });
    this.node = h(
      "div",
      { class: "tree-view" },
      h(
        "div",
        { class: "tools" },
        this.path,
        h("button", { type: "button", class: "button small", title: "C", onclick: () => this.#copyValue() }, t("copyValue")),
        h("button", { type: "button", class: "button small", title: "P", onclick: () => this.#copyPath() }, t("copyPath")),
      ),
      h("div", { class: "scroller tree-scroller" }, this.tree),
    );
    replace(this.tree, waiting());
    this.ready = this.#start();
  }

  stop() {
    this.#ended.abort();
  }

  async #start() {
    try {
      const root = await this.load("", 0, PAGE, this.#ended.signal);
      const row = this.#row({ path: "", label: null, kind: root.kind, count: root.count, preview: root.preview ?? "", level: 1, at: 0, size: 1 });
      replace(this.tree, row);
      this.#setCurrent(row);
      if (isOpenable(root)) this.#put(row, 0, root);
    } catch (error) {
      if (!isAbort(error)) this.onError(error);
    }
  }

  #row(node) {
    const openable = isOpenable(node);
    const amount = node.kind === "array" ? t("itemCount", number(node.count)) : node.kind === "object" ? t("memberCount", number(node.count)) : "";
    const row = h(
      "div",
      {
        class: `tree-row kind-${node.kind}`,
        role: "treeitem",
        tabindex: "-1",
        "aria-level": node.level,
        "aria-posinset": node.at + 1,
        "aria-setsize": node.size,
        "aria-expanded": openable ? "false" : null,
        "aria-selected": "false",
      },
      h("span", { class: "twist", "aria-hidden": "true" }),
      node.label === null ? null : h("span", { class: "key" }, String(node.label)),
      node.label === null ? null : h("span", { class: "colon" }, ": "),
      amount ? h("span", { class: "amount" }, amount) : null,
      h("span", { class: "value" }, amount ? ` ${node.preview ?? ""}` : (node.preview ?? node.kind)),
    );
    row.style.setProperty("--level", node.level);
    this.#nodes.set(row, node);
    return row;
  }

  #moreRow(parent, offset, count, isBefore) {
    const node = { ...this.#nodes.get(parent), isMore: true, parent, offset, isBefore, level: this.#nodes.get(parent).level + 1 };
    const row = h(
      "div",
      { class: "tree-row more", role: "treeitem", tabindex: "-1", "aria-level": node.level, "aria-selected": "false" },
      isBefore ? t("moreBefore", number(count)) : t("moreAfter", number(count)),
    );
    row.style.setProperty("--level", node.level);
    this.#nodes.set(row, node);
    return row;
  }

  // Rows of a page of children of `parent`.
  #rows(parent, offset, page) {
    const { path, level } = this.#nodes.get(parent);
    return page.items.map((item, at) => {
      const step = page.kind === "array" ? offset + at : item.key;
      return this.#row({ ...item, path: joined(path, step), label: step, level: level + 1, at: offset + at, size: page.count });
    });
  }

  // Puts the first page that a node shows behind it.
  #put(row, offset, page) {
    row.setAttribute("aria-expanded", "true");
    const rows = this.#rows(row, offset, page);
    if (offset > 0) rows.unshift(this.#moreRow(row, offset, offset, true));
    const rest = page.count - offset - page.items.length;
    if (rest > 0) rows.push(this.#moreRow(row, offset + page.items.length, rest, false));
    row.after(...rows);
  }

  async #open(row, offset = 0) {
    const node = this.#nodes.get(row);
    if (!isOpenable(node) || this.#busy.has(row)) return;
    this.#busy.add(row);
    row.setAttribute("aria-busy", "true");
    try {
      const page = await this.load(node.path, offset, PAGE, this.#ended.signal);
      this.#close(row);
      this.#put(row, offset, page);
    } catch (error) {
      if (!isAbort(error)) this.onError(error);
    } finally {
      this.#busy.delete(row);
      row.removeAttribute("aria-busy");
    }
  }

  #close(row) {
    if (row.getAttribute("aria-expanded") !== "true") return;
    const { level } = this.#nodes.get(row);
    const range = document.createRange();
    range.setStartAfter(row);
    let last = row;
    for (let next = row.nextElementSibling; next && this.#nodes.get(next).level > level; next = next.nextElementSibling) last = next;
    range.setEndAfter(last);
    if (last !== row) range.deleteContents();
    row.setAttribute("aria-expanded", "false");
    if (!this.#current?.isConnected) this.#setCurrent(row);
  }

  async #more(row) {
    const { parent, offset, isBefore } = this.#nodes.get(row);
    if (this.#busy.has(row)) return;
    this.#busy.add(row);
    const from = isBefore ? Math.max(0, offset - PAGE) : offset;
    try {
      const page = await this.load(this.#nodes.get(parent).path, from, isBefore ? offset - from : PAGE, this.#ended.signal);
      const rows = this.#rows(parent, from, page);
      const rest = isBefore ? from : page.count - from - page.items.length;
      const next = rest > 0 ? this.#moreRow(parent, isBefore ? from : from + page.items.length, rest, isBefore) : null;
      const hasFocus = row.contains(document.activeElement);
      row.replaceWith(...(isBefore ? [next, ...rows] : [...rows, next]).filter(Boolean));
      this.#setCurrent(isBefore ? rows.at(-1) : rows[0], hasFocus);
    } catch (error) {
      if (!isAbort(error)) this.onError(error);
    } finally {
      this.#busy.delete(row);
    }
  }

  #setCurrent(row, focus = false) {
    if (!row) return;
    if (this.#current) {
      this.#current.tabIndex = -1;
      this.#current.setAttribute("aria-selected", "false");
    }
    this.#current = row;
    row.tabIndex = 0;
    row.setAttribute("aria-selected", "true");
    const node = this.#nodes.get(row);
    this.path.textContent = node.isMore ? "" : this.expression(node.path);
    if (focus) row.focus({ preventScroll: false });
  }

  #act(row) {
    const node = this.#nodes.get(row);
    if (node.isMore) return this.#more(row);
    if (row.getAttribute("aria-expanded") === "true") return this.#close(row);
    return this.#open(row);
  }

  #click(event) {
    const row = event.target.closest("[role=treeitem]");
    // Marking text with the mouse opens nothing.
    if (!row || String(getSelection()) !== "") return;
    this.#setCurrent(row, true);
    this.#act(row);
  }

  #key(event) {
    const row = event.target.closest("[role=treeitem]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const node = this.#nodes.get(row);
    const isOpen = row.getAttribute("aria-expanded") === "true";
    const to = (target) => this.#setCurrent(target, true);
    switch (event.key) {
      case "ArrowDown":
        to(row.nextElementSibling);
        break;
      case "ArrowUp":
        to(row.previousElementSibling);
        break;
      case "ArrowRight":
        if (isOpen) to(row.nextElementSibling);
        else this.#open(row);
        break;
      case "ArrowLeft":
        if (isOpen) this.#close(row);
        else to(this.#parentOf(row));
        break;
      case "Home":
        to(this.tree.firstElementChild);
        break;
      case "End":
        to(this.tree.lastElementChild);
        break;
      case "Enter":
      case " ":
        this.#act(row);
        break;
      case "*":
        this.#openSiblings(row, node.level);
        break;
      case "c":
      case "C":
        this.#copyValue();
        break;
      case "p":
      case "P":
        this.#copyPath();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  #parentOf(row) {
    const { level } = this.#nodes.get(row);
    let before = row.previousElementSibling;
    while (before && this.#nodes.get(before).level >= level) before = before.previousElementSibling;
    return before;
  }

  // As trees of operating systems have it, up to a page of them.
  async #openSiblings(row, level) {
    const closed = [];
    let first = row;
    for (let before = row; before && this.#nodes.get(before).level >= level; before = before.previousElementSibling) first = before;
    for (let next = first; next && this.#nodes.get(next).level >= level && closed.length < 50; next = next.nextElementSibling) {
      if (this.#nodes.get(next).level === level && next.getAttribute("aria-expanded") === "false") closed.push(next);
    }
    for (const next of closed) await this.#open(next);
  }

  // Opens the way to the node at `path` and puts the focus there.
  async reveal(path) {
    await this.ready;
    let row = this.tree.firstElementChild;
    for (const step of stepsOf(path)) {
      if (!row || this.#ended.signal.aborted) return;
      row = await this.#childRow(row, step);
    }
    if (row) this.#setCurrent(row, true);
    else say(t("notFoundInTree"));
  }

  async #childRow(row, step) {
    if (row.getAttribute("aria-expanded") === "false") await this.#open(row, typeof step === "number" ? Math.floor(step / PAGE) * PAGE : 0);
    const found = this.#findChild(row, step);
    if (found) return found;
    if (typeof step === "number") {
      await this.#open(row, Math.floor(step / PAGE) * PAGE);
      return this.#findChild(row, step);
    }
    const { count } = this.#nodes.get(row);
    for (let offset = PAGE; offset < Math.min(count, PAGE * SEARCHED_PAGES); offset += PAGE) {
      await this.#open(row, offset);
      const later = this.#findChild(row, step);
      if (later) return later;
    }
    return null;
  }

  #findChild(row, step) {
    const { level } = this.#nodes.get(row);
    for (let next = row.nextElementSibling; next; next = next.nextElementSibling) {
      const node = this.#nodes.get(next);
      if (node.level <= level) return null;
      if (node.level === level + 1 && node.label === step && !node.isMore) return next;
    }
    return null;
  }

  #copyValue() {
    const node = this.#nodes.get(this.#current);
    if (node && !node.isMore) copy(() => this.text(node.path), t("value"));
  }

  #copyPath() {
    const node = this.#nodes.get(this.#current);
    if (node && !node.isMore) copy(this.expression(node.path), t("path"));
  }
}
