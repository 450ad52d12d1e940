// An answer, which stays on the server: what it took, and views of it as tree, table, text and headers.

import { h, replace } from "./dom.js";
import { get, getText, isAbort } from "./api.js";
import { say } from "./messages.js";
import { AnswerTree } from "./answer_tree.js";
import { VirtualRows } from "./virtual_rows.js";
import { bytes, copy, copyButton, debounce, download, duration, errorOf, Latest, noteList, number, requestIdLine, showFailure, tabs, waiting } from "./panel_kit.js";
import { t } from "./panel_labels.js";

const LINE = 20;
const ROW = 28;
const SHOWN_LINE = 2000;

let chosenView = "answer-tree";

// Mounts the answer that `done` describes (the last line of a call, or `{answer}` of one from the history).
export function mount(container, done, request, { view = null } = {}) {
  const shown = new AnswerView(done, request, view);
  replace(container, shown.node);
  return () => shown.unmount();
}

class AnswerView {
  #filter = "";
  #checks = new Latest();
  #searches = new Latest();
  #part = null;

  constructor(done, request, view) {
    this.id = done.answer;
    this.isOwnView = view !== null;
    this.name = request ? `${request.service}-${request.action}` : "answer";
    this.filterInput = h("input", {
      id: "answer-filter",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "JMESPath",
      "aria-describedby": "answer-filter-error",
      oninput: () => this.filterLater(),
      onkeydown: (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        this.filterLater.cancel();
        this.#applyFilter();
      },
    });
    this.filterLater = debounce(() => this.#applyFilter(), 200);
    this.filterError = h("p", { id: "answer-filter-error", class: "field-error", role: "status" });
    this.searchInput = h("input", { id: "answer-search", type: "search", autocomplete: "off", spellcheck: "false", oninput: () => this.searchLater() });
    this.searchLater = debounce(() => this.#search(), 200);
    this.hits = h("div", { class: "search-hits", hidden: true });
    this.tabs = tabs(
      t("answerLabel"),
      [
        { id: "answer-tree", title: t("tree"), show: (panel) => this.#show("answer-tree", panel) },
        { id: "answer-table", title: t("table"), show: (panel) => this.#show("answer-table", panel) },
        { id: "answer-raw", title: t("raw"), show: (panel) => this.#show("answer-raw", panel) },
        { id: "answer-headers", title: t("headersTab"), show: (panel) => this.#show("answer-headers", panel) },
      ],
      view ?? chosenView,
    );
    this.node = h(
      "div",
      { class: "answer-view" },
      statusLine(done),
      h(
        "div",
        { class: "fields tools answer-tools" },
        h("div", { class: "field" }, h("label", { for: "answer-filter" }, t("filter")), this.filterInput, this.filterError),
        h("div", { class: "field" }, h("label", { for: "answer-search" }, t("searchAnswer")), this.searchInput),
      ),
      this.hits,
      h(
        "div",
        { class: "tab-bar" },
        this.tabs.list,
        h("button", { type: "button", class: "button small", onclick: () => copy(() => this.#text(), t("answer")) }, t("copyAll")),
        h("button", { type: "button", class: "button small", onclick: () => this.#download() }, t("download")),
      ),
      this.tabs.panel,
    );
  }

  unmount() {
    this.filterLater.cancel();
    this.searchLater.cancel();
    this.#checks.stop();
    this.#searches.stop();
    this.#part?.stop();
  }

  #query(view, more) {
    return { id: this.id, view, filter: this.#filter || undefined, ...more };
  }

  #text() {
    return getText("/api/answer", this.#query("text"));
  }

  async #download() {
    try {
      download(`${this.name}.json`, await this.#text(), "application/json");
    } catch (error) {
      say(errorOf(error).messages[0]);
    }
  }

  #show(id, panel) {
    if (!this.isOwnView) chosenView = id;
    this.#part?.stop();
    this.#part = null;
    // No stop in the tab order of its own where what it has can be focused.
    panel.tabIndex = id === "answer-headers" ? 0 : -1;
    const onError = (error) => showFailure(panel, error);
    if (id === "answer-tree") {
      this.#part = new AnswerTree({
        load: (path, offset, limit, signal) => get("/api/answer", this.#query("tree", { path, offset, limit }), { signal }),
        text: (path) => getText("/api/answer", { id: this.id, view: "text", filter: joined(this.#filter, path) || undefined }),
        expression: (path) => joined(this.#filter, path) || "@",
        onError,
      });
      replace(panel, this.#part.node);
    } else if (id === "answer-table") {
      this.#part = this.#table(panel, onError);
    } else if (id === "answer-raw") {
      this.#part = this.#raw(panel, onError);
    } else {
      this.#part = this.#headers(panel, onError);
    }
  }

  async #applyFilter() {
    const filter = this.filterInput.value.trim();
    if (filter === this.#filter && !this.filterError.firstChild) return;
    const signal = this.#checks.next();
    try {
      await get("/api/answer", { id: this.id, view: "tree", filter: filter || undefined, offset: 0, limit: 1 }, { signal });
      if (signal.aborted) return;
      this.filterError.textContent = "";
      this.filterInput.removeAttribute("aria-invalid");
      this.#filter = filter;
      this.#hideHits();
      this.tabs.choose(this.tabs.current());
    } catch (error) {
      if (isAbort(error)) return;
      const { messages, hints } = errorOf(error);
      this.filterError.textContent = [...messages, ...hints].join(" ");
      this.filterInput.setAttribute("aria-invalid", "true");
    }
  }

  #hideHits() {
    this.hits.hidden = true;
    replace(this.hits);
  }

  async #search() {
    const text = this.searchInput.value;
    const signal = this.#searches.next();
    if (!text.trim()) {
      this.#hideHits();
      return;
    }
    try {
      const { hits, more } = await get("/api/answer", this.#query("search", { q: text }), { signal });
      this.hits.hidden = false;
      const count = more ? t("hitsMore", hits.length) : t("hits", hits.length);
      replace(
        this.hits,
        h("p", { class: "hint" }, count),
        h(
          "ul",
          {},
          ...hits.map(({ path, preview }) =>
            h("li", {}, h("button", { type: "button", class: "link", onclick: () => this.#reveal(path) }, h("code", {}, path || "@"), " ", h("span", {}, preview))),
          ),
        ),
      );
      say(count);
    } catch (error) {
      if (isAbort(error)) return;
      this.hits.hidden = false;
      showFailure(this.hits, error);
    }
  }

  async #reveal(path) {
    this.tabs.choose("answer-tree");
    await this.#part.reveal(path);
  }

  #table(panel, onError) {
    const controller = new AbortController();
    const state = { rows: null, stop: () => (controller.abort(), state.rows?.stop()) };
    replace(panel, waiting());
    const load = (offset, limit, signal) => get("/api/answer", this.#query("table", { offset, limit }), { signal });
    load(0, 200, controller.signal).then((first) => {
      if (!first.columns.length || !first.count) {
        replace(panel, h("p", { class: "hint" }, t("noList")));
        return;
      }
      state.rows = drawTable(panel, first, load, onError, {
        copy: () => copy(() => delimited(first.columns, load, first.count, "\t", controller.signal), t("table")),
        save: async () => {
          try {
            download(`${this.name}.csv`, await delimited(first.columns, load, first.count, ",", controller.signal), "text/csv");
          } catch (error) {
            if (!isAbort(error)) say(errorOf(error).messages[0]);
          }
        },
      });
    }, onError);
    return state;
  }

  #raw(panel, onError) {
    const body = h("div", { class: "virtual-body" });
    const scroller = h("div", { class: "scroller raw", tabindex: "0", role: "region", "aria-label": t("rawLabel") }, body);
    replace(panel, scroller);
    return new VirtualRows({
      scroller,
      body,
      rowHeight: LINE,
      load: async (offset, limit, signal) => {
        const { lines, count } = await get("/api/answer", this.#query("raw", { offset, limit }), { signal });
        return { rows: lines, count };
      },
      render: (line, index) =>
        h(
          "div",
          { class: "line" },
          h("span", { class: "line-number", "data-line": index + 1 }),
          h("span", { class: "line-text" }, line === null ? "" : line.length > SHOWN_LINE ? `${line.slice(0, SHOWN_LINE)}… (${t("characters", number(line.length))})` : line),
        ),
      empty: () => h("p", { class: "hint" }, t("emptyAnswer")),
      onError,
    });
  }

  #headers(panel, onError) {
    const controller = new AbortController();
    replace(panel, waiting());
    get("/api/answer", { id: this.id, view: "headers" }, { signal: controller.signal }).then(({ status, headers }) => {
      replace(
        panel,
        h("p", {}, `HTTP ${status}`),
        h("dl", { class: "headers" }, ...headers.flatMap(([name, value]) => [h("dt", {}, name), h("dd", { class: "wrap" }, value)])),
        copyButton(headers.map(([name, value]) => `${name}: ${value}`).join("\n"), t("headersTab")),
      );
    }, onError);
    return { stop: () => controller.abort() };
  }
}

// `path` within what `filter` gives.
const joined = (filter, path) => (filter && path ? `${filter} | ${path}` : filter || path);

function statusLine(done) {
  const parts = [];
  if (done.status != null) parts.push(`HTTP ${done.status}`);
  if (done.milliseconds != null) parts.push(duration(done.milliseconds));
  if (done.bytes != null) parts.push(bytes(done.bytes));
  if (done.items != null) parts.push(t("items", number(done.items)));
  const anomalies = done.anomalies ?? [];
  return h(
    "div",
    { class: "status-line" },
    requestIdLine(done.requestId),
    parts.length ? h("p", {}, parts.join(" · ")) : null,
    anomalies.length
      ? h(
          "details",
          { class: "anomalies" },
          h("summary", {}, t("anomalies", anomalies.length)),
          h("p", { class: "hint" }, t("anomaliesHint")),
          h("ul", {}, ...anomalies.map(({ path, message }) => h("li", {}, h("code", {}, path || "@"), " ", message))),
        )
      : null,
    noteList(done.notes),
  );
}

const cellText = (cell) => (cell === null || cell === undefined ? "" : typeof cell === "object" ? JSON.stringify(cell) : String(cell));

function drawTable(panel, first, load, onError, { copy: copyTable, save }) {
  const { columns, count } = first;
  // Widths from what the first rows have, in characters, so that nothing has to be measured.
  const widths = columns.map((column, at) => {
    let width = column.length;
    for (const row of first.rows.slice(0, 100)) width = Math.max(width, Math.min(40, cellText(row[at]).length));
    return `${Math.min(42, width + 3)}ch`;
  });
  const body = h("div", { class: "virtual-body", role: "rowgroup" });
  const row = (cells, index, role) =>
    h("div", { class: "row", role: "row", "aria-rowindex": index }, ...cells.map((text) => h("div", { class: "cell", role, title: text.length > 40 ? text.slice(0, 500) : null }, text.slice(0, 300))));
  const table = h(
    "div",
    { class: "grid", role: "table", "aria-label": t("table"), "aria-rowcount": count + 1, "aria-colcount": columns.length },
    h("div", { class: "grid-head", role: "rowgroup" }, row(columns, 1, "columnheader")),
    body,
  );
  table.style.setProperty("--columns", widths.join(" "));
  const scroller = h("div", { class: "scroller table", tabindex: "0", role: "region", "aria-label": t("tableLabel", number(count)) }, table);
  replace(
    panel,
    h(
      "div",
      { class: "tools" },
      h("span", { class: "hint" }, t("rows", number(count))),
      h("button", { type: "button", class: "button small", onclick: copyTable }, t("copyTsv")),
      h("button", { type: "button", class: "button small", onclick: save }, t("downloadCsv")),
    ),
    scroller,
  );
  return new VirtualRows({
    scroller,
    body,
    rowHeight: ROW,
    count,
    load: async (offset, limit, signal) => {
      const page = offset === 0 ? first : await load(offset, limit, signal);
      return { rows: page.rows, count: page.count };
    },
    render: (cells, index) => row(columns.map((_, at) => (cells ? cellText(cells[at]) : "")), index + 2, "cell"),
    onError,
  });
}

// The whole table as text: fetched in pages, so that the browser breathes between them.
async function delimited(columns, load, count, separator, signal) {
  const quoted = (text) => {
    if (separator === "\t") return text.replace(/[\t\r\n]+/g, " ");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns.map(quoted).join(separator)];
  for (let offset = 0; offset < count; ) {
    const { rows } = await load(offset, 1000, signal);
    if (!rows.length) break;
    offset += rows.length;
    for (const row of rows) lines.push(columns.map((_, at) => quoted(cellText(row[at]))).join(separator));
  }
  return lines.join(separator === "," ? "\r\n" : "\n") + "\n";
}
