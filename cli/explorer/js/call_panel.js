// The tab "Call": with what, to where, what exactly will be sent, and the way it went.

import { h, replace } from "./dom.js";
import { get, isAbort, post, stream } from "./api.js";
import { say } from "./messages.js";
import { refreshState, routeOf, state } from "./state.js";
import { callInput, explorerState, settings, switchEmulator } from "./call_settings.js";
import { mount as mountAnswer } from "./answer_view.js";
import { copyButton, duration, errorOf, failureView, field, noteList, uniqueId, wholeError } from "./panel_kit.js";
import { kindTitle, t } from "./panel_labels.js";

// A signature is accepted for five minutes; the server drops what is older.
const PREVIEW_LIFE = 270_000;
const SHOWN_BODY = 100_000;

// Mounts the panel for `request` (an `OpenRequest`) and returns what unmounts it.
export function mount(container, request) {
  const panel = new CallPanel(request);
  replace(container, panel.node);
  return () => panel.unmount();
}

class CallPanel {
  #request;
  #prepared = null;
  #armed = false;
  #running = null;
  #preparing = null;
  #mayBeDone = false;
  #expiry = 0;
  #clock = 0;
  #unmountAnswer = null;
  #ended = new AbortController();

  constructor(request) {
    this.#request = request;
    this.#build();
    const { signal } = this.#ended;
    request.addEventListener("change", () => this.#changed(), { signal });
    settings.addEventListener("change", () => this.#changed(), { signal });
    this.#fillChoices();
  }

  unmount() {
    this.#ended.abort();
    this.#preparing?.abort();
    this.#running?.abort();
    this.#forget();
    clearInterval(this.#clock);
    this.#unmountAnswer?.();
  }

  #build() {
    const { document: action } = this.#request;
    this.profile = h("select", { id: "profile", onchange: () => this.#profileChosen() });
    this.region = h("input", {
      id: "region",
      list: "regions",
      autocomplete: "off",
      spellcheck: "false",
      value: settings.region,
      oninput: () => settings.set({ region: this.region.value }),
    });
    this.regions = h("datalist", { id: "regions" });
    this.endpoint = h(
      "select",
      { id: "endpoint", onchange: () => this.#endpointChosen() },
      ...["service", "intl", "emulator", "own"].map((kind) => h("option", { value: kind }, t(`endpoint_${kind}`))),
    );
    this.endpoint.value = settings.kind;
    this.ownUrl = h("input", {
      id: "own-endpoint",
      type: "url",
      inputmode: "url",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "https://…",
      value: settings.ownUrl,
      oninput: () => settings.set({ ownUrl: this.ownUrl.value }),
    });
    this.ownField = field("own-endpoint", t("ownEndpoint"), this.ownUrl, t("ownEndpointHint"));
    this.noCheck = h("input", { id: "no-check", type: "checkbox", onchange: () => this.#changed() });
    this.prepareButton = h("button", { class: "button", id: "prepare", type: "submit" }, t("preview"));
    this.sendButton = h("button", { id: "send", type: "button", class: "button primary", onclick: () => this.#send() });
    this.cancelButton = h("button", { class: "button", id: "cancel", type: "button", hidden: true, onclick: () => this.#cancel() }, t("cancel"));
    this.progress = h("p", { class: "progress", id: "progress" });
    this.preview = h("section", { id: "preview", "aria-label": t("previewLabel") });
    this.answer = h("section", { id: "answer", "aria-label": t("answerLabel"), "data-state": "none" });
    this.node = h(
      "div",
      { class: "call-panel", onkeydown: (event) => this.#key(event) },
      h(
        "form",
        {
          class: "call-form",
          novalidate: true,
          onsubmit: (event) => {
            event.preventDefault();
            this.#preview();
          },
        },
        h(
          "div",
          { class: "fields" },
          field("profile", t("profile"), this.profile),
          field("region", action?.regionRequired === false ? t("regionOptional") : t("region"), this.region),
          this.regions,
          field("endpoint", t("endpoint"), this.endpoint),
          this.ownField,
          this.#buildOptions(action),
        ),
        h("div", { class: "actions" }, this.prepareButton, this.sendButton, this.cancelButton, this.progress),
      ),
      this.preview,
      this.answer,
    );
    this.#endpointShown();
    this.#sendShown();
  }

  #buildOptions(action) {
    const modes = ["once"];
    if (action?.pages) modes.push("all");
    if (action?.canWait) modes.push("wait");
    this.mode = h("select", { id: "mode", onchange: () => this.#modeShown() }, ...modes.map((mode) => h("option", { value: mode }, t(`mode_${mode}`))));
    const text = (id, placeholder) => h("input", { id, autocomplete: "off", spellcheck: "false", placeholder });
    this.maxItems = h("input", { id: "max-items", inputmode: "numeric", autocomplete: "off", placeholder: t("noLimit") });
    this.until = text("until", "Status == 'RUNNING'");
    this.failIf = text("fail-if", "Status == 'FAILED'");
    this.every = text("every", "5s");
    this.timeout = text("timeout", "10m");
    this.modeFields = {
      all: [field("max-items", t("maxItems"), this.maxItems, action?.pages?.guess ? t("pagesGuess", action.pages.guess) : null)],
      wait: [
        field("until", t("until"), this.until, t("untilHint")),
        field("fail-if", t("failIf"), this.failIf),
        field("every", t("every"), this.every),
        field("timeout", t("timeout"), this.timeout),
      ],
    };
    this.#modeShown();
    return [
      modes.length > 1 ? field("mode", t("mode"), this.mode) : h("div", { hidden: true }, this.mode),
      ...Object.values(this.modeFields).flat(),
      h("div", { class: "field check" }, h("label", {}, this.noCheck, " ", t("noCheck"))),
    ];
  }

  async #fillChoices() {
    let server;
    try {
      server = await explorerState();
    } catch (error) {
      replace(this.preview, failureView(errorOf(error)));
      return;
    }
    this.endpoint.value = settings.kind;
    replace(this.regions, ...server.regions.map((region) => h("option", { value: region })));
    const profiles = server.profiles ?? [];
    const options = profiles.map((profile) =>
      h("option", { value: profile.name }, profile.name + (profile.keyEnd ? ` (…${profile.keyEnd})` : ` (${t("noKey")})`)),
    );
    if (!profiles.some((profile) => profile.name === settings.profile)) settings.profile = "";
    if (!profiles.some((profile) => profile.isDefault)) options.unshift(h("option", { value: "" }, t("defaultProfile")));
    replace(this.profile, ...options);
    this.profile.value = settings.profile || (profiles.find((profile) => profile.isDefault)?.name ?? "");
    this.profiles = profiles;
    this.#regionShown();
  }

  #profileChosen() {
    settings.set({ profile: this.profile.value });
    this.#regionShown();
  }

  #regionShown() {
    const profile = this.profiles?.find((entry) => entry.name === this.profile.value);
    this.region.placeholder = profile?.region ?? "ap-guangzhou";
  }

  async #endpointChosen() {
    const kind = this.endpoint.value;
    settings.set({ kind });
    this.#endpointShown();
    if (kind !== "emulator") return;
    try {
      if ((await explorerState()).emulator?.url) return;
      say(t("emulatorStarts"));
      const emulator = await switchEmulator(true);
      say(t("emulatorOn", emulator.url));
    } catch (error) {
      this.#preparationFailed(error, this.preview);
    }
  }

  #endpointShown() {
    this.ownField.hidden = this.endpoint.value !== "own";
  }

  #modeShown() {
    for (const mode in this.modeFields) {
      for (const node of this.modeFields[mode]) node.hidden = this.mode.value !== mode;
    }
    this.#disarm();
  }

  #key(event) {
    if (event.key === "Escape" && this.#armed) {
      event.preventDefault();
      this.#disarm();
      say(t("confirmationEnded"));
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#send();
    }
  }

  // The value or a setting is another: what was previewed is not what would be sent.
  #changed() {
    this.#mayBeDone = false;
    this.#preparing?.abort();
    this.#forget();
  }

  #forget() {
    clearTimeout(this.#expiry);
    this.#prepared = null;
    this.#disarm();
    this.#previewIsOld(t("outdated"));
  }

  // What was previewed is no longer what will be sent: `title` says what it is now.
  #previewIsOld(title) {
    if (!this.previewTitle?.isConnected || this.preview.dataset.stale) return;
    this.preview.dataset.stale = "1";
    this.previewTitle.textContent = title;
  }

  #disarm() {
    this.#armed = false;
    this.#sendShown();
  }

  #sendShown() {
    if (!this.sendButton) return;
    if (this.#armed) this.sendButton.dataset.confirm = "1";
    else delete this.sendButton.dataset.confirm;
    const again = this.#mayBeDone ? `${t("mayBeDone")} ` : "";
    this.sendButton.textContent = this.#armed ? again + this.#prepared.confirm : t("send", this.#request.action);
    this.sendButton.setAttribute("aria-disabled", String(this.#running !== null));
  }

  async #preview() {
    if (this.#running) return;
    const prepared = await this.#prepare(this.preview);
    if (prepared) say(t("previewShown", prepared.method, prepared.url));
  }

  // Asks the server to sign the request; null where it did not.
  async #prepare(failurePlace) {
    this.#preparing?.abort();
    this.#forget();
    const preparing = (this.#preparing = new AbortController());
    const input = { ...callInput(this.#request), noCheck: this.noCheck.checked || undefined };
    this.#hint(input.endpoint.kind === "own" && !(await this.#isKnownHost(input.endpoint.url)) ? t("confirmInTerminal") : t("preparing"));
    try {
      const prepared = await post("/api/prepare", input, { signal: preparing.signal });
      // An answer that comes after a change is dropped with its signal, so this one is of the present value.
      this.#prepared = prepared;
      this.#expiry = setTimeout(() => this.#forget(), PREVIEW_LIFE);
      if (input.endpoint.kind === "own") refreshState().catch(() => {});
      this.#previewShown(prepared);
      this.#sendShown();
      return prepared;
    } catch (error) {
      if (!isAbort(error)) this.#preparationFailed(error, failurePlace);
      return null;
    } finally {
      if (this.#preparing === preparing) {
        this.#preparing = null;
        this.#hint("");
      }
    }
  }

  async #isKnownHost(url) {
    let host;
    try {
      host = new URL(url.includes("://") ? url : `https://${url}`).host;
    } catch {
      return true;
    }
    const name = host.replace(/:\d+$/, "");
    if (/(^|\.)tencentcloudapi\.com$/.test(name)) return true;
    const confirmed = (await explorerState().catch(() => null))?.endpoints?.confirmed ?? [];
    return confirmed.includes(host) || confirmed.includes(name);
  }

  #preparationFailed(error, place) {
    if (errorOf(error).kind === "wrong_input") this.#request.showAll?.();
    if (place === this.answer) {
      this.#setAnswer("failed", failureView(errorOf(error), { retry: () => this.#send() }));
    } else {
      this.#previewIsNew();
      replace(this.preview, failureView(errorOf(error), { title: t("notPrepared") }));
    }
  }

  // Above the answer, if there is one of before.
  #previewIsNew() {
    delete this.preview.dataset.stale;
    if (this.preview.previousElementSibling === this.answer) this.answer.before(this.preview);
  }

  #hint(text) {
    this.progress.textContent = text;
    if (text) say(text);
  }

  #previewShown(prepared) {
    const { preview } = this;
    this.#previewIsNew();
    const body = prepared.body ?? (prepared.bodyBase64 ? `(${t("binaryBody")}) ${prepared.bodyBase64}` : "");
    const isLong = body.length > SHOWN_BODY;
    replace(
      preview,
      (this.previewTitle = h("h2", {}, t("willBeSent"))),
      h("p", { class: "request-line" }, h("b", {}, prepared.method), " ", h("span", { class: "wrap" }, prepared.url)),
      h(
        "p",
        { class: "key-line" },
        prepared.keyEnd ? t("signedWith", prepared.keyEnd, prepared.profile ?? t("defaultProfile"), prepared.keySource ?? "") : t("notSigned"),
        prepared.region ? ` ${t("inRegion", prepared.region)}` : "",
      ),
      noteList(prepared.notes),
      prepared.sendable === false ? h("p", { class: "warning" }, t("notSendable")) : null,
      h(
        "details",
        { open: true },
        h("summary", {}, t("headers", prepared.headers.length)),
        h("dl", { class: "headers" }, ...prepared.headers.flatMap(([name, value]) => [h("dt", {}, name), h("dd", { class: "wrap" }, value)])),
      ),
      body
        ? h(
            "details",
            { open: true },
            h("summary", {}, t("body")),
            h("div", { class: "code-box" }, h("pre", { tabindex: "0", "aria-label": t("body") }, isLong ? body.slice(0, SHOWN_BODY) : body), copyButton(body, t("body"))),
            isLong ? h("p", { class: "hint" }, t("bodyCut", SHOWN_BODY)) : null,
          )
        : null,
    );
  }

  async #send() {
    if (this.#running || this.#preparing) return;
    if (this.#armed) {
      await this.#run(this.#prepared, true);
      return;
    }
    const prepared = this.#prepared ?? (await this.#prepare(this.answer));
    if (!prepared || this.#prepared !== prepared) return;
    if (prepared.sendable === false) {
      say(t("notSendable"));
    } else if (prepared.confirm) {
      this.#armed = true;
      this.#sendShown();
      say(`${prepared.confirm}. ${t("escapeEnds")}`);
    } else {
      await this.#run(prepared, false);
    }
  }

  #runOptions() {
    const mode = this.mode.value;
    const value = (input) => input.value.trim() || undefined;
    if (mode === "all") return { mode, maxItems: value(this.maxItems) && Number(this.maxItems.value) };
    if (mode === "wait") {
      return { mode, until: value(this.until), failIf: value(this.failIf), every: value(this.every), timeout: value(this.timeout) };
    }
    return { mode };
  }

  async #run(prepared, confirmed) {
    const options = this.#runOptions();
    if (options.maxItems !== undefined && !(Number.isInteger(options.maxItems) && options.maxItems > 0)) {
      say(t("maxItemsWrong"));
      this.maxItems.focus();
      return;
    }
    // Spent from here on, whatever comes of it.
    clearTimeout(this.#expiry);
    this.#prepared = null;
    this.#armed = false;
    const running = (this.#running = new AbortController());
    this.cancelButton.hidden = false;
    this.#sendShown();
    const startedAt = performance.now();
    const busy = h("p", { class: "waiting" });
    const lines = h("ol", { class: "progress-lines" });
    const showTime = () => (busy.textContent = t("running", duration(performance.now() - startedAt)));
    showTime();
    this.#clock = setInterval(showTime, 200);
    this.#previewIsOld(t("wasSent"));
    // The answer is what is looked for now; what was sent comes after it.
    this.answer.after(this.preview);
    for (const part of this.preview.querySelectorAll("details")) part.open = false;
    this.#setAnswer("busy", busy, lines);
    this.#hint(t("sent"));
    const timing = () => performance.now() - startedAt;
    let end = null;
    try {
      await stream(
        "/api/call",
        { id: prepared.id, confirmed, ...options },
        (line) => {
          if (typeof line.progress === "string") this.#progressLine(lines, line.progress);
          else end = line;
        },
        { signal: running.signal },
      );
      this.#finished(prepared, end ?? { failed: this.#lost(prepared, t("streamEnded")) }, timing());
    } catch (thrown) {
      const error = isAbort(thrown) ? this.#lost(prepared, t("canceled")) : errorOf(thrown);
      // A status is an answer of the local server; without one nobody knows how far the call came.
      if (!isAbort(thrown) && !thrown.status && !prepared.reads) error.ambiguous = true;
      this.#finished(prepared, { failed: error }, timing());
    } finally {
      clearInterval(this.#clock);
      if (this.#running === running) this.#running = null;
      this.cancelButton.hidden = true;
      this.progress.textContent = "";
      this.#sendShown();
    }
  }

  #lost(prepared, message) {
    return wholeError({ kind: prepared.reads ? "interrupted" : "ambiguous", messages: [message], ambiguous: !prepared.reads });
  }

  #progressLine(lines, text) {
    lines.append(h("li", {}, text));
    while (lines.childElementCount > 8) lines.firstChild.remove();
    this.#hint(text);
  }

  #cancel() {
    this.#running?.abort();
    this.sendButton.focus();
  }

  #setAnswer(state, ...children) {
    this.#unmountAnswer?.();
    this.#unmountAnswer = null;
    this.answer.dataset.state = state;
    replace(this.answer, ...children);
  }

  #finished(prepared, { done, failed }, elapsed) {
    if (this.#ended.signal.aborted) return;
    if (done) {
      const place = h("div");
      this.#setAnswer("done", place);
      this.#unmountAnswer = mountAnswer(place, done, this.#request);
      say(t("answered", duration(done.milliseconds ?? elapsed), done.requestId ?? "-"));
      return;
    }
    const error = wholeError(failed);
    const isAmbiguous = error.ambiguous || error.kind === "ambiguous";
    const raw = error.answer ? this.#rawAnswer(error) : null;
    if (isAmbiguous) {
      this.#mayBeDone = true;
      this.#setAnswer("ambiguous", this.#ambiguousView(prepared, error, raw));
    } else {
      const time = h("p", { class: "hint" }, t("after", duration(error.milliseconds ?? elapsed)));
      this.#setAnswer("failed", failureView(error, { retry: () => this.#send(), more: [time, raw] }));
    }
    say(isAmbiguous ? t("ambiguousTitle") : kindTitle(error.kind));
  }

  #rawAnswer(error) {
    const place = h("div");
    let unmount = null;
    return h(
      "details",
      {
        ontoggle: (event) => {
          if (!event.target.open || unmount) return;
          unmount = mountAnswer(place, { answer: error.answer }, this.#request, { view: "answer-raw" });
          this.#unmountAnswer = unmount;
        },
      },
      h("summary", {}, t("rawAnswer")),
      place,
    );
  }

  // No button that repeats: the way on is to look whether it was carried out.
  #ambiguousView(prepared, error, raw) {
    const id = uniqueId("ambiguous");
    const list = h("ul", { class: "look-links" }, h("li", {}, h("a", { href: routeOf(this.#request.service) }, t("allActionsOf", this.#request.service))));
    this.#findLooks(list);
    const view = failureView(error, {
      title: t("ambiguousTitle"),
      more: [h("p", { class: "look" }, t("lookFirst")), h("p", { id }, t("lookWith")), list, raw],
    });
    view.classList.add("ambiguous");
    list.setAttribute("aria-labelledby", id);
    return view;
  }

  // Actions that only read and are about the same thing: `CreateProxyGroup` is seen by `DescribeProxyGroupList`.
  async #findLooks(list) {
    const { service, version, action } = this.#request;
    const wordsOf = (name) => (name.match(/[A-Z]+(?![a-z])|[A-Z][a-z]+|\d+/g) ?? []).map((word) => word.replace(/s$/, "").toLowerCase());
    const wanted = wordsOf(action).slice(1);
    const { signal } = this.#ended;
    try {
      const { actions } = await get("/api/actions", { service, version, lang: state.language }, { signal });
      const found = actions
        .filter((entry) => entry.reads && !entry.deprecated)
        .map((entry) => {
          const words = wordsOf(entry.name).slice(1);
          const shared = wanted.filter((word) => words.includes(word)).length;
          return { entry, score: shared * 4 - words.length };
        })
        .filter(({ score, entry }) => score > 0 || entry.name.endsWith(action.replace(/^[A-Z][a-z]+/, "")))
        .sort((left, right) => right.score - left.score)
        .slice(0, 5);
      list.prepend(
        ...found.map(({ entry }) => h("li", {}, h("a", { href: routeOf(service, entry.name, version) }, entry.name), entry.title ? ` ${entry.title}` : "")),
      );
    } catch {
      // The link to all actions is there already.
    }
  }
}
