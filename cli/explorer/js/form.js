// The form: one of the two views of the value. Types are unfolded when they are opened; listeners are on the root only.

import { h, replace, whenReleased } from "./dom.js";
import { additions, control, description, head, itemTools, kindOf, nodeOf, placeholder, plain, shown } from "./form_fields.js";
import { FaultMarks } from "./form_faults.js";
import { object, parse, string, boolean } from "./json.js";
import { t } from "./labels.js";
import { say } from "./messages.js";

const SHOWN_ITEMS = 200; // of a list, until the others are asked for
const OPEN_ITEMS = 20; // of a list; the others are closed at first

const parentOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf(".")));
const lastOf = (path) => path.slice(path.lastIndexOf(".") + 1);

// The form of an open request. `element` is to be put into the page once.
export class Form {
  constructor(request, wasOpen = new Map()) {
    this.request = request;
    this.types = request.document.types;
    this.fields = new Map(); // path -> {member, kind, control, box}
    this.groups = new Map(); // path -> {member, details, body, box, isBuilt, types}; also lists: {member, items, box}
    this.isStale = false;
    this.wasOpen = wasOpen; // path -> whether the object or item was open when the form was built before
    this.marks = new FaultMarks(this);
    this.members = h("div", { class: "members" });
    this.element = h("div", { class: "form" }, this.marks.banner, this.members);
    this.emptyButton = h("button", { type: "button", class: "empty-text link", tabIndex: -1, "aria-keyshortcuts": "Alt+E" });
    this.listen();
    this.rebuild();
  }

  // Builds the form anew from the value; what was open is open again, and the focus is where it was.
  rebuild() {
    this.isStale = false;
    if (this.groups.size) this.wasOpen = this.whatIsOpen();
    const focus = this.focusOf(document.activeElement);
    this.fields.clear();
    this.groups.clear();
    const parameters = this.request.document.parameters;
    replace(this.members, parameters.length ? this.build(parameters, "", []) : h("p", { class: "hint" }, t("noParameters")));
    this.wasOpen = new Map();
    this.marks.show();
    if (focus) this.members.querySelector(focus)?.focus({ preventScroll: true });
  }

  // For each object and item that was built: whether it is open.
  whatIsOpen() {
    return new Map([...this.groups].filter(([, group]) => group.details).map(([path, group]) => [path, group.details.open]));
  }

  // A selector of the control that has the focus, if it is one of the form.
  focusOf(node) {
    if (!node || !this.members.contains(node)) return null;
    for (const name of ["path", "open", "add", "remove", "copy", "up", "down"]) {
      if (node.dataset[name] != null) return `[data-${name}="${CSS.escape(node.dataset[name])}"]`;
    }
    return null;
  }

  // The nodes of `members`, required ones first. `chain` has the types around them.
  build(members, prefix, chain) {
    const ordered = [...members.filter((member) => member.required), ...members.filter((member) => !member.required)];
    return ordered.map((member) => this.field(member, prefix ? `${prefix}.${member.name}` : member.name, chain));
  }

  field(member, path, chain) {
    const kind = kindOf(member, this.types);
    const node = this.request.get(path);
    const box = h("div", { class: `field${member.required ? " required" : ""}${node === undefined ? "" : " has-value"} ${member.list ? "list" : kind}` });
    if (member.list) this.list(box, member, kind, path, chain);
    else if (kind === "group") this.group(box, member, path, chain);
    else {
      const id = member.description && member.description.length <= 150 ? `d:${path}` : null;
      const input = control(member, kind, path, node);
      if (id) input.setAttribute("aria-describedby", id);
      box.append(head(member, input.id), h("div", { class: "control" }, input, ...additions(member, kind, path).filter(Boolean)));
      const about = description(member.description, id);
      if (about) box.append(about);
      this.fields.set(path, { member, kind, control: input, box });
    }
    return box;
  }

  group(box, member, path, chain) {
    const body = h("div", { class: "group-body" });
    const summary = h("summary", { "data-open": path }, h("span", { class: "name" }, member.name),
      member.required && h("span", { class: "required-mark", title: t("required") }, "*", h("span", { class: "visually-hidden" }, t("required"))),
      h("span", { class: "type" }, member.type), h("span", { class: "set" }, t("isSet")), h("span", { class: "summary-text" }, plain(member.description)));
    const details = h("details", null, summary, body);
    box.append(details);
    const group = { member, details, body, box, summary, isBuilt: false, chain };
    this.groups.set(path, group);
    // What is required all the way down is open at once, and so is what was open before.
    const isRequired = member.required && chain.length < 3 && !chain.includes(member.type) && this.isNeeded(path);
    if (this.wasOpen.get(path) ?? isRequired) this.open(path);
  }

