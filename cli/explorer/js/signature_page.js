// The page `#/signature`: why was this request refused? What is pasted is sent to the local server only, and kept nowhere.

import { h, replace } from "./dom.js";
import { get, isAbort, post } from "./api.js";
import { state } from "./state.js";
import { say } from "./messages.js";
import { explorerState } from "./call_settings.js";
import { explanationView } from "./explanation.js";
import { field, Latest, showFailure, waiting } from "./panel_kit.js";
import { t } from "./panel_labels.js";

// For those who have no key yet: a finding that needs none.
const STATIC_EXAMPLE = `POST / HTTP/1.1
Host: cvm.tencentcloudapi.com
Content-Type: application/json
X-TC-Action: DescribeZones
X-TC-Version: 2017-03-12
X-TC-Region: ap-guangzhou
X-TC-Timestamp: 1760000000000
Authorization: TC3-HMAC-SHA256 Credential=AKIDEXAMPLE0000000000000000000000000/2025-10-09/cvm/tc3_request, SignedHeaders=host;content-type, Signature=0000000000000000000000000000000000000000000000000000000000000000

{}`;

// Mounts the page and returns what unmounts it.
export function mount(container) {
  const asked = new Latest();
  const area = (id, rows, label) =>
    h("textarea", { id, rows, autocomplete: "off", spellcheck: "false", autocapitalize: "off", wrap: "off", "aria-label": label, onkeydown: (event) => key(event) });
  const request = area("signature-request", 12, t("pasteRequest"));
  const body = area("signature-body", 5, t("bodyOfRequest"));
  const bodyPart = h("details", {}, h("summary", {}, t("bodyApart")), body);
  const profile = h("select", { id: "signature-profile" }, h("option", { value: "" }, t("allProfiles")));
  const result = h("section", { id: "signature-result", "aria-label": t("result") });
  replace(
    container,
    h("h1", { tabindex: "-1" }, t("whyRefused")),
    h("p", { class: "lead-text" }, t("checkerIntro")),
    h(
      "form",
      {
        class: "signature-page",
        autocomplete: "off",
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          check();
        },
      },
      h(
        "p",
        { class: "tools" },
        h("label", { for: "signature-request" }, t("pasteRequest")),
        h("button", { type: "button", class: "link", id: "signature-example", onclick: () => example() }, t("loadExample")),
      ),
      request,
      bodyPart,
      h("div", { class: "fields tools" }, field("signature-profile", t("profile"), profile), h("div", { class: "actions" }, h("button", { type: "submit", id: "signature-check", class: "button primary" }, t("check")))),
    ),
    result,
  );
  explorerState().then(
    ({ profiles }) => profile.append(...profiles.map(({ name, keyEnd }) => h("option", { value: name }, keyEnd ? `${name} (…${keyEnd})` : name))),
    (error) => showFailure(result, error),
  );

  function key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      check();
    }
  }

  async function check() {
    if (!request.value.trim()) {
      replace(result, h("p", { class: "warning", role: "alert" }, t("pasteFirst")));
      request.focus();
      return;
    }
    const signal = asked.next();
    replace(result, waiting(t("checking")));
    try {
      const found = await post("/api/sign/check", { request: request.value, body: body.value === "" ? undefined : body.value, profile: profile.value || undefined }, { signal });
      if (signal.aborted) return;
      if (found.lacks?.some((lack) => lack.includes("body")) && !body.value) bodyPart.open = true;
      replace(result, diagnosisView(found));
      say(found.isRight ? t("isRight") : (found.mistakes[0]?.title ?? (found.outcome === "unverified" ? found.summary : t("notExplained"))));
    } catch (error) {
      showFailure(result, error, { title: t("notARequest") });
    }
  }

  // A real one where there is a key: this page signs a request, and the body is then pretty-printed.
  async function example() {
    const signal = asked.next();
    body.value = "";
    replace(result);
    try {
      request.value = (await signedExample(signal)) ?? STATIC_EXAMPLE;
    } catch (error) {
      if (isAbort(error)) return;
      request.value = STATIC_EXAMPLE;
    }
    request.focus();
    request.setSelectionRange(0, 0);
    say(t("exampleLoaded"));
  }

  return () => {
    asked.stop();
    request.value = "";
    body.value = "";
  };
}

