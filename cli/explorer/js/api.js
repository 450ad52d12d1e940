// The local API: every request has the token that the address of the page held behind `#`.

import { t } from "./labels.js";

const KEY = "tc3-token";
let token = null;

// Takes the token from the address (`#TOKEN` or `#TOKEN/route`), or the one of this tab from before a reload, and leaves
// only the route in the address, so that no copy of it holds the token.
export function takeToken() {
  const given = /^#([\w-]{20,})(\/.*)?$/.exec(location.hash);
  if (given) {
    token = given[1];
    try {
      sessionStorage.setItem(KEY, token);
    } catch { /* A browser without storage: the token lasts until the page is left. */ }
    history.replaceState(history.state, "", "#" + (given[2] ?? "/"));
  } else if (!token) {
    try {
      token = sessionStorage.getItem(KEY);
    } catch { /* As above. */ }
  }
  return token !== null;
}

// What went wrong with a request: `status` (0: no server) and `error` as the server describes it: `kind`, `messages`,
// `hints`, `code`, `message`, `requestId`, `ambiguous`.
export class ApiError extends Error {
  constructor(status, error) {
    const whole = { kind: "refused", messages: [], hints: [], code: null, message: null, requestId: null, ambiguous: false, ...error };
    super(whole.messages.join("\n") || whole.message || `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.error = whole;
  }
}

// Whether `error` says that the request was aborted by the page itself.
export const isAbort = (error) => error?.name === "AbortError";

function lost() {
  return new ApiError(0, { kind: "server_lost", messages: [t("serverLost")], hints: [t("serverLostHint")] });
}

async function send(method, path, query, body, signal) {
  const address = new URL(path, location.origin);
  for (const name in query) {
    if (query[name] != null && query[name] !== "") address.searchParams.set(name, query[name]);
  }
  const headers = { Authorization: `Bearer ${token}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(address, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" });
  } catch (error) {
    throw isAbort(error) ? error : lost();
  }
  if (response.ok) return response;
  let error = null;
  try {
    error = (await response.json()).error;
  } catch (problem) {
    if (isAbort(problem)) throw problem;
  }
  if (response.status === 401) error = { kind: "unauthorized", messages: [t("wrongToken")], hints: [t("wrongTokenHint")] };
  throw new ApiError(response.status, error ?? { messages: [`HTTP ${response.status}`] });
}

async function read(response, form) {
  try {
    return await response[form]();
  } catch (error) {
    if (isAbort(error)) throw error;
    if (error instanceof SyntaxError) throw new ApiError(response.status, { kind: "not_json", messages: [t("answerNoJson")] });
    throw lost();
  }
}

// The JSON of GET `path`.
export async function get(path, query, { signal } = {}) {
  return read(await send("GET", path, query, undefined, signal), "json");
}

// The text of GET `path`, for downloads and copies.
export async function getText(path, query, { signal } = {}) {
  return read(await send("GET", path, query, undefined, signal), "text");
}

// The JSON of POST `path`.
export async function post(path, body, { signal } = {}) {
  return read(await send("POST", path, null, body, signal), "json");
}

// POST `path` whose answer is a stream of JSON lines: `onLine(value)` for each as it comes.
export async function stream(path, body, onLine, { signal } = {}) {
  const response = await send("POST", path, null, body, signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  const line = (text) => {
    if (!text.trim()) return;
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      throw new ApiError(response.status, { kind: "not_json", messages: [t("answerNoJson")] });
    }
    onLine(value);
  };
  for (;;) {
    let part;
    try {
      part = await reader.read();
    } catch (error) {
      throw isAbort(error) ? error : lost();
    }
    if (part.done) break;
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    lines.forEach(line);
  }
  line(rest);
}