  // Whether the object around `path` is there or is itself required.
  isNeeded(path) {
    const around = parentOf(path);
    const group = this.groups.get(around);
    return !around || !group || group.member.required || this.request.get(around) !== undefined;
  }

  list(box, member, kind, path, chain) {
    const items = h("div", { class: "items" });
    const add = h("button", { type: "button", class: "button small add", "data-add": path }, "+ ", t("addItem", member.name));
    const top = head(member, null, null);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", member.name);
    const about = description(member.description);
    box.append(top, ...(about ? [about] : []), items, add);
    this.groups.set(path, { member, kind, items, add, box, head: top, chain, isBuilt: true });
    this.fillItems(path);
  }

  // Builds the items of the list at `path` from the value.
  fillItems(path) {
    const list = this.groups.get(path);
    for (const map of [this.fields, this.groups]) for (const key of map.keys()) if (key.startsWith(`${path}.`)) map.delete(key);
    const count = this.request.get(path)?.items?.length ?? 0;
    list.shown ??= SHOWN_ITEMS;
    replace(list.items, Array.from({ length: Math.min(count, list.shown) }, (_, at) => this.item(list, `${path}.${at}`, at)),
      count > list.shown && h("button", { type: "button", class: "button small", "data-rest": path }, t("showRest", count - list.shown)));
    this.endsOfList(list);
  }

  showAllItems(path) {
    this.groups.get(path).shown = Infinity;
    this.fillItems(path);
    this.marks.show();
  }

  endsOfList({ items }) {
    const downs = items.querySelectorAll(":scope > .item > .item-tools > [data-down]");
    const isWhole = items.lastChild?.dataset.rest == null;
    downs.forEach((button, at) => { button.disabled = isWhole && at === downs.length - 1; });
  }

  item({ member, kind, chain }, path, at) {
    const label = `${member.name} ${at + 1}`;
    const one = { ...member, list: false, required: true };
    const tools = itemTools(path, member.name, at);
    if (kind !== "group") {
      const input = control(one, kind, path, this.request.get(path), label);
      const box = h("div", { class: `item ${kind}` }, h("div", { class: "control" }, input, ...additions(one, kind, path).filter(Boolean)), tools);
      this.fields.set(path, { member: one, kind, control: input, box, isItem: true });
      return box;
    }
    const body = h("div", { class: "group-body" });
    const summary = h("summary", { "data-open": path }, h("span", { class: "name" }, label));
    const details = h("details", null, summary, body);
    const box = h("div", { class: "item group" }, details, tools);
    this.groups.set(path, { member: one, details, body, box, summary, isBuilt: false, chain, isItem: true });
    if (this.wasOpen.get(path) ?? at < OPEN_ITEMS) this.open(path);
    return box;
  }

  // Opens the object or item at `path`, and builds what is in it if nobody has opened it before.
  open(path) {
    const group = this.groups.get(path);
    if (!group?.details) return;
    this.fill(path, group);
    group.details.open = true;
  }

  fill(path, group) {
    if (group.isBuilt) return;
    group.isBuilt = true;
    const type = this.types[group.member.type];
    const about = group.isItem ? null : description(group.member.description);
    group.body.append(...(about ? [about] : []), ...this.build(type.members, path, [...group.chain, group.member.type]));
  }

  // Opens all types, also those of lists without an item; a type within itself stays closed.
  unfoldAll(isOpen) {
    this.members.remove();
    if (isOpen) {
      const visit = (paths) => {
        for (const path of paths) {
          const group = this.groups.get(path);
          if (group.chain.includes(group.member.type) || group.chain.length > 12) continue;
          const before = this.groups.size;
          if (group.items) {
            if (group.kind === "group" && !group.items.firstChild) group.items.append(this.ghost(group, `${path}.0`));
          } else this.open(path);
          if (this.groups.size > before) visit([...this.groups.keys()].slice(before));
        }
      };
      visit([...this.groups.keys()]);
    } else {
      for (const group of this.groups.values()) if (group.details) group.details.open = false;
      for (const item of this.members.querySelectorAll(".ghost")) this.dropGhost(item);
    }
    this.element.append(this.members);
    this.marks.show();
  }

  // An item that is not in the value until one of its fields is filled.
  ghost(list, path) {
    const box = this.item(list, path, 0);
    box.classList.add("ghost");
    this.open(path);
    return box;
  }

  dropGhost(item) {
    const path = item.querySelector("summary")?.dataset.open;
    for (const map of [this.fields, this.groups]) for (const key of map.keys()) if (key === path || key.startsWith(`${path}.`)) map.delete(key);
    item.remove();
  }

