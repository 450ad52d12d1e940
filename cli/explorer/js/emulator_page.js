// The page `#/emulator`: a switch that starts tc3-emulator in the process, and faults for it to play.

import { h, replace } from "./dom.js";
import { get, post } from "./api.js";
import { refreshState, state } from "./state.js";
import { say } from "./messages.js";
import { settings, switchEmulator } from "./call_settings.js";
import { copyButton, Latest, errorOf, failureView, field, showFailure, waiting } from "./panel_kit.js";
import { t } from "./panel_labels.js";

// What the form's choices put into a faults file.
const PLAYS = {
  throttle: { effect: "throttle" },
  internalError: { errorCode: "InternalError", errorMessage: "an injected fault" },
  dropAfter: { effect: "dropAfterProcessing" },
  dropBefore: { effect: "dropBeforeProcessing" },
  badGateway: { effect: "badGateway" },
  truncate: { effect: "truncate" },
  delay: { latencyMs: 3000 },
  clock: { clockSkewSeconds: 600 },
  code: { errorCode: "" },
};
const EXAMPLE = JSON.stringify({ faults: [{ action: "CreateProxyGroup", effect: "dropAfterProcessing", times: 1 }] }, null, 2);

// Mounts the page and returns what unmounts it.
export function mount(container) {
  const page = new EmulatorPage();
  replace(container, h("h1", { tabindex: "-1" }, t("emulator")), h("p", { class: "lead-text" }, t("emulatorIntro")), page.node);
  page.start();
  return () => page.stop();
}

class EmulatorPage {
  #asked = new Latest();
  #isBusy = false;

