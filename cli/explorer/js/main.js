// Starts the page: the header, the routes, and which view is shown.

import { get, isAbort, takeToken } from "./api.js";
import { h, icon, iconButton, replace } from "./dom.js";
import { t } from "./labels.js";
import { alertError, clearAlert, errorBlock } from "./messages.js";
import { mountSearch } from "./search_page.js";
import { mountServices } from "./services_nav.js";
import { chooseLanguage, keep, refreshState, setting, state } from "./state.js";

const main = document.getElementById("main");
const services = document.getElementById("services");
let unmount = null;
let loading = null;
let shown = null; // the route of the view that is there
let search;

// `{page, service, version, action, query, path}` of an address: `#/`, `#/SERVICE`, `#/SERVICE/ACTION`,
// `#/SERVICE/VERSION/ACTION`, or a page's name.
export function parseRoute(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  let parts;
  try {
    parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    parts = path.split("/").filter(Boolean);
  }
  const route = { path: `#/${parts.map(encodeURIComponent).join("/")}`, query: new URLSearchParams(query), version: null };
  if (!parts.length) return { ...route, page: "search" };
  if (parts.length === 1) return { ...route, page: ["history", "signature", "emulator"].includes(parts[0]) ? parts[0] : "service", service: parts[0] };
  if (parts.length === 2) return /^\d{4}-\d\d-\d\d$/.test(parts[1]) ? { ...route, page: "service", service: parts[0], version: parts[1] } : { ...route, page: "action", service: parts[0], action: parts[1] };
  return { ...route, page: "action", service: parts[0], version: parts[1], action: parts[2] };
}

// The modules of pages that not every visit needs.
const PAGES = {
  service: () => import("./service_page.js"),
  action: () => import("./action_page.js"),
  history: () => import("./history_page.js"),
  signature: () => import("./signature_page.js"),
  emulator: () => import("./emulator_page.js"),
};

