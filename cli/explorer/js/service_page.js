// A service with its actions.

import { get } from "./api.js";
import { h, replace } from "./dom.js";
import { arrowKeys, row } from "./action_list.js";
import { count, t } from "./labels.js";
import { routeOf, state } from "./state.js";

const CHUNK = 120; // rows put in at once, the rest frame by frame

export async function mount(view, route, { signal }) {
  const { service, title, version, versions, actions } = await get("/api/actions", { service: route.service, version: route.version, lang: state.language }, { signal });
  const isDefault = version === versions[0];
  const field = h("input", { type: "search", id: "action-filter", autocomplete: "off", spellcheck: "false", placeholder: t("filterActions", count(actions.length)), "aria-label": t("filterActions", count(actions.length)) });
  const site = h("select", { "aria-label": t("onSites") }, h("option", { value: "" }, t("allSites")), h("option", { value: "cn" }, t("site_cn")), h("option", { value: "intl" }, t("site_intl")));
  const reads = h("input", { type: "checkbox" });
  const pages = h("input", { type: "checkbox" });
  const list = h("ol", { class: "hits", "aria-label": t("nActions", count(actions.length)) });
  const summary = h("p", { class: "summary", role: "status" });
  let frame = 0;
  const show = () => {
    cancelAnimationFrame(frame);
    const query = field.value.trim();
    const words = query.toLowerCase().split(/\s+/);
    const found = actions.filter((action) => (!site.value || action.sites.includes(site.value)) && (!reads.checked || action.reads) && (!pages.checked || action.pages) && words.every((word) => action.name.toLowerCase().includes(word) || action.title.toLowerCase().includes(word)));
    let at = 0;
    // Going back to a place far down needs all rows at once.
    const chunk = history.state?.scroll ? found.length : CHUNK;
    const put = () => {
      list.append(...found.slice(at, at + chunk).map((action) => row({ ...action, service, version, isDefault, action: action.name }, query, false)));
      at += chunk;
      if (at < found.length) frame = requestAnimationFrame(put);
    };
    replace(list);
    put();
    replace(summary, found.length === 1 ? t("oneAction") : t("nActions", count(found.length)));
  };
  for (const control of [field, site, reads, pages]) control.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      list.querySelector("a")?.focus();
    } else if (event.key === "Enter") list.querySelector("a")?.click();
  });
  arrowKeys(list, field);
  show();
  view.dataset.title = service;
  replace(view,
    h("div", { class: "page-head" },
      h("h1", null, service, title !== service && h("span", { class: "h1-note" }, title)),
      versions.length > 1 && h("label", { class: "inline" }, t("version"), h("select", { id: "version", onchange: (event) => { location.hash = routeOf(service, null, event.target.value); } }, versions.map((each) => h("option", { value: each, selected: each === version }, each))))),
    h("div", { class: "filters", role: "group" }, field, site, h("label", { class: "check" }, reads, t("readOnlyFilter")), h("label", { class: "check" }, pages, t("hasPages")), summary),
    list);
  return () => cancelAnimationFrame(frame);
}
