// Search as you type over all actions, and the page that has its results.

import { get, isAbort } from "./api.js";
import { h, replace } from "./dom.js";
import { count, t } from "./labels.js";
import { errorBlock } from "./messages.js";
import { arrowKeys, row } from "./action_list.js";
import { countActions, state } from "./state.js";

const FIRST = 50;
const MOST = 500; // as many as the server gives
const KEPT = 60; // answers kept, so that going back shows at once what was there

const answers = new Map();

// The search of the header and of the page: `input()` for the header, `mount` and `update` for the router.
export function mountSearch() {
  let box = null;
  let pending = null;
  let list, summary, start, more, controls, hint;
  const field = h("input", { id: "search", type: "search", autocomplete: "off", spellcheck: "false", "aria-keyshortcuts": "/ Control+K", oninput: typed, onkeydown: keys });

  function input() {
    field.placeholder = t("search");
    field.setAttribute("aria-label", t("search"));
    return field;
  }

  const filters = () => ({ site: controls?.site.value ?? "", reads: controls?.reads.checked ? "1" : "", pages: controls?.pages.checked ? "1" : "" });

  function address(query, chosen) {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries({ q: query, ...chosen })) if (value) parameters.set(name, value);
    return parameters.size ? `#/?${parameters}` : "#/";
  }

  function typed() {
    const query = field.value.trim();
    if (!box) {
      // The second letter may come before the page of the first one is there: one entry of the browser's history.
      if (/^#\/(\?|$)/.test(location.hash)) history.replaceState(null, "", address(query, filters()));
      else if (query) location.hash = address(query, filters());
      return;
    }
    history.replaceState(null, "", address(query, filters()));
    run(query);
  }

  function keys(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      const first = list?.querySelector("a");
      if (box && first && list.dataset.query === field.value.trim()) first.click();
    } else if (event.key === "ArrowDown" && box) {
      event.preventDefault();
      list.querySelector("a")?.focus();
    } else if (event.key === "Escape") {
      if (field.value) {
        event.preventDefault();
        field.value = "";
        if (box) typed();
      } else field.blur();
    }
  }

  async function run(query, limit = FIRST) {
    pending?.abort();
    document.title = query ? `${query} · tc3 explorer` : "tc3 explorer";
    if (!query) {
      list.dataset.query = "";
      start.hidden = false;
      replace(list);
      replace(summary);
      replace(more);
      return;
    }
    const current = (pending = new AbortController());
    const chosen = filters();
    const key = [state.language, ...Object.values(chosen), limit, query].join("\n");
    let found = answers.get(key);
    if (!found) {
      try {
        found = await get("/api/search", { q: query, lang: state.language, ...chosen, limit }, { signal: current.signal });
      } catch (error) {
        if (isAbort(error) || current.signal.aborted) return;
        list.dataset.query = query;
        start.hidden = true;
        replace(list, h("li", null, errorBlock(error)));
        replace(summary);
        return;
      }
      if (current.signal.aborted) return;
      answers.set(key, found);
      if (answers.size > KEPT) answers.delete(answers.keys().next().value);
    }
    render(query, found.hits, found.hits.length >= limit && limit < MOST);
  }

  function render(query, hits, hasMore) {
    start.hidden = true;
    replace(list, hits.length ? hits.map((hit) => row(hit, query, true)) : h("li", { class: "empty" }, h("p", { class: "error-title" }, t("noResults", query)), h("p", { class: "hint" }, t("noResultsHint"))));
    list.dataset.query = query;
    const number = hits.length === 1 ? t("oneAction") : t("nActions", count(hits.length) + (hasMore ? "+" : ""));
    replace(summary, hits.length ? number : t("noResults", query));
    replace(more, hasMore && h("button", { type: "button", class: "button", onclick: () => { const at = hits.length; const limit = Math.min(MOST, at + 150); history.replaceState({ ...history.state, limit }, ""); run(query, limit).then(() => list.querySelectorAll("a")[at]?.focus()); } }, t("moreResults")));
  }

  function mount(view, query) {
    const site = h("select", { "aria-label": t("onSites"), onchange: typed }, h("option", { value: "" }, t("allSites")), h("option", { value: "cn" }, t("site_cn")), h("option", { value: "intl" }, t("site_intl")));
    const check = () => h("input", { type: "checkbox", onchange: typed });
    controls = { site, reads: check(), pages: check() };
    box = view;
    field.setAttribute("aria-controls", "results");
    list = h("ol", { id: "results", class: "hits", "aria-label": t("results"), "data-query": "" });
    summary = h("p", { class: "summary", role: "status" });
    more = h("p", { class: "more" });
    hint = h("div", null);
    const services = state.server.services ?? [];
    start = h("div", { class: "start" },
      h("p", { class: "lead" }, services.length ? t("startTitle", count(countActions(services)), count(services.length)) : ""),
      h("p", { class: "hint" }, t("startText")),
      h("p", { class: "row" }, h("span", { class: "hint" }, t("startExamples")),
        // Chinese titles are part of the descriptions.
        ["create proxy group", state.server.hasTexts && "重启实例", "cvm run", "bandwidth"].filter(Boolean).map((words) => h("a", { class: "chip", href: address(words, {}) }, words))));
    replace(view,
      h("h1", { class: "visually-hidden" }, t("home")),
      h("div", { class: "filters", role: "group", "aria-label": t("results") }, summary, site, h("label", { class: "check" }, controls.reads, t("readOnlyFilter")), h("label", { class: "check" }, controls.pages, t("hasPages"))),
      hint, start, list, more);
    arrowKeys(list, field);
    showHint();
    update(query);
    return () => {
      pending?.abort();
      field.removeAttribute("aria-controls");
      box = null;
    };
  }

  function update(query) {
    controls.site.value = ["cn", "intl"].includes(query.get("site")) ? query.get("site") : "";
    for (const name of ["reads", "pages"]) controls[name].checked = query.get(name) === "1";
    const words = query.get("q") ?? "";
    if (field.value.trim() !== words) field.value = words;
    return run(words.trim(), history.state?.limit);
  }

  function showHint() {
    if (!state.server.hasTexts) replace(hint, h("p", { class: "notice" }, t("catalogHint")));
  }

  return {
    input,
    mount,
    update,
    leave() {
      if (document.activeElement !== field) field.value = "";
    },
  };
}
