// Rows of actions, with the words of a query marked, and the keys that walk through them.

import { h } from "./dom.js";
import { plain } from "./form_fields.js";
import { t } from "./labels.js";
import { routeOf } from "./state.js";

// `text` as text and `<mark>` nodes, where a word of `query` is.
export function marked(text, query) {
  const lower = text.toLowerCase();
  const words = query.toLowerCase().split(/[\s._/-]+/).filter(Boolean);
  const isMarked = new Uint8Array(text.length);
  const mark = (word) => {
    let has = false;
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
      isMarked.fill(1, at, at + word.length);
      has = true;
    }
    return has;
  };
  for (const word of words) {
    if (mark(word) || !/[\u3400-\u9fff]/.test(word)) continue;
    // Chinese has no blanks: the longest parts that are there.
    for (let from = 0; from < word.length - 1;) {
      let to = word.length;
      while (to > from + 1 && !lower.includes(word.slice(from, to))) to--;
      if (to > from + 1) mark(word.slice(from, to));
      from = Math.max(to, from + 1);
    }
  }
  if (lower.length !== text.length || !isMarked.includes(1)) return [text];
  const parts = [];
  for (let from = 0; from < text.length;) {
    let to = from;
    while (to < text.length && isMarked[to] === isMarked[from]) to++;
    parts.push(isMarked[from] ? h("mark", null, text.slice(from, to)) : text.slice(from, to));
    from = to;
  }
  return parts;
}

// What is to be known of an action at one glance.
export function badges({ sites = [], reads, pages, deprecated }) {
  return [
    deprecated && h("span", { class: "badge warn" }, t("deprecated")),
    sites.length === 1 && h("span", { class: "badge" }, t(`site_${sites[0]}`)),
    pages && h("span", { class: "badge" }, t("hasPages")),
    reads && h("span", { class: "badge ok" }, t("readOnly")),
  ];
}

// A row of a list: `hit` has `service`, `version` (null: the default), `action`, `title` and the facts of `badges`.
export function row(hit, query, withService) {
  const { service, version, action, title } = hit;
  const href = routeOf(service, action, hit.isDefault ? null : version);
  return h("li", null, h("a", { href, "data-hit": `${service}/${action}` },
    h("span", { class: "hit-name" }, withService && h("span", { class: "hit-service" }, marked(service, query)), h("b", null, marked(action, query))),
    h("span", { class: "hit-badges" }, badges(hit)),
    h("span", { class: "hit-title" }, marked(plain(title), query), hit.member && [" · ", t("inMember", ""), h("code", null, marked(hit.member, query))])));
}

// Arrow keys, Home and End move through the links of `list`; from the first one up, and with any letter, back to `field`.
export function arrowKeys(list, field) {
  list.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = 10;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1, PageDown: at + page, PageUp: Math.max(0, at - page) }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (to < 0) field?.focus();
      else links[Math.min(to, links.length - 1)].focus();
    } else if (field && (event.key.length === 1 && event.key !== " " || event.key === "Backspace")) {
      field.focus();
    }
  });
}
