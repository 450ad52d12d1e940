// The other view of the value: its text, with line numbers, marked lines and the list of faults.

import { h, replace } from "./dom.js";
import { child, parse, print } from "./json.js";
import { t } from "./labels.js";

// The editor of an open request. `element` is to be put into the page once.
export class JsonEditor {
  constructor(request) {
    this.request = request;
    this.gutter = h("div", { class: "gutter", "aria-hidden": "true" });
    this.area = h("textarea", { id: "body-json", spellcheck: "false", autocomplete: "off", autocapitalize: "off", wrap: "off", "aria-label": t("jsonBody"), "aria-describedby": "json-faults", value: request.text });
    this.list = h("ul", { class: "fault-list", id: "json-faults" });
    this.element = h("div", { class: "json-editor" }, h("div", { class: "editor" }, this.gutter, this.area),
      h("div", { class: "row" }, h("button", { type: "button", class: "button small", id: "format-json", onclick: () => this.format() }, t("format"))), this.list);
    this.area.addEventListener("input", () => request.replaceText(this.area.value, "json"));
    this.area.addEventListener("scroll", () => { this.gutter.scrollTop = this.area.scrollTop; }, { passive: true });
    this.area.addEventListener("keydown", (event) => this.keepIndent(event));
    this.show();
  }

  // Shows the text and the faults of the request.
  show() {
    const { request, area } = this;
    if (area.value !== request.text) area.value = request.text;
    this.showFaults();
  }

  showFaults() {
    const { request, area } = this;
    const faults = request.faults.map((fault) => ({ ...fault, ...this.placeOf(fault) }));
    const marked = new Set(faults.map((fault) => fault.line).filter(Boolean));
    const lines = request.text.split("\n").length;
    area.rows = Math.max(12, Math.min(lines + 1, 36));
    const parts = [];
    let plain = "";
    for (let line = 1; line <= lines; line++) {
      if (!marked.has(line)) plain += `${line}\n`;
      else {
        parts.push(plain, h("span", null, `${line}`), "\n");
        plain = "";
      }
    }
    replace(this.gutter, ...parts, plain);
    this.gutter.scrollTop = area.scrollTop;
    if (faults.length) area.setAttribute("aria-invalid", "true");
    else area.removeAttribute("aria-invalid");
    replace(this.list,
      request.checkError && h("li", null, t("checkFailed", request.checkError.message)),
      faults.map((fault) => h("li", null,
        fault.line ? h("button", { type: "button", class: "link", "data-line": fault.line, onclick: () => this.goTo(fault) }, t("lineColumn", fault.line, fault.column ?? 1)) : null,
        fault.line ? ": " : "", fault.key ? t(fault.key) + (fault.detail ? `: ${fault.detail}` : "") : fault.message)),
      !faults.length && !request.checkError && h("li", { class: "hint" }, t("noFaults")));
  }

  // The line and column of a fault: as the server found it, or where the deepest part of its path is that the text has.
  placeOf({ path, line, column }) {
    if (line != null || !path || this.request.error) return { line, column };
    const places = new Map();
    let node = parse(this.request.text, places);
    for (const step of path.split(".")) {
      const next = child(node, step);
      if (!next) break;
      node = next;
    }
    const before = this.request.text.slice(0, places.get(node));
    return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
  }

  goTo({ line, column }) {
    const lines = this.area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    const at = start + [...lines[line - 1] ?? ""].slice(0, (column ?? 1) - 1).join("").length;
    this.area.focus();
    this.area.setSelectionRange(at, Math.max(at, start + (lines[line - 1] ?? "").length));
    this.area.scrollTop = Math.max(0, (line - 6) * (this.area.scrollHeight / lines.length));
  }

  format() {
    if (this.request.error) return this.goTo(this.request.error);
    this.request.replaceText(print(this.request.tree, 2), "format");
    return undefined;
  }

  // A new line begins as far in as the one before.
  keepIndent(event) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { area } = this;
    const before = area.value.slice(0, area.selectionStart);
    const indent = /[ \t]*/.exec(before.slice(before.lastIndexOf("\n") + 1))[0] + (/[{[]\s*$/.test(before) ? "  " : "");
    if (!indent) return;
    event.preventDefault();
    document.execCommand("insertText", false, `\n${indent}`);
  }
}