async function signedExample(signal) {
  const { profiles } = await explorerState();
  if (!profiles.some(({ keyEnd }) => keyEnd)) return null;
  const { services } = await get("/api/services", { lang: state.language }, { signal });
  const service = (services.find(({ name }) => name === "cvm") ?? services[0])?.name;
  const { actions, version } = await get("/api/actions", { service, lang: state.language }, { signal });
  const action = (actions.find(({ name }) => name === "DescribeInstances") ?? actions.find(({ reads }) => reads) ?? actions[0]).name;
  const input = { service, action, version, region: "ap-guangzhou", endpoint: { kind: "service" }, body: '{"Limit":20}', noCheck: true };
  const prepared = await post("/api/prepare", input, { signal });
  if (prepared.body == null) return null;
  const headers = prepared.headers.map(([name, value]) => `${name}: ${value}`);
  if (!prepared.headers.some(([name]) => name.toLowerCase() === "host")) headers.unshift(`host: ${new URL(prepared.url).host}`);
  return `${prepared.method} / HTTP/1.1\n${headers.join("\n")}\n\n${prepared.body.replace('{"Limit":20}', '{\n  "Limit": 20\n}')}`;
}

function diagnosisView(found) {
  const tried = (found.keysTried ?? []).map(({ profile, keyEnd }) => `${profile} (…${keyEnd})`).join(", ");
  const outcome = found.isRight ? "right" : found.mistakes.length ? "mistake" : "unexplained";
  const others = found.otherFindings ?? [];
  return h(
    "div",
    { class: "diagnosis", "data-outcome": outcome },
    h("h2", {}, found.outcome === "unverified" ? found.summary : found.isRight ? t("isRight") : found.mistakes.length ? found.mistakes.length === 1 ? t("oneMistake") : t("mistakes", found.mistakes.length) : t("notExplained")),
    outcome === "unexplained" && found.outcome !== "unverified" ? h("p", {}, t("notExplainedHint")) : null,
    h(
      "p",
      { class: "hint" },
      t("readAs", t(`form_${found.form}`)),
      found.lacks?.length ? ` ${t("lacks", found.lacks.join(", "))}` : "",
      tried ? ` ${t("keysTried", tried)}` : "",
    ),
    ...found.mistakes.map((mistake) => findingView(mistake, "mistake")),
    others.length ? h("h3", {}, t("otherFindings")) : null,
    ...others.map((finding) => findingView(finding, "finding")),
    found.explanation
      ? h("details", { open: !found.isRight || undefined }, h("summary", {}, t("howSigned")), explanationView(found.explanation, { heading: "h3" }))
      : null,
  );
}

function findingView({ id, title, explanation, fix, line }, kind) {
  return h(
    "article",
    { class: kind, "data-mistake": id },
    h("h3", {}, title),
    h("p", {}, explanation),
    line ? lineView(line) : null,
    fix ? h("p", { class: "fix" }, h("b", {}, t("fix")), " ", fix) : null,
  );
}

// What was signed next to what was sent, with the characters that differ marked.
function lineView({ where, signed, sent }) {
  const [left, right] = differing(signed ?? "", sent ?? "");
  const side = (title, parts) => h("div", {}, h("h4", {}, title), h("pre", { class: "wrap" }, ...parts));
  return h("figure", { class: "line-diff" }, h("figcaption", {}, where), h("div", { class: "sides" }, side(t("signed"), left), side(t("sentSide"), right)));
}

// Both texts as parts, of which those between the common beginning and the common end are marked.
export function differing(left, right) {
  const [one, two] = [[...left], [...right]];
  let start = 0;
  while (start < one.length && start < two.length && one[start] === two[start]) start += 1;
  let end = 0;
  while (end < one.length - start && end < two.length - start && one.at(-1 - end) === two.at(-1 - end)) end += 1;
  const parts = (text) => {
    const middle = text.slice(start, text.length - end).join("");
    return [text.slice(0, start).join(""), left === right ? "" : h("mark", {}, middle || "∅"), text.slice(text.length - end).join("")];
  };
  return [parts(one), parts(two)];
}
