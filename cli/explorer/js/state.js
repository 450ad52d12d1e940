// What the whole page shares: the server's state, the language, the site, and how a view opens another one.

import { get } from "./api.js";
import { setLanguage } from "./labels.js";

// `server` is the answer of `/api/state`; `ready` is resolved when the services are known; `language` is `en-US` or `zh-CN`; `site` is `cn` or `intl`.
export const state = { server: null, ready: null, language: "en-US", site: "cn", theme: "auto" };

// Reads a setting of this browser; null where there is none or storage is off.
export function setting(name) {
  try {
    return localStorage.getItem(`tc3-${name}`);
  } catch {
    return null;
  }
}

// Keeps a setting of this browser. Values of requests and keys are none.
export function keep(name, value) {
  try {
    localStorage.setItem(`tc3-${name}`, value);
  } catch { /* A browser without storage forgets it. */ }
}

// Asks for `/api/state` again, after the emulator was switched for example.
export async function refreshState() {
  state.server = await get("/api/state");
  window.dispatchEvent(new CustomEvent("tc3-state"));
  return state.server;
}

// Chooses the language of labels and texts.
export function chooseLanguage(language) {
  state.language = language === "zh-CN" ? "zh-CN" : "en-US";
  setLanguage(state.language);
  document.documentElement.lang = state.language;
}

const handed = new Map();

// The route of an action.
export function routeOf(service, action, version) {
  return "#/" + [service, version, action].filter(Boolean).map(encodeURIComponent).join("/");
}

// Opens an action, with `text` as its value if there is one: handed over in memory, not in the address.
export function openAction(service, version, action, text) {
  const route = routeOf(service, action, version);
  if (text != null) handed.set(route, text);
  if (location.hash === route) window.dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = route;
}

// The value that `openAction` handed over for `route`, once.
export function takeHanded(route) {
  const text = handed.get(route);
  handed.delete(route);
  return text;
}

// How many actions all versions of `services` have.
export function countActions(services) {
  return services.flatMap(({ versions }) => versions).reduce((sum, { actions }) => sum + actions, 0);
}