// Shows what the address says. The view before remains until the new one is ready.
async function show({ focus = true } = {}) {
  const route = parseRoute(location.hash);
  const scroll = history.state?.scroll ?? 0;
  loading?.abort();
  const current = (loading = new AbortController());
  if (route.page === "search" && shown?.page === "search") return search.update(route.query);
  const view = h("div", { class: `view view-${route.page}` });
  let leave;
  try {
    if (route.page === "search") {
      leave = search.mount(view, route.query);
    } else {
      const page = await PAGES[route.page]();
      leave = await page.mount(view, ["service", "action"].includes(route.page) ? route : route.query, { signal: current.signal });
    }
  } catch (error) {
    if (isAbort(error) || current.signal.aborted) return;
    if (!error.error) console.warn(error);
    showFailure(view, error);
  }
  if (current.signal.aborted) {
    leave?.();
    return;
  }
  unmount?.();
  unmount = leave;
  shown = route;
  services.dataset.open = "";
  clearAlert();
  replace(main, view);
  const heading = view.querySelector("h1");
  document.title = [view.dataset.title ?? heading?.textContent, "tc3 explorer"].filter(Boolean).join(" · ");
  for (const link of document.querySelectorAll("#header nav a")) {
    const isCurrent = link.dataset.page === route.page;
    link.toggleAttribute("aria-current", isCurrent);
    if (isCurrent) link.setAttribute("aria-current", "page");
  }
  services.dispatchEvent(new CustomEvent("route", { detail: route }));
  if (focus && !(route.page === "search" && document.activeElement?.id === "search")) {
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
  if (route.page !== "search") search.leave();
  window.scrollTo(0, scroll);
  document.body.dataset.ready = "1";
}

function showFailure(view, error, retry = () => show()) {
  replace(view, h("h1", null, t("pageFailed")), errorBlock(error), h("p", { class: "row" },
    h("button", { type: "button", class: "button", onclick: retry }, t("tryAgain")),
    h("a", { class: "button", href: "#/" }, t("home"))));
}

function header() {
  const box = document.getElementById("header");
  const page = (name) => h("a", { href: `#/${name}`, "data-page": name }, t(name));
  const input = search.input();
  replace(box,
    iconButton("menu", t("services"), { id: "menu", "aria-controls": "services", onclick: () => { services.dataset.open = services.dataset.open ? "" : "1"; services.querySelector("input")?.focus(); } }),
    h("a", { class: "brand", href: "#/", "aria-label": `tc3 explorer: ${t("home")}` }, h("b", null, "tc3"), h("span", null, " explorer")),
    h("form", { class: "search", role: "search", onsubmit: (event) => event.preventDefault() }, icon("search"), input, h("kbd", { "aria-hidden": "true" }, "/")),
    h("nav", { "aria-label": "tc3" }, page("history"), page("signature"), page("emulator")),
    h("div", { class: "tools" },
      iconButton("language", t("language"), { id: "language", lang: state.language === "zh-CN" ? "en" : "zh-CN", onclick: switchLanguage }),
      iconButton("theme", t(`theme_${state.theme}`), { id: "theme", onclick: switchTheme }),
      h("button", { type: "button", class: "icon-button", id: "help", "aria-label": t("help"), title: t("help"), onclick: showHelp }, "?")));
  const skip = document.getElementById("skip");
  skip.textContent = t("skip");
  skip.onclick = (event) => {
    event.preventDefault();
    main.focus();
  };
}

function switchTheme() {
  const themes = ["auto", "light", "dark"];
  state.theme = themes[(themes.indexOf(state.theme) + 1) % themes.length];
  applyTheme();
  keep("theme", state.theme);
  const button = document.getElementById("theme");
  button.title = t(`theme_${state.theme}`);
  button.setAttribute("aria-label", button.title);
}

function applyTheme() {
  if (state.theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = state.theme;
}

async function switchLanguage() {
  chooseLanguage(state.language === "zh-CN" ? "en-US" : "zh-CN");
  keep("language", state.language);
  shown = null;
  await showFrame();
  document.getElementById("language").focus();
  await show({ focus: false });
}

async function showHelp() {
  const { openHelp } = await import("./shortcuts.js");
  openHelp();
}

async function showFrame() {
  header();
  try {
    await mountServices(services);
  } catch (error) {
    replace(services, errorBlock(error));
  }
}

// Keys that work everywhere, unless a field takes them.
function globalKeys(event) {
  const isField = event.target.matches?.("input, textarea, select, [contenteditable]");
  const isSearchKey = (event.key === "/" && !isField && !event.ctrlKey && !event.metaKey && !event.altKey) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey);
  if (isSearchKey && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    const input = document.getElementById("search");
    input.focus();
    input.select();
  } else if (event.key === "?" && !isField && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    showHelp();
  } else if (event.key === "Escape" && services.dataset.open) {
    services.dataset.open = "";
    document.getElementById("menu").focus();
  }
}

// Keeps where the view was scrolled to in the entry of the browser's history.
let scrollTimer = 0;
function keepScroll() {
  clearTimeout(scrollTimer);
  scrollTimer = setTimeout(() => history.replaceState({ ...history.state, scroll: window.scrollY }, ""), 100);
}

async function start() {
  const hasToken = takeToken();
  state.theme = document.documentElement.dataset.theme ?? "auto";
  chooseLanguage(setting("language") ?? navigator.language);
  history.scrollRestoration = "manual";
  search = mountSearch();
  try {
    await refreshState();
  } catch (error) {
    const view = h("div", { class: "view" });
    showFailure(view, error, () => location.reload());
    replace(main, view);
    // The right address may be put into this very tab.
    window.addEventListener("hashchange", () => location.reload());
    document.body.dataset.ready = "1";
    return;
  }
  chooseLanguage(setting("language") ?? state.server.language);
  state.site = state.server.site ?? "cn";
  document.body.dataset.token = hasToken ? "1" : "0";
  header();
  const frame = (state.ready = mountServices(services).catch((error) => replace(services, errorBlock(error))));
  window.addEventListener("hashchange", () => {
    if (/^#[\w-]{20,}(\/|$)/.test(location.hash)) takeToken();
    clearTimeout(scrollTimer);
    show();
  });
  window.addEventListener("scroll", keepScroll, { passive: true });
  document.addEventListener("keydown", globalKeys);
  window.addEventListener("unhandledrejection", ({ reason }) => {
    if (!isAbort(reason)) alertError(reason instanceof Error ? reason : new Error(String(reason)));
  });
  window.addEventListener("error", ({ error, message }) => alertError(error ?? new Error(message)));
  await show({ focus: false });
  await frame;
}

start();
