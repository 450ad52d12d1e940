// The documentation of an action: parameters, output, types, error codes, examples.

import { copyText, h, iconButton, replace } from "./dom.js";
import { limits, prose } from "./form_fields.js";
import { count, t } from "./labels.js";
import { say } from "./messages.js";

// Copies `text` and says so.
export async function copyAndSay(text) {
  say(t(await copyText(text) ? "copied" : "copyFailed"));
}

function members(list, types, openType) {
  return h("dl", { class: "doc-members" }, list.map((member) => {
    const words = [...limits(member), member.nullable && t("nullable"), member.secret && t("secret")].filter(Boolean);
    return h("div", null,
      h("dt", null, h("code", null, member.name), " ",
        Object.hasOwn(types, member.type) && types[member.type].members ? h("button", { type: "button", class: "link type", onclick: () => openType(member.type) }, member.list ? t("listOf", member.type) : member.type) : h("span", { class: "type" }, member.list ? t("listOf", member.type) : member.type),
        member.required && h("span", { class: "badge" }, t("required")),
        member.deprecated && h("span", { class: "badge warn", title: member.deprecated }, t("deprecated")),
        words.length > 0 && h("span", { class: "type" }, words.join(" · "))),
      h("dd", null, prose(member.description),
        member.values?.length > 0 && h("ul", { class: "values" }, member.values.map(({ value, description }) => h("li", null, h("code", null, value), description && ` ${description}`)))));
  }));
}

function section(title, ...content) {
  return h("section", null, h("h2", null, title), content);
}

// Fills `container` with the documentation of `request`; `load(text, title)` loads an example.
export function mountDocumentation(container, request, load) {
  const { parameters, output, types, errors, examples, description } = request.document;
  const link = (path) => iconButton("link", t("copyLink"), { onclick: () => copyAndSay(new URL(path, location.href).href) });
  const blocks = new Map();
  const openType = (name) => {
    const block = blocks.get(name);
    block.open = true;
    block.firstChild.focus();
    block.scrollIntoView({ block: "start" });
  };
  const typeBlock = (name) => {
    const type = types[name];
    const body = h("div", { class: "group-body" });
    const fill = () => {
      if (!body.firstChild) body.append(h("p", { class: "doc-text" }, prose(type.description)), type.members ? members(type.members, types, openType) : h("ul", { class: "values" }, type.values.map(({ value, description: text }) => h("li", null, h("code", null, value), text && ` ${text}`))));
    };
    const block = h("details", { ontoggle: fill }, h("summary", null, h("code", null, name)), body);
    blocks.set(name, block);
    return block;
  };
  const errorList = h("dl", { class: "doc-members errors" });
  const showErrors = (query = "") => {
    const found = errors.filter(({ code, description: text }) => `${code} ${text}`.toLowerCase().includes(query.toLowerCase()));
    replace(errorList, found.map(({ code, description: text }) => h("div", null, h("dt", null, h("code", null, code)), h("dd", null, text))));
  };
  showErrors();
  const filter = t("filterErrors", count(errors.length));
  const pre = (text, title) => h("figure", null, h("figcaption", null, title, iconButton("copy", `${t("copy")}: ${title}`, { onclick: () => copyAndSay(text) })), h("pre", { tabIndex: 0 }, text));
  const names = Object.keys(types);
  replace(container, h("div", { class: "documentation" },
    h("p", { class: "doc-text" }, prose(description), " ", link(location.hash.split("?")[0])),
    section(t("parameters"), parameters.length ? members(parameters, types, openType) : h("p", { class: "hint" }, t("noParameters"))),
    section(t("output"), members(output, types, openType)),
    names.length > 0 && section(t("types"), names.map(typeBlock)),
    errors.length > 0 && section(t("errors"), h("input", { type: "search", placeholder: filter, "aria-label": filter, oninput: (event) => showErrors(event.target.value) }), errorList),
    examples.length > 0 && section(t("exampleList"), examples.map((example) => h("details", null, h("summary", null, example.title), h("div", { class: "group-body" },
      pre(example.request, t("request")), h("button", { type: "button", class: "button small", onclick: () => load(example.request, example.title) }, t("loadIt")),
      example.response && pre(example.response, t("response"))))))));
  return () => replace(container);
}
