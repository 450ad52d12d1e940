// Nodes by calls: the page makes none from HTML text, and its policy (Trusted Types) allows none.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "selected", "readOnly", "indeterminate", "tabIndex", "htmlFor"]);

function fill(node, props, children) {
  for (const name in props) {
    const value = props[name];
    if (value == null || value === false && !PROPERTIES.has(name) && !name.startsWith("aria-")) continue;
    if (name === "class") node.setAttribute("class", value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) node[name] = value;
    else node.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : value);
  }
  put(node, children);
  return node;
}

// Appends texts and nodes of nested lists; what is null, undefined or false is none.
function put(node, children) {
  for (const child of children) {
    if (child == null || child === false) continue;
    if (Array.isArray(child)) put(node, child);
    else node.append(child);
  }
}

// An element: `h("a", {class: "hit", "data-hit": id, onclick: open}, "text", node)`. Strings become text.
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

// An SVG element.
export function svg(tag, props, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
}

// Puts `children` in the place of all that `node` has.
export function replace(node, ...children) {
  const all = document.createDocumentFragment();
  put(all, children);
  node.replaceChildren(all);
  return node;
}

const ICONS = {
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M8 3v10M4 9l4 4 4-4",
  remove: "M4 4l8 8M12 4l-8 8",
  add: "M8 3v10M3 8h10",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.5 10.5l3.5 3.5",
  theme: "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
  language: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M2 8h12M8 2c-4 4-4 8 0 12M8 2c4 4 4 8 0 12",
  menu: "M2.5 4h11M2.5 8h11M2.5 12h11",
  link: "M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5L7.5 13A3 3 0 0 1 3 8.5L4.5 7",
  eye: "M1.5 8C4 3.5 12 3.5 14.5 8 12 12.5 4 12.5 1.5 8M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  undo: "M6 3L3 6l3 3M3 6h6a4 4 0 0 1 0 8H6",
  download: "M8 2v8M4.5 7L8 10.5 11.5 7M3 13.5h10",
};

// A line drawing of 16 by 16 that screen readers skip.
export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
}

// A button whose icon has a name for screen readers and a tip for the mouse.
export function iconButton(name, label, props) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, ...props }, icon(name));
}

// Copies `text`; false where the browser does not allow it.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h("textarea", { class: "visually-hidden", readOnly: true, value: text });
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    before?.focus();
    return copied;
  }
}

// Arrow keys, Home and End move among the tabs of a `role=tablist`, which shows the chosen one by `choose(tab)`.
export function tabKeys(list, choose) {
  list.addEventListener("keydown", (event) => {
    const tabs = [...list.querySelectorAll("[role=tab]:not([hidden])")];
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || to == null) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    tab.focus();
    choose(tab);
  });
}

let isPressed = false;
if (globalThis.document) {
  document.addEventListener("pointerdown", () => { isPressed = true; }, true);
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => { isPressed = false; }, true);
}

// Does `action` at once, or after the button of the mouse is up again: what moves under a press takes the click away.
export function whenReleased(action) {
  if (!isPressed) return action();
  const later = () => setTimeout(action);
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, later, { once: true, capture: true });
  return undefined;
}
