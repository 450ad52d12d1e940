// The steps of a signature, each with its text in which invisible characters are shown.

import { h } from "./dom.js";
import { copyButton } from "./panel_kit.js";
import { t } from "./panel_labels.js";

// A view of an EXPLANATION of the local API.
export function explanationView(explanation, { heading = "h2" } = {}) {
  const steps = explanation.steps ?? [];
  const list = h(
    "ol",
    { id: "signature-steps", class: "steps" },
    ...steps.map(({ name, title, text, shown }) => {
      const isSame = shown == null || shown === text;
      return h(
        "li",
        { "data-step": name },
        h(heading, {}, title),
        h(
          "div",
          { class: "code-box" },
          h("pre", { class: "shown", tabindex: "0", "aria-label": title }, shown ?? text),
          isSame ? null : h("pre", { class: "plain", tabindex: "0", "aria-label": title, hidden: true }, text),
          copyButton(text, title),
        ),
      );
    }),
  );
  const invisible = h("input", {
    type: "checkbox",
    checked: true,
    onchange: () => {
      for (const plain of list.querySelectorAll("pre.plain")) {
        plain.hidden = invisible.checked;
        plain.parentNode.querySelector("pre.shown").hidden = !invisible.checked;
      }
    },
  });
  const time = explanation.timestamp == null ? null : new Date(Number(explanation.timestamp) * 1000);
  return h(
    "div",
    { class: "explanation" },
    h(
      "p",
      { class: "tools" },
      h("code", {}, explanation.algorithm ?? ""),
      time && !Number.isNaN(time.getTime()) ? h("span", { class: "hint" }, `${explanation.timestamp} = ${time.toISOString().replace(".000Z", "Z")}`) : null,
      h("label", { class: "check" }, invisible, " ", t("showInvisible")),
    ),
    list,
  );
}