  // Shows the field at `path`, whatever is closed around it, and puts the focus there.
  reveal(path) {
    const steps = path.split(".");
    for (let at = 1; at < steps.length; at++) {
      const part = steps.slice(0, at).join(".");
      if (Number(steps[at]) >= this.groups.get(part)?.shown) this.showAllItems(part);
      this.open(part);
    }
    for (let at = steps.length; at > 0; at--) {
      const part = steps.slice(0, at).join(".");
      const target = this.fields.get(part)?.control ?? this.groups.get(part)?.summary ?? this.groups.get(part)?.add;
      if (target) {
        this.element.classList.remove("only-required");
        target.focus();
        target.scrollIntoView({ block: "center" });
        return true;
      }
    }
    return false;
  }

  listen() {
    const on = (name, action) => this.element.addEventListener(name, action);
    on("input", ({ target }) => target.dataset.path != null && this.typed(target));
    on("change", ({ target }) => target.dataset.file != null && this.takeFile(target));
    on("focusin", ({ target }) => {
      if (target.classList.contains("masked")) target.type = "password";
      this.offerEmpty(target);
    });
    on("focusout", ({ target }) => target.dataset?.path != null && whenReleased(() => this.request.visit(target.dataset.path)));
    on("click", (event) => this.clicked(event));
    on("paste", (event) => this.pasted(event));
    on("keydown", (event) => {
      if (event.altKey && event.code === "KeyE" && this.emptyButton.isConnected) {
        event.preventDefault();
        this.emptyButton.click();
      }
    });
    this.emptyButton.addEventListener("pointerdown", (event) => event.preventDefault());
    this.element.addEventListener("toggle", ({ target }) => {
      const path = target.open && target.querySelector("summary")?.dataset.open;
      if (path) this.fill(path, this.groups.get(path));
    }, true);
  }

  typed(input) {
    const path = input.dataset.path;
    const field = this.fields.get(path);
    this.request.visited.add(path);
    let node;
    if (field.kind === "json" && input.value.trim()) {
      try {
        node = parse(input.value);
      } catch (error) {
        this.request.noteFault(path, `${t(error.key)}${error.detail && `: ${error.detail}`} (${t("lineColumn", error.line, error.column)})`);
        return;
      }
    } else node = nodeOf(input.value, field.kind);
    if (field.kind === "json") this.request.noteFault(path, null);
    // An item of a list keeps its place when it is emptied.
    if (node === undefined && field.isItem) node = string("");
    if (node === undefined) this.request.clear(path);
    else this.request.set(path, node);
    this.valueMarks(path);
    this.offerEmpty(input);
  }

  // Marks the field at `path` and what is around it as set or absent.
  valueMarks(path) {
    for (let at = path; at; at = parentOf(at)) {
      const place = this.fields.get(at) ?? this.groups.get(at);
      const has = this.request.get(at) !== undefined;
      place?.box.classList.toggle("has-value", has);
      if (has) place?.box.classList.remove("ghost");
    }
  }

  // Next to an empty field of text that has the focus: a button that sends empty text.
  offerEmpty(input) {
    const field = input.dataset?.path != null ? this.fields.get(input.dataset.path) : null;
    if (!field || field.kind !== "text" || field.isItem || input.value !== "") {
      this.emptyButton.remove();
      return;
    }
    const isSent = this.request.get(input.dataset.path)?.kind === "string";
    this.emptyButton.textContent = t(isSent ? "takeOut" : "sendEmpty");
    this.emptyButton.title = isSent ? t("takeOut") : `${t("sendEmptyTitle", field.member.name)} (Alt+E)`;
    this.emptyButton.dataset.empty = input.dataset.path;
    input.placeholder = placeholder(field.member, this.request.get(input.dataset.path));
    if (this.emptyButton.parentNode !== input.parentNode) input.after(this.emptyButton);
  }

