// JSON that people write: members keep their order and numbers their text, since integers above 2^53 have to survive.
//
// A tree is `{kind: "object", members: [[name, tree], ..]}`, `{kind: "array", items: [tree, ..]}`,
// `{kind: "string", value}`, `{kind: "number", text}`, `{kind: "boolean", value}` or `{kind: "null"}`.
// Trees are never changed in place: an edit makes new nodes on the way to the root.

// How deep lists and objects may be nested: as deep as the command line reads.
export const MAX_DEPTH = 128;

// What is wrong with a text: `message` (a key of the labels), `detail`, and the place, counted from 1.
export class JsonError extends Error {
  constructor(message, text, at, detail = "") {
    super(message + (detail && `: ${detail}`));
    this.name = "JsonError";
    this.key = message;
    this.detail = detail;
    this.offset = at;
    const before = text.slice(0, at);
    this.line = before.split("\n").length;
    this.column = [...before.slice(before.lastIndexOf("\n") + 1)].length + 1;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const BLANK = /[ \t\r\n]*/y;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const WORDS = { true: () => boolean(true), false: () => boolean(false), null: () => ({ kind: "null" }) };

class Reader {
  constructor(text, places) {
    this.text = text;
    this.places = places;
    this.at = 0;
  }

  fail(message, at = this.at, detail) {
    throw new JsonError(message, this.text, at, detail);
  }

  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found?.[0];
  }

  blank() {
    this.take(BLANK);
    return this.text[this.at];
  }

  value(depth) {
    const first = this.blank();
    if (first === undefined) this.fail("jsonEnds");
    if (depth > MAX_DEPTH) this.fail("jsonTooDeep", this.at, String(MAX_DEPTH));
    const start = this.at;
    const tree = this.node(first, depth, start);
    this.places?.set(tree, start);
    return tree;
  }

  node(first, depth, start) {
    if (first === "{") return this.object(depth);
    if (first === "[") return this.array(depth);
    if (first === '"') return string(this.string());
    const number = this.take(NUMBER);
    if (number) {
      if (/[\w.+-]/.test(this.text[this.at] ?? "")) this.fail("jsonNumber", start);
      return { kind: "number", text: number };
    }
    const word = this.take(/[\w$'-]+/y) ?? "";
    if (Object.hasOwn(WORDS, word)) return WORDS[word]();
    this.fail("jsonValue", start, word || first);
  }

  object(depth) {
    const members = [];
    const names = new Set();
    this.at++;
    if (this.blank() === "}") {
      this.at++;
      return { kind: "object", members };
    }
    for (;;) {
      const start = this.at;
      if (this.blank() !== '"') this.fail(this.text[this.at] === undefined ? "jsonEnds" : "jsonName");
      const name = this.string();
      if (names.has(name)) this.fail("jsonTwice", start, name);
      names.add(name);
      if (this.blank() !== ":") this.fail(this.text[this.at] === undefined ? "jsonEnds" : "jsonColon");
      this.at++;
      members.push([name, this.value(depth + 1)]);
      const end = this.blank();
      if (end !== "," && end !== "}") this.fail(end === undefined ? "jsonEnds" : "jsonObjectEnd");
      this.at++;
      if (end === "}") return { kind: "object", members };
      this.blank();
    }
  }

  array(depth) {
    const items = [];
    this.at++;
    if (this.blank() === "]") {
      this.at++;
      return { kind: "array", items };
    }
    for (;;) {
      items.push(this.value(depth + 1));
      const end = this.blank();
      if (end !== "," && end !== "]") this.fail(end === undefined ? "jsonEnds" : "jsonArrayEnd");
      this.at++;
      if (end === "]") return { kind: "array", items };
    }
  }

  string() {
    const start = this.at++;
    let value = "";
    for (;;) {
      value += this.take(PLAIN);
      const next = this.text[this.at];
      if (next === undefined) this.fail("jsonOpenString", start);
      if (next === '"') {
        this.at++;
        return value;
      }
      if (next !== "\\") this.fail("jsonControl");
      const escape = this.text[this.at + 1];
      if (Object.hasOwn(ESCAPES, escape ?? "")) {
        value += ESCAPES[escape];
        this.at += 2;
      } else {
        const code = escape === "u" && /^[0-9a-fA-F]{4}/.exec(this.text.slice(this.at + 2, this.at + 6));
        if (!code) this.fail("jsonEscape");
        value += String.fromCharCode(parseInt(code[0], 16));
        this.at += 6;
      }
    }
  }
}

// The tree of `text`; a `JsonError` with the place where it is no JSON, has a name twice in an object, or is too deep.
// `places`, a Map, gets where each node begins.
export function parse(text, places) {
  const reader = new Reader(text, places);
  const tree = reader.value(0);
  if (reader.blank() !== undefined) reader.fail("jsonAfter");
  return tree;
}

// The text of `tree`, with `indent` blanks a level; on one line without.
export function print(tree, indent = 0) {
  const end = indent ? "\n" : "";
  const write = (node, margin) => {
    const inner = margin + " ".repeat(indent);
    const between = indent ? `,\n${inner}` : ",";
    switch (node.kind) {
      case "object":
        if (!node.members.length) return "{}";
        return `{${end}${indent ? inner : ""}${node.members.map(([name, value]) => `${JSON.stringify(name)}:${indent ? " " : ""}${write(value, inner)}`).join(between)}${end}${margin}}`;
      case "array":
        if (!node.items.length) return "[]";
        return `[${end}${indent ? inner : ""}${node.items.map((item) => write(item, inner)).join(between)}${end}${margin}]`;
      case "string":
        return JSON.stringify(node.value);
      case "number":
        return node.text;
      case "boolean":
        return String(node.value);
      default:
        return "null";
    }
  };
  return write(tree, "");
}

export const object = (members = []) => ({ kind: "object", members });
export const array = (items = []) => ({ kind: "array", items });
export const string = (value) => ({ kind: "string", value });
export const number = (text) => ({ kind: "number", text });
export const boolean = (value) => ({ kind: "boolean", value });

// Whether `text` is a number of JSON.
export function isNumber(text) {
  NUMBER.lastIndex = 0;
  return NUMBER.exec(text)?.[0] === text;
}

// The child `step` of `tree`: a member by its name, an item by its place; undefined where there is none.
export function child(tree, step) {
  if (tree?.kind === "object") return tree.members.find(([name]) => name === step)?.[1];
  if (tree?.kind === "array" && /^\d+$/.test(step)) return tree.items[Number(step)];
  return undefined;
}
