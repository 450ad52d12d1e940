// An action: its head, the form and the JSON as two views of one value, and the panels.

import { get, post } from "./api.js";
import { h, iconButton, replace, tabKeys, whenReleased } from "./dom.js";
import { badges } from "./action_list.js";
import { copyAndSay, mountDocumentation } from "./documentation.js";
import { Form } from "./form.js";
import { prose } from "./form_fields.js";
import { JsonEditor } from "./json_editor.js";
import { array, boolean, number, object, parse, print, string } from "./json.js";
import { t } from "./labels.js";
import { errorBlock, say } from "./messages.js";
import { OpenRequest } from "./request.js";
import { keep, routeOf, setting, state, takeHanded } from "./state.js";

const KEPT = 30;
const kept = new Map(); // the values of actions that were open and what was unfolded, so that going back finds them
const PANELS = {
  call: () => import("./call_panel.js"),
  code: () => import("./code_panel.js"),
  signature: () => import("./signature_panel.js"),
};

// The value with the required members only, each with a value to fill in.
function skeleton(members, types, chain = []) {
  const value = ({ type, list, values, default: initial, minimum }) => {
    if (list) return array([value({ type, values, minimum })]);
    if (Object.hasOwn(types, type) && types[type].members) return chain.includes(type) ? object() : skeleton(types[type].members, types, [...chain, type]);
    if (["Integer", "Uint64", "Float"].includes(type)) return number(values?.[0]?.value ?? (initial != null && /^-?\d+(\.\d+)?$/.test(initial) ? initial : minimum ?? "0"));
    if (type === "Boolean") return boolean(initial === "true");
    if (type === "Object") return object();
    return string(values?.[0]?.value ?? "");
  };
  return object(members.filter((member) => member.required).map((member) => [member.name, value(member)]));
}

