// The services at the side, with a filter.

import { get } from "./api.js";
import { h, replace } from "./dom.js";
import { arrowKeys, marked } from "./action_list.js";
import { count, t } from "./labels.js";
import { countActions, routeOf, state } from "./state.js";

let current = null;
let listening = null;

// Fills `nav` with the services in the language of the page.
export async function mountServices(nav) {
  nav.setAttribute("aria-label", t("services"));
  const { services } = await get("/api/services", { lang: state.language });
  state.server.services = services;
  const list = h("ul", { class: "services" });
  const field = h("input", { type: "search", id: "service-filter", autocomplete: "off", spellcheck: "false", placeholder: t("filterServices", count(services.length)), "aria-label": t("filterServices", count(services.length)) });
  const show = () => {
    const query = field.value.trim();
    const lower = query.toLowerCase();
    const found = services.filter(({ name, title }) => name.includes(lower) || title.toLowerCase().includes(lower));
    // Names that begin with the query first: `cvm` before `ecm`.
    found.sort((a, b) => b.name.startsWith(lower) - a.name.startsWith(lower));
    replace(list, found.length ? found.map(({ name, title, versions }) => h("li", null,
      h("a", { href: routeOf(name), "data-service": name },
        h("b", null, marked(name, query)), h("span", { class: "count" }, count(versions[0]?.actions ?? 0)),
        title !== name && h("span", { class: "service-title" }, marked(title, query)))))
      : h("li", { class: "empty hint" }, t("noService")));
    mark();
  };
  const mark = () => {
    for (const link of list.querySelectorAll("a")) {
      const isCurrent = link.dataset.service === current;
      if (isCurrent) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      list.querySelector("a")?.focus();
    } else if (event.key === "Enter") list.querySelector("a")?.click();
    else if (event.key === "Escape" && field.value) {
      event.stopPropagation();
      field.value = "";
      show();
    }
  });
  arrowKeys(list, field);
  listening?.abort();
  listening = new AbortController();
  nav.addEventListener("route", ({ detail }) => {
    current = detail.service ?? null;
    mark();
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, { signal: listening.signal });
  show();
  replace(nav, field, list);
  const lead = document.querySelector(".start .lead");
  if (lead) lead.textContent = t("startTitle", count(countActions(services)), count(services.length));
}
