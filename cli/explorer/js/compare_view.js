// What differs between two answers: a table of paths with both values.

import { h, replace } from "./dom.js";
import { post } from "./api.js";
import { Latest, showFailure, waiting } from "./panel_kit.js";
import { say } from "./messages.js";
import { t } from "./panel_labels.js";

const SHOWN = 2000;

// Mounts the comparison of the answers with the ids `left` and `right` and returns what unmounts it.
export function mount(container, { left, right, leftTitle, rightTitle }) {
  const asked = new Latest();
  replace(container, waiting());
  const value = (text) => (text == null ? h("i", { class: "absent" }, t("absentValue")) : h("code", { class: "wrap" }, text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text));
  post("/api/compare", { left, right }, { signal: asked.next() }).then(
    ({ differences, more }) => {
      const count = t(more ? "differencesMore" : "differences", differences.length);
      replace(
        container,
        h("h2", { tabindex: "-1" }, t("comparison")),
        h("p", {}, differences.length ? count : t("noDifferences")),
        differences.length
          ? h(
              "div",
              { class: "scroller", tabindex: "0", role: "region", "aria-label": t("comparison") },
              h(
                "table",
                { class: "compare" },
                h("thead", {}, h("tr", {}, ...[t("path"), leftTitle ?? t("left"), rightTitle ?? t("right")].map((text) => h("th", { scope: "col" }, text)))),
                h("tbody", {}, ...differences.map((entry) => h("tr", {}, h("th", { scope: "row" }, h("code", { class: "wrap" }, entry.path || "@")), h("td", {}, value(entry.left)), h("td", {}, value(entry.right))))),
              ),
            )
          : null,
      );
      say(differences.length ? count : t("noDifferences"));
      container.querySelector("h2").focus();
    },
    (error) => showFailure(container, error),
  );
  return () => asked.stop();
}
