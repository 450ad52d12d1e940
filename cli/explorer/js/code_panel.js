// The tab "Code": a complete program with the present value, in the language that was chosen last.

import { h, replace } from "./dom.js";
import { isAbort, post } from "./api.js";
import { keep, setting } from "./state.js";
import { callInput, explorerState, settings } from "./call_settings.js";
import { copy, debounce, download, field, Latest, noteList, showFailure, waiting } from "./panel_kit.js";
import { paint } from "./highlight.js";
import { t } from "./panel_labels.js";

// Mounts the panel for `request` and returns what unmounts it.
export function mount(container, request) {
  const asked = new Latest();
  const ended = new AbortController();
  let sample = null;
  const select = h("select", {
    id: "sample-language",
    onchange: () => {
      keep("sample", select.value);
      update();
    },
  });
  const label = h("p", { class: "warning", hidden: true }, t("notProven"));
  const code = h("pre", { id: "sample", tabindex: "0", "aria-label": t("sample") });
  const box = h("div", { class: "code-box" }, code);
  const notes = h("div", { class: "sample-notes" });
  const failure = h("div", {});
  const copyIt = h("button", { type: "button", id: "copy-sample", onclick: () => sample && copy(sample.code, t("sample")) }, t("copy"));
  const save = h("button", { type: "button", id: "download-sample", onclick: () => sample && download(sample.fileName, sample.code) }, t("download"));
  replace(
    container,
    h(
      "div",
      { class: "code-panel" },
      h("div", { class: "fields tools" }, field("sample-language", t("sampleLanguage"), select), h("div", { class: "actions" }, copyIt, save)),
      label,
      notes,
      failure,
      box,
    ),
  );

  function show(next) {
    sample = next;
    box.hidden = !sample;
    copyIt.disabled = !sample;
    save.disabled = !sample;
    label.hidden = !sample || sample.proven !== false;
    replace(notes, noteList(sample?.notes));
    box.removeAttribute("data-stale");
  }

  async function update() {
    if (!select.value) return;
    const signal = asked.next();
    box.setAttribute("data-stale", "");
    try {
      const found = await post("/api/code", { ...callInput(request), program: select.value }, { signal });
      if (signal.aborted) return;
      replace(failure);
      show(found);
      code.textContent = found.code;
      paint(code, select.value);
    } catch (error) {
      if (isAbort(error)) return;
      show(null);
      showFailure(failure, error, { title: t("noSample") });
    }
  }

  const later = debounce(update, 150);
  request.addEventListener("change", later, { signal: ended.signal });
  settings.addEventListener("change", later, { signal: ended.signal });
  show(null);
  replace(failure, waiting());
  explorerState().then(({ samples }) => {
    if (ended.signal.aborted) return;
    replace(select, ...samples.map(({ name, title }) => h("option", { value: name }, title)));
    const kept = setting("sample");
    if (samples.some(({ name }) => name === kept)) select.value = kept;
    update();
  }, (error) => showFailure(failure, error));

  return () => {
    ended.abort();
    later.cancel();
    asked.stop();
  };
}