  constructor() {
    const button = (id, text, onclick, title) => h("button", { type: "button", class: "button small", id, title, onclick }, text);
    this.toggle = h("button", { type: "button", id: "emulator-switch", class: "switch", role: "switch", "aria-checked": "false", onclick: () => this.#switch() }, h("span", { class: "knob", "aria-hidden": "true" }), h("span", {}, t("emulatorSwitch")));
    this.address = h("div", { id: "emulator-url" });
    this.failure = h("div", { id: "emulator-failure" });
    this.faults = h("div", { id: "faults" });
    this.part = h(
      "div",
      { hidden: true },
      h("h2", {}, t("playFault")),
      this.#form(),
      h("details", {}, h("summary", {}, t("faultsFile")), this.#raw()),
      this.failure,
      h(
        "div",
        { class: "tools" },
        h("h2", {}, t("activeFaults")),
        button("faults-refresh", t("refresh"), () => this.#refresh()),
        button("faults-clear", t("clearFaults"), () => this.#change("/api/emulator/faults", { clear: true }, t("faultsCleared"))),
        button("emulator-reset", t("reset"), () => this.#change("/api/emulator/reset", {}, t("resetDone")), t("resetHint")),
      ),
      this.faults,
    );
    this.place = h("div", { class: "emulator-state" }, waiting());
    this.node = h("div", { class: "emulator-page" }, this.place, this.part);
  }

  async start() {
    try {
      this.#show((await refreshState()).emulator);
    } catch (error) {
      showFailure(this.place, error);
    }
  }

  stop() {
    this.#asked.stop();
  }

  #show(emulator) {
    const isOn = Boolean(emulator?.url);
    this.part.hidden = !isOn;
    if (!emulator?.available) {
      replace(this.place, h("p", { class: "warning" }, t("emulatorNone")));
      return;
    }
    if (!this.place.contains(this.toggle)) replace(this.place, this.toggle, this.address);
    this.toggle.setAttribute("aria-checked", String(isOn));
    const use = () => {
      settings.set({ kind: "emulator" });
      say(t("emulatorUsed"));
    };
    replace(
      this.address,
      isOn
        ? [
            h("p", { class: "tools" }, h("code", {}, emulator.url), copyButton(emulator.url, t("address")), h("button", { type: "button", class: "button small", id: "use-emulator", onclick: use }, t("useEmulator"))),
            h("p", { class: "hint" }, t("emulatorKey")),
          ]
        : h("p", { class: "hint" }, t("emulatorOff")),
    );
    this.#showFaults(emulator.faults ?? []);
  }

  async #switch() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const on = this.toggle.getAttribute("aria-checked") !== "true";
    this.toggle.setAttribute("aria-busy", "true");
    if (on) say(t("emulatorStarts"));
    try {
      const emulator = await switchEmulator(on);
      replace(this.failure);
      this.#show(emulator);
      say(on ? t("emulatorOn", emulator.url) : t("emulatorOff"));
    } catch (error) {
      replace(this.address, failureView(errorOf(error)));
    } finally {
      this.#isBusy = false;
      this.toggle.removeAttribute("aria-busy");
    }
  }

  #form() {
    const input = (id, more) => h("input", { id, autocomplete: "off", spellcheck: "false", ...more });
    const play = h("select", { id: "fault-play", onchange: () => shown() }, ...Object.keys(PLAYS).map((name) => h("option", { value: name }, t(`play_${name}`))));
    const amount = input("fault-amount", { inputmode: "numeric" });
    const code = input("fault-code", { placeholder: "ResourceInsufficient" });
    const actions = h("datalist", { id: "fault-actions" });
    const services = h("datalist", { id: "fault-services" });
    const service = input("fault-service", { list: "fault-services", placeholder: "gaap", onchange: () => this.#suggest(service.value, actions) });
    const action = input("fault-action", { list: "fault-actions", placeholder: t("everyAction") });
    const times = input("fault-times", { inputmode: "numeric", value: "1", placeholder: t("noLimit") });
    const after = input("fault-after", { inputmode: "numeric", placeholder: "0" });
    const hint = h("p", { class: "hint", id: "fault-hint" });
    const amountField = field("fault-amount", "-", amount);
    const codeField = field("fault-code", t("errorCode"), code);
    const hasAmount = () => play.value === "delay" || play.value === "clock";
    const shown = () => {
      amountField.hidden = !hasAmount();
      codeField.hidden = play.value !== "code";
      if (hasAmount()) {
        amountField.firstChild.textContent = t(play.value === "delay" ? "milliseconds" : "seconds");
        amount.value = String(PLAYS[play.value].latencyMs ?? PLAYS[play.value].clockSkewSeconds);
      }
      hint.textContent = t(`playHint_${play.value}`);
    };
    shown();
    get("/api/services", { lang: state.language }).then(
      (found) => replace(services, ...found.services.map(({ name, title }) => h("option", { value: name }, title))),
      // Names can be typed without suggestions.
      () => {},
    );
    const add = (event) => {
      event.preventDefault();
      const checked = hasAmount() ? [amount, times, after] : [times, after];
      const wrong = checked.find((control) => (control === amount || control.value.trim()) && whole(control, control === amount) === null);
      if (wrong) {
        say(t("wholeNumber"));
        wrong.focus();
        return;
      }
      const fault = { ...PLAYS[play.value] };
      if (play.value === "delay") fault.latencyMs = whole(amount, true);
      if (play.value === "clock") fault.clockSkewSeconds = whole(amount, true);
      if (play.value === "code") fault.errorCode = code.value.trim();
      if (action.value.trim()) fault.action = action.value.trim();
      if (times.value.trim()) fault.times = whole(times);
      if (after.value.trim()) fault.after = whole(after);
      this.#change("/api/emulator/faults", { faults: JSON.stringify({ faults: [fault] }) }, t("faultAdded"));
    };
    return h(
      "form",
      { class: "fault-form", novalidate: true, onsubmit: add },
      h(
        "div",
        { class: "fields" },
        field("fault-play", t("fault"), play),
        amountField,
        codeField,
        field("fault-service", t("service"), service),
        field("fault-action", t("action"), action),
        field("fault-times", t("times"), times),
        field("fault-after", t("afterRequests"), after),
        services,
        actions,
      ),
      hint,
      h("p", { class: "actions" }, h("button", { type: "submit", id: "fault-add", class: "button primary" }, t("addFault"))),
    );
  }

  async #suggest(service, list) {
    if (!service) return;
    try {
      const { actions } = await get("/api/actions", { service, lang: state.language }, { signal: this.#asked.next() });
      replace(list, ...actions.map(({ name, title }) => h("option", { value: name }, title ?? "")));
    } catch {
      // No such service: names can be typed all the same.
    }
  }

  #raw() {
    const text = h("textarea", { id: "faults-json", rows: "8", spellcheck: "false", autocomplete: "off", value: EXAMPLE, "aria-label": t("faultsFile") });
    const add = () => this.#change("/api/emulator/faults", { faults: text.value }, t("faultAdded"));
    return h("div", {}, text, h("p", { class: "actions" }, h("button", { type: "button", class: "button", id: "faults-add", onclick: add }, t("addFaults"))));
  }

  async #change(path, body, message) {
    try {
      await post(path, body);
      replace(this.failure);
      await this.#refresh(false);
      say(message);
    } catch (error) {
      replace(this.failure, failureView(errorOf(error)));
    }
  }

  async #refresh(says = true) {
    try {
      this.#show((await refreshState()).emulator);
      if (says) say(t("refreshed"));
    } catch (error) {
      replace(this.failure, failureView(errorOf(error)));
    }
  }

  #showFaults(faults) {
    const line = ({ text }) => h("li", {}, text);
    replace(this.faults, faults.length ? h("ul", { class: "active-faults" }, ...faults.map(line)) : h("p", { class: "hint" }, t("noFaults")));
  }
}

// The whole number in `input`; null if it is none.
function whole(input, signed = false) {
  const text = input.value.trim();
  return (signed ? /^-?\d{1,9}$/ : /^\d{1,9}$/).test(text) ? Number(text) : null;
}
