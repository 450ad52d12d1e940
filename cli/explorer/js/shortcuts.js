// The dialog that lists the keys.

import { h, iconButton } from "./dom.js";
import { t } from "./labels.js";

const KEYS = [
  ["/", "keySearch"], ["Ctrl K", "keySearch"], ["↑ ↓", "keyArrows"], ["Esc", "keyEscape"], ["Alt 1 2", "keyTabs"], ["Alt 3 4 5 6", "keyPanels"],
  ["Alt F", "keyFault"], ["Alt E", "sendEmpty"], ["Alt Z", "keyUndo"], ["Ctrl Enter", "keySend"], ["?", "keyHelp"],
];

// Shows it; Escape closes it and the focus goes back.
export function openHelp() {
  if (document.querySelector("dialog[open]")) return;
  const dialog = h("dialog", { class: "help", "aria-labelledby": "help-title", onclose: () => dialog.remove(), onclick: (event) => event.target === dialog && dialog.close() },
    h("div", { class: "dialog-body" },
      h("div", { class: "row spread" }, h("h2", { id: "help-title" }, t("help")), iconButton("remove", t("close"), { onclick: () => dialog.close() })),
      h("dl", null, KEYS.map(([keys, label]) => [h("dt", null, keys.split(" ").map((key) => h("kbd", null, key))), h("dd", null, t(label))]))));
  document.body.append(dialog);
  dialog.showModal();
}