export async function mount(view, route, { signal }) {
  const [document_] = await Promise.all([get("/api/action", { service: route.service, action: route.action, version: route.version, site: state.site, lang: state.language }, { signal }), state.ready]);
  const { service, action, version } = document_;
  const key = `${service}/${version}/${action}`;
  const handed = takeHanded(route.path) ?? route.query.get("body");
  const before = kept.get(key);
  kept.delete(key);
  const request = new OpenRequest(document_, {
    site: state.site,
    lang: state.language,
    text: before?.text ?? "{}",
    check: (body, checkSignal) => post("/api/check", { service, action, version, site: state.site, lang: state.language, body }, { signal: checkSignal }),
  });
  if (handed != null) request.load(handed);
  const form = new Form(request, before?.wasOpen);
  const editor = new JsonEditor(request);
  const leavers = [];
  view.dataset.title = `${action} · ${service}`;

  // The value's views.
  const undo = h("button", { type: "button", class: "button small", id: "undo", disabled: true, onclick: () => request.undo() }, t("undo"));
  const load = (text, title) => {
    request.load(text);
    say(t("loaded", title));
  };
  const choices = [...document_.examples.map(({ title, request: text }) => [title, () => text]), [t("requiredSkeleton"), () => print(skeleton(document_.parameters, document_.types), 2)], [t("emptyValue"), () => "{}"]];
  const examples = h("select", { id: "examples", "aria-label": t("examples"), onchange: () => {
    const choice = choices[examples.value];
    if (choice) load(choice[1](), choice[0]);
    examples.value = "";
  } }, h("option", { value: "" }, t("examples")), choices.map(([title], at) => h("option", { value: at }, title)));
  const onlyRequired = h("input", { type: "checkbox", id: "required-only", onchange: () => form.element.classList.toggle("only-required", onlyRequired.checked) });
  let isUnfolded = false;
  const unfold = h("button", { type: "button", class: "button small", id: "unfold-all", "aria-pressed": "false", onclick: () => {
    isUnfolded = !isUnfolded;
    form.unfoldAll(isUnfolded);
    unfold.textContent = t(isUnfolded ? "foldAll" : "unfoldAll");
    unfold.setAttribute("aria-pressed", String(isUnfolded));
  } }, t("unfoldAll"));
  const firstFault = h("button", { type: "button", class: "button small", id: "first-fault", hidden: true, onclick: goToFault }, t("firstFault"));
  const formPane = h("div", { id: "pane-form", role: "tabpanel", "aria-labelledby": "tab-form" }, h("div", { class: "toolbar" }, h("label", { class: "check" }, onlyRequired, t("onlyRequired")), unfold, firstFault), form.element);
  const jsonPane = h("div", { id: "pane-json", role: "tabpanel", "aria-labelledby": "tab-json", hidden: true }, editor.element);
  const tab = (name, label, choose) => h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `pane-${name}`, onclick: (event) => choose(event.currentTarget) }, label);
  const counts = [h("span", { class: "fault-count", hidden: true }), h("span", { class: "fault-count", hidden: true })];
  const valueTabs = h("div", { role: "tablist", class: "tabs", "aria-label": t("parameters") }, tab("form", [t("form"), counts[0]], chooseValue), tab("json", [t("json"), counts[1]], chooseValue));

  function chooseValue(chosen) {
    const isForm = chosen.id === "tab-form";
    mark(valueTabs, chosen);
    formPane.hidden = !isForm;
    jsonPane.hidden = isForm;
    if (isForm && form.isStale) form.rebuild();
    if (!isForm) editor.show();
    keep("value-tab", isForm ? "form" : "json");
  }

  function goToFault() {
    valueTabs.querySelector("#tab-form").click();
    if (request.error) return valueTabs.querySelector("#tab-json").click();
    if (form.marks.goToFirst()) onlyRequired.checked = false;
    return undefined;
  }

  request.addEventListener("change", ({ detail }) => {
    undo.disabled = !request.canUndo;
    if (detail.origin !== "form") {
      if (formPane.hidden) form.isStale = true;
      else form.refresh(detail);
    }
    if (!jsonPane.hidden && detail.origin !== "json") editor.show();
    else if (!jsonPane.hidden) editor.showFaults();
  });
  request.addEventListener("faults", () => {
    const number = request.faults.length;
    for (const badge of counts) {
      badge.hidden = number === 0;
      replace(badge, String(number), h("span", { class: "visually-hidden" }, ` ${t("faultCount", "")}`));
    }
    firstFault.hidden = number === 0;
    if (!formPane.hidden) whenReleased(() => form.marks.show());
    else form.isStale = true;
    if (!jsonPane.hidden) editor.showFaults();
  });

  // The panels, loaded when they are first shown.
  const panels = {};
  const names = ["call", "code", "signature", "documentation"];
  const panelTabs = h("div", { role: "tablist", class: "tabs panel-tabs", "aria-label": t("call") }, names.map((name) => tab(name, t(name), showPanel)));
  const panelBox = h("div", { class: "panels" }, names.map((name) => (panels[name] = h("div", { id: `pane-${name}`, role: "tabpanel", "aria-labelledby": `tab-${name}`, hidden: true, tabIndex: -1 }))));
  const mounted = new Set();

  // In a narrow window the panels are below the form, and their tabs at the lower end of the window.
  function showPanel(chosen) {
    choosePanel(chosen);
    if (matchMedia("(max-width: 69.99rem)").matches) panelBox.scrollIntoView({ block: "start" });
  }

  async function choosePanel(chosen) {
    const name = chosen.id.slice(4);
    mark(panelTabs, chosen);
    for (const each of names) panels[each].hidden = each !== name;
    keep("panel", name);
    if (mounted.has(name)) return;
    mounted.add(name);
    try {
      if (name === "documentation") leavers.push(mountDocumentation(panels[name], request, load));
      else {
        const leave = (await PANELS[name]()).mount(panels[name], request);
        if (signal.aborted) leave?.();
        else leavers.push(leave);
      }
    } catch (error) {
      mounted.delete(name);
      replace(panels[name], errorBlock(error), h("button", { type: "button", class: "button", onclick: () => choosePanel(chosen) }, t("tryAgain")));
    }
  }

  for (const [list, choose] of [[valueTabs, chooseValue], [panelTabs, showPanel]]) tabKeys(list, choose);
  const onKey = (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.altKey && !event.ctrlKey && /^Digit[1-6]$/.test(event.code)) {
      const chosen = view.querySelector(`#tab-${["form", "json", ...names][event.code.slice(5) - 1]}`);
      event.preventDefault();
      chosen.click();
      chosen.focus();
    } else if (event.altKey && event.code === "KeyF") {
      event.preventDefault();
      goToFault();
    } else if (event.altKey && event.code === "KeyZ") {
      event.preventDefault();
      if (event.shiftKey) request.redo();
      else request.undo();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      view.querySelector("#tab-call").click();
      setTimeout(() => view.querySelector("#prepare")?.click());
    }
  };
  document.addEventListener("keydown", onKey);

  replace(view, pageHead(document_, route), h("div", { class: "action" },
    h("div", { class: "value" }, h("div", { class: "value-head" }, valueTabs, h("div", { class: "row" }, examples, undo)), formPane, jsonPane),
    panelTabs, panelBox));
  chooseValue(view.querySelector(setting("value-tab") === "json" ? "#tab-json" : "#tab-form"));
  choosePanel(view.querySelector(`#tab-${names.includes(setting("panel")) ? setting("panel") : "call"}`));
  request.checkNow();

  return () => {
    document.removeEventListener("keydown", onKey);
    for (const leave of leavers) leave?.();
    request.close();
    if (request.text !== "{}") kept.set(key, { text: request.text, wasOpen: form.whatIsOpen() });
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  };
}

