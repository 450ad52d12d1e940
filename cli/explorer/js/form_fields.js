// What a member of a type looks like in the form: its kind, its control and the words around it.

import { h, iconButton } from "./dom.js";
import { isNumber, number, print, string } from "./json.js";
import { t } from "./labels.js";

const LONG = 150; // characters of a description that are shown at first

const NUMBERS = new Set(["Integer", "Uint64", "Float"]);
const TEXTS = new Set(["String", "Date", "Timestamp", "TimestampIso8601"]);
const FORMS = { Date: "2026-11-28", Timestamp: "2026-11-28 08:00:00", TimestampIso8601: "2026-11-28T08:00:00+08:00" };
// Names of members whose texts have lines.
const HAS_LINES = /(UserData|Content|Script|Template|Policy|PolicyDocument|Body|Cert|Certificate|PrivateKey|PublicKey|Sql|Commands?)$/;

// `group` (a type with members), `text`, `number`, `boolean`, `binary`, or `json` for what no form is known of.
export function kindOf(member, types) {
  if (TEXTS.has(member.type)) return "text";
  if (NUMBERS.has(member.type)) return "number";
  if (member.type === "Boolean") return "boolean";
  if (member.type === "Binary") return "binary";
  const type = Object.hasOwn(types, member.type) ? types[member.type] : null;
  if (type?.members) return "group";
  return type?.values ? "text" : "json";
}

// The limits, default and unit of a member, as short words.
export function limits(member) {
  const { minimum, maximum, unit } = member;
  return [
    unit,
    minimum != null && maximum != null ? t("range", minimum, maximum) : minimum != null ? t("atLeast", minimum) : maximum != null ? t("atMost", maximum) : null,
    member.maxLength != null && t("maxLength", member.maxLength),
    member.maxItems != null && t("maxItems", member.maxItems),
    member.default != null && t("defaultIs", member.default),
  ].filter(Boolean);
}

// The name, type and limits of a member.
export function head(member, id, extra) {
  const words = limits(member);
  return h("div", { class: "field-head" },
    id ? h("label", { htmlFor: id }, member.name) : h("span", { class: "name" }, member.name),
    member.required && h("span", { class: "required-mark", title: t("required") }, "*", h("span", { class: "visually-hidden" }, t("required"))),
    h("span", { class: "type" }, member.list ? t("listOf", member.type) : member.type, words.length > 0 && ` · ${words.join(" · ")}`),
    member.deprecated && h("span", { class: "badge warn", title: member.deprecated }, t("deprecated")),
    extra);
}

const PROSE = /`([^`\n]+)`|\[([^\]\n]+)\]\((https?:\/\/[^\s()]+)\)/g;

// `text` with code between back quotation marks as code, and links of Markdown as links that open another window.
export function prose(text) {
  if (!text.includes("`") && !text.includes("](http")) return text;
  const parts = [];
  let end = 0;
  for (const { 0: { length }, 1: code, 2: label, 3: href, index } of text.matchAll(PROSE)) {
    parts.push(text.slice(end, index), code ? h("code", null, code) : h("a", { href, target: "_blank", rel: "noopener noreferrer" }, label));
    end = index + length;
  }
  return [...parts, text.slice(end)];
}

// `text` on one line, without the marks of `prose`.
export function plain(text) {
  return text.replace(PROSE, "$1$2");
}

// The description: the beginning of a long one, and a button for the rest.
export function description(text, id) {
  if (!text) return null;
  if (text.length <= LONG) return h("p", { class: "description", id }, prose(text));
  return h("div", { class: "description long" }, h("p", null, prose(text)), h("button", { type: "button", class: "link", "data-more": "", "aria-expanded": "false" }, t("more")));
}

// The text that a control shows for `node`.
export function shown(node, kind) {
  if (node === undefined || node.kind === "null" && kind !== "json") return "";
  if (kind === "json") return print(node, 2);
  return node.kind === "string" ? node.value : node.kind === "boolean" ? String(node.value) : print(node);
}

// The node that a control's text is; undefined for an emptied one.
export function nodeOf(text, kind) {
  if (text === "") return undefined;
  if (kind === "number" && isNumber(text.trim())) return number(text.trim());
  if (kind === "boolean") return { kind: "boolean", value: text === "true" };
  return string(text);
}

// What the empty control of a member says.
export function placeholder(member, node) {
  if (node?.kind === "string") return `"" ${t("isEmptyText")}`;
  if (node?.kind === "null") return "null";
  return FORMS[member.type] ?? (member.example != null ? t("exampleIs", member.example) : "");
}

// The control of a member, with `data-path`; `label` where no label element names it.
export function control(member, kind, path, node, label) {
  const text = shown(node, kind);
  const props = { id: `f:${path}`, "data-path": path, autocomplete: "off", spellcheck: "false", "aria-label": label, "aria-required": !label && member.required ? "true" : null };
  if (kind === "boolean") {
    return h("select", props, [["", "absent"], ["true", "isTrue"], ["false", "isFalse"]].slice(label ? 1 : 0).map(([value, key]) => h("option", { value, selected: value === text }, t(key))));
  }
  if (kind === "json" || kind === "binary" || (kind === "text" && !member.secret && (text.includes("\n") || HAS_LINES.test(member.name)))) {
    return h("textarea", { ...props, rows: 1, value: text, placeholder: kind === "json" ? "{ }" : kind === "binary" ? "base64" : placeholder(member, node) });
  }
  return h("input", {
    ...props,
    // A password when it gets the focus: Chromium logs each password input that is put into the page.
    type: "text",
    class: member.secret ? "masked" : null,
    inputmode: kind === "number" ? (member.type === "Float" ? "decimal" : "numeric") : null,
    placeholder: placeholder(member, node),
    value: text,
    list: member.values?.length ? `v:${path}` : null,
  });
}

// What goes with a control: the values of a combo box, the button that shows a secret, the file of a binary.
export function additions(member, kind, path) {
  return [
    member.values?.length && h("datalist", { id: `v:${path}` }, member.values.map(({ value, description: text }) => h("option", { value, label: text && text !== value ? text : null }))),
    member.secret && kind === "text" && iconButton("eye", t("reveal", member.name), { "data-reveal": path, "aria-pressed": "false" }),
    kind === "binary" && h("label", { class: "button file" }, t("chooseFile"), h("input", { type: "file", class: "visually-hidden", "data-file": path })),
  ];
}

// The buttons of an item of a list.
export function itemTools(path, name, at) {
  const label = `${name} ${at + 1}`;
  const button = (kind, icon, key, isOff) => iconButton(icon, t(key, label), { [`data-${kind}`]: path, disabled: isOff });
  return h("div", { class: "item-tools" }, button("up", "up", "moveUp", at === 0), button("down", "down", "moveDown", false), button("copy", "copy", "copyItem", false), button("remove", "remove", "removeItem", false));
}
