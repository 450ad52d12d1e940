// The value of one action's parameters: a text and a tree that the form, the JSON editor and the panels share.

import { array, child, object, parse, print } from "./json.js";

const CHECK_AFTER = 150; // milliseconds after the last edit
const UNDO_STEPS = 100;

const steps = (path) => (path === "" ? [] : path.split("."));
const isItem = (step) => /^\d+$/.test(step);

// `tree` with what `edit` makes of the node at `path` (undefined: absent, before or after). What is missing on the way is
// made: a list where the next step is a number, else an object.
function edited(tree, path, edit, at = 0) {
  if (at === path.length) return edit(tree);
  const step = path[at];
  const old = child(tree, step);
  const value = edited(old, path, edit, at + 1);
  if (value === old) return tree;
  if (isItem(step) && tree?.kind !== "object") {
    const items = [...(tree?.items ?? [])];
    if (value === undefined) items.splice(Number(step), 1);
    else items[Math.min(Number(step), items.length)] = value;
    return array(items);
  }
  const members = [...(tree?.members ?? [])];
  const place = members.findIndex(([name]) => name === step);
  if (value === undefined) members.splice(place, 1);
  else if (place < 0) members.push([step, value]);
  else members[place] = [step, value];
  return object(members);
}

// An open action: its document and its value. Events: `change` (detail: `origin`, who changed it; `path`, "" for the
// whole; `isStructural`, whether more than one text or number is another) and `faults`.
export class OpenRequest extends EventTarget {
  #check;
  #pending = null;
  #timer = 0;
  #undone = [];
  #done = [];
  #lastEdit = null;
  #base;
  #found = { faults: [], notes: [], checkError: null };
  #ofFields = new Map();

  // `document` is the answer of `/api/action`; `check(text, signal)` asks the server for `{faults, notes}` of a body.
  constructor(document, { check = null, text = "{}", site = null, lang = null } = {}) {
    super();
    this.document = document;
    this.site = site;
    this.lang = lang;
    this.#check = check;
    this.visited = new Set();
    this.showsAll = false;
    this.tree = object();
    this.text = "{}";
    this.error = null;
    this.#read(text);
    this.#base = this.text;
  }

  get service() {
    return this.document.service;
  }

  get version() {
    return this.document.version;
  }

  get action() {
    return this.document.action;
  }

