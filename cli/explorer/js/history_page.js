// The page `#/history`: the calls of this session, to open again, to look at, to compare and to export.

import { h, replace } from "./dom.js";
import { get, getText } from "./api.js";
import { openAction } from "./state.js";
import { say } from "./messages.js";
import { mount as mountAnswer } from "./answer_view.js";
import { mount as mountCompare } from "./compare_view.js";
import { settings } from "./call_settings.js";
import { download, duration, errorOf, Latest, showFailure, waiting } from "./panel_kit.js";
import { t } from "./panel_labels.js";

const TYPES = { sh: "application/x-sh", har: "application/json" };

// Mounts the page and returns what unmounts it.
export function mount(container) {
  const asked = new Latest();
  const chosen = new Map();
  let unmountBelow = null;
  const list = h("div", {});
  const below = h("section", { id: "history-below", "aria-label": t("answer") });
  const compare = h("button", { class: "button", type: "button", id: "compare", "aria-disabled": "true", onclick: () => showCompare() }, t("compare"));
  const tools = h(
    "div",
    { class: "tools" },
    compare,
    ...Object.keys(TYPES).map((format) => h("button", { class: "button", type: "button", id: `export-${format}`, onclick: () => save(format) }, t(`export_${format}`))),
  );
  replace(container, h("h1", { tabindex: "-1" }, t("history")), h("p", { class: "lead-text" }, t("historyIntro")), tools, list, below);

  async function load() {
    replace(list, waiting());
    try {
      const { entries } = await get("/api/history", {}, { signal: asked.next() });
      tools.hidden = entries.length === 0;
      replace(list, entries.length ? table([...entries].sort((one, other) => startOf(other) - startOf(one))) : h("p", { class: "hint" }, t("historyEmpty")));
    } catch (error) {
      showFailure(list, error);
    }
  }

  function table(entries) {
    return h(
      "div",
      { class: "scroller history-scroller", tabindex: "0", role: "region", "aria-label": t("history") },
      h(
        "table",
        { class: "history" },
        h("thead", {}, h("tr", {}, ...["compare", "time", "action", "profile", "region", "status", "took", "requestId"].map((name) => h("th", { scope: "col" }, t(name))), h("th", { scope: "col" }, t("open")))),
        h("tbody", {}, ...entries.map(row)),
      ),
    );
  }

  function row(entry) {
    const name = `${entry.service} ${entry.action}`;
    const at = timeText(entry);
    return h(
      "tr",
      { "data-entry": entry.id },
      h("td", {}, entry.answer == null ? null : h("input", { type: "checkbox", "aria-label": t("chooseForCompare", name, at), onchange: (event) => choose(entry, event.target) })),
      h("td", {}, at),
      h("th", { scope: "row" }, name),
      h("td", {}, entry.profile ?? ""),
      h("td", {}, entry.region ?? ""),
      h("td", {}, h("span", { class: `badge status-${entry.status}` }, entry.status)),
      h("td", { class: "number" }, entry.milliseconds == null ? "" : duration(entry.milliseconds)),
      h("td", {}, entry.requestId ? h("code", {}, entry.requestId) : ""),
      h(
        "td",
        { class: "row-actions" },
        h("button", { type: "button", class: "button small", "aria-label": t("openAgainOf", name, at), onclick: () => openAgain(entry) }, t("openAgain")),
        entry.answer == null ? null : h("button", { type: "button", class: "button small", "aria-label": t("showAnswerOf", name, at), onclick: () => showAnswer(entry) }, t("showAnswer")),
      ),
    );
  }

  function openAgain(entry) {
    const kind = typeof entry.endpoint === "object" ? entry.endpoint?.kind : null;
    settings.set({
      profile: entry.profile ?? "",
      region: entry.region ?? "",
      ...(kind ? { kind, ownUrl: entry.endpoint.url ?? settings.ownUrl } : {}),
    });
    openAction(entry.service, entry.version, entry.action, entry.body);
  }

  function choose(entry, box) {
    if (box.checked) chosen.set(entry.id, { entry, box });
    else chosen.delete(entry.id);
    // Two at a time: a third takes the place of the first.
    if (chosen.size > 2) {
      const [first, { box: old }] = chosen.entries().next().value;
      old.checked = false;
      chosen.delete(first);
    }
    compare.setAttribute("aria-disabled", String(chosen.size !== 2));
  }

  function show(next) {
    unmountBelow?.();
    unmountBelow = next;
    below.scrollIntoView?.({ block: "nearest" });
  }

  function showCompare() {
    if (chosen.size !== 2) {
      say(t("chooseTwo"));
      return;
    }
    const [one, two] = [...chosen.values()].map(({ entry }) => entry).sort((left, right) => startOf(left) - startOf(right));
    const title = (entry) => `${entry.action} ${timeText(entry)}`;
    show(mountCompare(below, { left: one.answer, right: two.answer, leftTitle: title(one), rightTitle: title(two) }));
  }

  function showAnswer(entry) {
    const place = h("div");
    const heading = h("h2", { tabindex: "-1" }, `${entry.service} ${entry.action}, ${timeText(entry)}`);
    replace(below, heading, place);
    show(mountAnswer(place, { answer: entry.answer, requestId: entry.requestId, milliseconds: entry.milliseconds }, entry));
    heading.focus();
  }

  async function save(format) {
    try {
      download(`tc3-history.${format}`, await getText("/api/history/export", { format }), TYPES[format]);
      say(t("exported", `tc3-history.${format}`));
    } catch (error) {
      say(errorOf(error).messages[0]);
    }
  }

  load();
  return () => {
    asked.stop();
    unmountBelow?.();
  };
}

// The start of a call as a number: seconds, milliseconds or a text with a date.
function startOf({ startedAt }) {
  if (typeof startedAt === "number") return startedAt < 1e11 ? startedAt * 1000 : startedAt;
  return Date.parse(startedAt) || 0;
}

function timeText(entry) {
  const start = startOf(entry);
  return start ? new Date(start).toLocaleTimeString("en-GB") : "";
}