  clicked(event) {
    const button = event.target.closest("button, summary");
    if (!button || !this.element.contains(button)) return;
    const { open, add, remove, copy, up, down, reveal, empty, more, rest } = button.dataset;
    if (button.tagName === "SUMMARY") {
      if (!button.parentNode.open) this.fill(open, this.groups.get(open));
      queueMicrotask(() => this.marks.show());
    } else if (rest != null) {
      const first = `${rest}.${this.groups.get(rest).shown}`;
      this.showAllItems(rest);
      this.focusItem(first, "field");
    } else if (add != null) this.addItem(add);
    else if (remove != null) this.removeItem(remove);
    else if (copy != null) {
      this.request.copy(copy);
      this.listChanged(copy, Number(lastOf(copy)) + 1, "field");
    } else if (up != null) this.moveItem(up, -1);
    else if (down != null) this.moveItem(down, 1);
    else if (reveal != null) {
      const input = this.fields.get(reveal).control;
      const isShown = !input.classList.toggle("masked");
      input.type = isShown ? "text" : "password";
      button.setAttribute("aria-pressed", String(isShown));
    } else if (empty != null) {
      const { control: input } = this.fields.get(empty);
      if (this.request.get(empty)?.kind === "string") this.request.clear(empty);
      else this.request.set(empty, string(""));
      this.valueMarks(empty);
      this.offerEmpty(input);
      say(this.request.get(empty) ? `${lastOf(empty)}: ${t("isEmptyText")}` : `${lastOf(empty)}: ${t("absent")}`);
    } else if (more != null) {
      const isOpen = button.parentNode.classList.toggle("open");
      button.textContent = t(isOpen ? "less" : "more");
      button.setAttribute("aria-expanded", String(isOpen));
    }
  }

  addItem(path) {
    const list = this.groups.get(path);
    const ghost = list.items.querySelector(":scope > .ghost");
    if (ghost) this.dropGhost(ghost);
    const item = this.request.add(path, list.kind === "group" ? object() : list.kind === "boolean" ? boolean(false) : list.kind === "json" ? object() : string(""));
    if (Number(lastOf(item)) < list.shown) {
      list.items.append(this.item(list, item, Number(lastOf(item))));
      this.endsOfList(list);
    } else this.showAllItems(path);
    this.valueMarks(item);
    this.focusItem(item, "field");
  }

  removeItem(path) {
    const around = parentOf(path);
    if (this.request.get(path) === undefined) {
      this.dropGhost(this.groups.get(path).box);
      this.groups.get(around).add.focus();
      return;
    }
    if (this.request.get(around).items.length === 1) this.request.clear(around);
    else this.request.remove(path);
    say(t("removed", `${lastOf(around)} ${Number(lastOf(path)) + 1}`));
    const count = this.request.get(around)?.items?.length ?? 0;
    this.listChanged(path, Math.min(Number(lastOf(path)), count - 1), "remove");
  }

  moveItem(path, by) {
    this.request.move(path, by);
    this.listChanged(path, Number(lastOf(path)) + by, by < 0 ? "up" : "down");
  }

  // After the list around `path` changed: builds its items and puts the focus on the item `at`.
  listChanged(path, at, what) {
    const around = parentOf(path);
    this.fillItems(around);
    this.valueMarks(around);
    this.marks.show();
    if (at < 0) this.groups.get(around).add.focus();
    else this.focusItem(`${around}.${at}`, what);
  }

  focusItem(path, what) {
    const box = (this.fields.get(path) ?? this.groups.get(path))?.box;
    const target = what === "field" ? box?.querySelector("[data-path]") ?? box?.querySelector("summary") : box?.querySelector(`:scope > .item-tools > [data-${what}]`);
    if (target?.disabled) box.querySelector(":scope > .item-tools > button:not(:disabled)")?.focus();
    else target?.focus();
  }

  // Lines that are pasted into a field of one line make it a field of several.
  pasted(event) {
    const input = event.target;
    const field = this.fields.get(input.dataset?.path);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!field || field.kind !== "text" || input.tagName !== "INPUT" || field.member.secret || !/\n./.test(text.trim())) return;
    event.preventDefault();
    const { selectionStart: from, selectionEnd: to, value } = input;
    const area = h("textarea", { id: input.id, "data-path": input.dataset.path, rows: 2, spellcheck: "false", "aria-label": input.getAttribute("aria-label"), "aria-describedby": input.getAttribute("aria-describedby"), value: value.slice(0, from) + text.replace(/\r\n?/g, "\n") + value.slice(to) });
    input.replaceWith(area);
    field.control = area;
    area.focus();
    this.typed(area);
  }

  async takeFile(input) {
    const [file] = input.files;
    const field = this.fields.get(input.dataset.file);
    if (!file) return;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      let binary = "";
      for (let at = 0; at < bytes.length; at += 32768) binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
      field.control.value = btoa(binary);
      this.typed(field.control);
      say(t("fileLoaded", file.name, bytes.length));
    } catch {
      say(t("fileFailed"));
    }
    input.value = "";
  }

  // Takes over a change that this form has not made.
  refresh(detail) {
    if (detail.isStructural || !this.fields.has(detail.path)) return this.rebuild();
    const field = this.fields.get(detail.path);
    field.control.value = shown(this.request.get(detail.path), field.kind);
    return undefined;
  }
}
