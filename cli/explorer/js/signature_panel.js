// The tab "Signature" of an action: how the request with the present value is signed, now or at a chosen time.

import { h, replace } from "./dom.js";
import { isAbort, post } from "./api.js";
import { callInput, settings } from "./call_settings.js";
import { explanationView } from "./explanation.js";
import { copyButton, debounce, field, Latest, noteList, showFailure, waiting } from "./panel_kit.js";
import { t } from "./panel_labels.js";

// Seconds since 1970 in `text`: a number, or a date and time that a browser reads. Null for now, NaN for neither.
export function timestampOf(text) {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (/^\d{1,11}$/.test(trimmed)) return Number(trimmed);
  return /^\d{4}-\d\d-\d\d/.test(trimmed) ? Math.floor(Date.parse(trimmed) / 1000) : NaN;
}

// Mounts the panel for `request` and returns what unmounts it.
export function mount(container, request) {
  const asked = new Latest();
  const ended = new AbortController();
  const result = h("div", { class: "signature-result" });
  const time = h("input", { id: "timestamp", autocomplete: "off", spellcheck: "false", placeholder: t("now"), "aria-describedby": "timestamp-error", oninput: () => later() });
  const timeError = h("p", { id: "timestamp-error", class: "field-error", role: "status" });
  const explain = h("button", { class: "button", type: "submit", id: "explain" }, t("explain"));
  replace(
    container,
    h(
      "form",
      {
        class: "signature-panel",
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          later.cancel();
          update();
        },
      },
      h("p", { class: "hint" }, t("signatureIntro"), " ", h("a", { href: "#/signature" }, t("whyRefused"))),
      h(
        "div",
        { class: "fields tools" },
        h("div", { class: "field" }, h("label", { for: "timestamp" }, t("timestamp")), time, timeError),
        h("div", { class: "actions" }, explain, h("button", { class: "button", type: "button", onclick: () => freeze() }, t("fixNow"))),
      ),
    ),
    result,
  );

  function freeze() {
    time.value = String(Math.floor(Date.now() / 1000));
    update();
  }

  async function update() {
    const timestamp = timestampOf(time.value);
    const isWrong = Number.isNaN(timestamp);
    timeError.textContent = isWrong ? t("timestampWrong") : "";
    time.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) return;
    const signal = asked.next();
    if (!result.firstChild) replace(result, waiting());
    result.setAttribute("data-stale", "");
    try {
      const prepared = await post("/api/prepare", { ...callInput(request), noCheck: true, timestamp: timestamp ?? undefined }, { signal });
      if (signal.aborted) return;
      result.removeAttribute("data-stale");
      const { signature } = prepared;
      replace(
        result,
        noteList(prepared.notes),
        signature
          ? [
              explanationView(signature),
              signature.authorization
                ? h("div", { class: "code-box" }, h("pre", { tabindex: "0", "aria-label": "Authorization" }, signature.authorization), copyButton(signature.authorization, "Authorization"))
                : null,
            ]
          : h("p", { class: "hint" }, t("notSigned")),
      );
    } catch (error) {
      if (isAbort(error)) return;
      result.removeAttribute("data-stale");
      showFailure(result, error, { title: t("notPrepared") });
    }
  }

  // An own endpoint may ask in the terminal: only the button goes there.
  const automatic = () => {
    if (settings.kind !== "own") update();
    else if (!result.firstChild) replace(result, h("p", { class: "hint" }, t("pressExplain")));
    else result.setAttribute("data-stale", "");
  };
  const later = debounce(automatic, 400);
  request.addEventListener("change", later, { signal: ended.signal });
  settings.addEventListener("change", later, { signal: ended.signal });
  automatic();

  return () => {
    ended.abort();
    later.cancel();
    asked.stop();
  };
}