function mark(list, chosen) {
  for (const tab of list.children) {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
  }
}

// The name, the facts and the description.
function pageHead(document_, route) {
  const { service, serviceTitle, action, version, description, host, rate, regionRequired, signed, reads, deprecated, isFromSpec, isOtherVersion } = document_;
  const versions = state.server.services?.find(({ name }) => name === service)?.versions ?? [];
  const fact = (...content) => h("span", { class: "fact" }, content);
  const paragraphs = description.length > 280;
  const text = h("div", { class: `description lead-text${paragraphs ? " long" : ""}` }, h("p", null, prose(description)), paragraphs && h("button", { type: "button", class: "link", "aria-expanded": "false", onclick: ({ currentTarget }) => {
    const isOpen = text.classList.toggle("open");
    currentTarget.textContent = t(isOpen ? "less" : "more");
    currentTarget.setAttribute("aria-expanded", String(isOpen));
  } }, t("more")));
  return h("div", { class: "page-head action-head" },
    h("p", { class: "crumbs" }, h("a", { href: routeOf(service, null, isOtherVersion ? version : null) }, service), serviceTitle !== service && h("span", null, serviceTitle)),
    h("div", { class: "row" }, h("h1", null, action), iconButton("link", t("copyLink"), { onclick: () => copyAndSay(new URL(route.path, location.href).href) })),
    h("p", { class: "facts" },
      badges({ ...document_, pages: document_.pages }),
      !reads && h("span", { class: "badge change" }, t("writes")),
      isFromSpec && h("span", { class: "badge" }, t("fromSpec")),
      versions.length > 1 ? h("select", { id: "version", "aria-label": t("version"), onchange: ({ target }) => { location.hash = routeOf(service, action, target.value); } }, versions.map(({ version: each }) => h("option", { value: each, selected: each === version }, each))) : fact(version),
      fact(h("code", null, host)),
      rate != null && fact(t("perSecond", rate)),
      regionRequired && fact(t("regionNeeded")),
      !signed && fact(t("unsigned"))),
    deprecated && h("p", { class: "notice warn" }, `${t("deprecated")}: ${deprecated}`),
    text);
}