  // What is wrong with the value, as far as it is known.
  get faults() {
    return [...this.#found.faults, ...this.#ofFields.values()];
  }

  // What else the server says of the value.
  get notes() {
    return this.#found.notes;
  }

  // Why the value could not be checked; null if it was.
  get checkError() {
    return this.#found.checkError;
  }

  // Whether the value was edited since it was last loaded.
  get isTouched() {
    return this.text !== this.#base;
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  // The tree at `path` (`A.0.B`); undefined where the value has none.
  get(path) {
    return steps(path).reduce(child, this.tree);
  }

  // Puts `tree` at `path`.
  set(path, tree, origin = "form") {
    const before = this.get(path);
    const isStructural = before?.kind !== tree.kind || tree.kind === "object" || tree.kind === "array";
    this.#edit(edited(this.tree, steps(path), () => tree), { origin, path, isStructural, merge: `set ${path}` });
  }

  // Takes what is at `path` away: a member, or an item whose followers move up.
  remove(path, origin = "form") {
    if (this.get(path) === undefined) return;
    this.#forget(steps(path).slice(0, -1).join("."));
    this.#edit(path === "" ? object() : edited(this.tree, steps(path), () => undefined), { origin, path, isStructural: true });
  }

  // Takes the member at `path` away, and objects around it that have no other member, up to the item of a list: an
  // emptied field of a form is as absent as one never touched.
  clear(path, origin = "form") {
    const way = steps(path);
    while (way.length > 1 && !isItem(way.at(-2)) && this.get(way.slice(0, -1).join("."))?.members?.length === 1) way.pop();
    if (this.get(path) === undefined) return;
    this.#edit(edited(this.tree, way, () => undefined), { origin, path, isStructural: true, merge: `set ${path}` });
  }

  // Adds `tree` at the end of the list at `path`, which is made if there is none. The new item's path.
  add(path, tree, origin = "form") {
    const count = this.get(path)?.items?.length ?? 0;
    this.#edit(edited(this.tree, steps(path), (list) => array([...(list?.items ?? []), tree])), { origin, path, isStructural: true });
    return `${path}.${count}`;
  }

  // Puts a copy of the item at `path` behind it.
  copy(path, origin = "form") {
    this.#list(path, origin, (items, at) => items.splice(at, 0, items[at]));
  }

  // Moves the item at `path` by `by` places, as far as the list goes.
  move(path, by, origin = "form") {
    this.#list(path, origin, (items, at) => items.splice(Math.max(0, at + by), 0, ...items.splice(at, 1)));
  }

  #list(path, origin, change) {
    const way = steps(path);
    const at = Number(way.pop());
    const list = this.get(way.join("."));
    if (list?.kind !== "array" || !(at < list.items.length)) return;
    const items = [...list.items];
    change(items, at);
    this.#forget(way.join("."));
    this.#edit(edited(this.tree, way, () => array(items)), { origin, path: way.join("."), isStructural: true });
  }

  // Notes what is wrong with a field whose text is no value, such as JSON that is not complete; null: nothing.
  noteFault(path, message) {
    if (message === null && !this.#ofFields.has(path)) return;
    if (message === null) this.#ofFields.delete(path);
    else this.#ofFields.set(path, { path, message, hint: null });
    this.dispatchEvent(new CustomEvent("faults"));
  }

  // Items have other places from now on.
  #forget(list) {
    for (const path of this.#ofFields.keys()) if (path.startsWith(`${list}.`)) this.#ofFields.delete(path);
  }

  // Takes `text` as the value. Text that is no JSON is kept, with `error` saying why; `tree` remains the last good one.
  replaceText(text, origin = "json") {
    if (text === this.text) return;
    this.#remember("text");
    this.#read(text);
    this.#changed({ origin, path: "", isStructural: true });
  }

  // Takes `text` as a value to begin with, such as an example: until it is edited it counts as untouched.
  load(text, origin = "load") {
    if (text !== this.text) this.#remember(null);
    this.#read(text);
    if (!this.error) this.text = print(this.tree, 2);
    this.#base = this.text;
    this.visited.clear();
    this.showsAll = false;
    this.#changed({ origin, path: "", isStructural: true });
  }

  // Shows every fault, also those of fields that nobody has visited yet.
  showAll() {
    this.showsAll = true;
    this.dispatchEvent(new CustomEvent("faults"));
  }

  // Notes that the user has been at `path`, so that its faults may be shown.
  visit(path) {
    if (this.visited.has(path)) return;
    this.visited.add(path);
    if (this.faults.some((fault) => fault.path === path)) this.dispatchEvent(new CustomEvent("faults"));
  }

  undo() {
    this.#step(this.#done, this.#undone);
  }

  redo() {
    this.#step(this.#undone, this.#done);
  }

  #step(from, to) {
    if (!from.length) return;
    to.push(this.text);
    this.#lastEdit = null;
    this.#read(from.pop());
    this.#changed({ origin: "undo", path: "", isStructural: true });
  }

  // Asks for the faults at once.
  checkNow() {
    clearTimeout(this.#timer);
    this.#ask();
  }

  // Ends what is under way.
  close() {
    clearTimeout(this.#timer);
    this.#pending?.abort();
    this.#check = null;
  }

  #read(text) {
    this.#ofFields.clear();
    this.text = text;
    try {
      this.tree = parse(text);
      this.error = null;
    } catch (error) {
      if (error.name !== "JsonError") throw error;
      this.error = error;
    }
  }

  #remember(merge) {
    if (merge === null || merge !== this.#lastEdit) {
      this.#done.push(this.text);
      if (this.#done.length > UNDO_STEPS) this.#done.shift();
    }
    this.#lastEdit = merge;
    this.#undone.length = 0;
  }

  #edit(tree, { merge = null, ...detail }) {
    this.#remember(merge);
    this.tree = tree ?? object();
    this.text = print(this.tree, 2);
    this.error = null;
    this.#changed(detail);
  }

  #changed(detail) {
    this.dispatchEvent(new CustomEvent("change", { detail }));
    this.#pending?.abort();
    this.#pending = null;
    clearTimeout(this.#timer);
    if (this.error) {
      const { key, detail: more, line, column, message } = this.error;
      this.#take({ faults: [{ path: "", message, key, detail: more, hint: null, line, column }] });
    } else if (this.#check) {
      this.#timer = setTimeout(() => this.#ask(), CHECK_AFTER);
    }
  }

  async #ask() {
    if (!this.#check || this.error) return;
    const pending = (this.#pending?.abort(), (this.#pending = new AbortController()));
    try {
      const found = await this.#check(this.text, pending.signal);
      if (pending === this.#pending && !pending.signal.aborted) this.#take(found);
    } catch (error) {
      if (pending === this.#pending && !pending.signal.aborted) this.#take({ faults: [], checkError: error });
    }
  }

  #take({ faults, notes = [], checkError = null }) {
    const onOneLine = (fault) => ({ ...fault, message: fault.message.replace(/\s+/g, " ") });
    this.#found = { faults: faults.map(onOneLine), notes, checkError };
    this.dispatchEvent(new CustomEvent("faults"));
  }
}
