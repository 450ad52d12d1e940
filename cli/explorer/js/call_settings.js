// With which profile, in which region and to which endpoint calls go: one choice for all panels, kept while the tab lives.

import { post } from "./api.js";
import { refreshState, state } from "./state.js";

const KEY = "tc3-call";
const NAMES = ["profile", "region", "kind", "ownUrl"];

class CallSettings extends EventTarget {
  profile = "";
  region = "";
  kind = "service";
  ownUrl = "";
  #isKept = false;

  constructor() {
    super();
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
      for (const name of NAMES) if (typeof kept[name] === "string") this[name] = kept[name];
      this.#isKept = typeof kept.kind === "string";
    } catch { /* Storage is off, or what it has is not ours: the defaults do. */ }
  }

  // Takes the emulator that the command started, unless something was chosen already.
  preferEmulator() {
    if (!this.#isKept) this.kind = "emulator";
  }

  // Changes some settings and says so by `change`.
  set(changes) {
    this.#isKept = true;
    Object.assign(this, changes);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, this[name]]))));
    } catch { /* They then last as long as the page. */ }
    this.dispatchEvent(new Event("change"));
  }

  get endpoint() {
    return this.kind === "own" ? { kind: "own", url: this.ownUrl.trim() } : { kind: this.kind };
  }
}

export const settings = new CallSettings();

// The state of the server, asked for if the page has none yet.
export async function explorerState() {
  const server = state.server ?? (await refreshState());
  if (server.startsWithEmulator && server.emulator?.url) settings.preferEmulator();
  return server;
}

// What prepare, code and explain have in common.
export function callInput(request) {
  return {
    service: request.service,
    action: request.action,
    version: request.version,
    profile: settings.profile || undefined,
    region: settings.region.trim() || undefined,
    site: settings.kind === "intl" ? "intl" : (request.site ?? undefined),
    lang: state.language,
    endpoint: settings.endpoint,
    body: request.text,
  };
}

// Switches the emulator and gives its state.
export async function switchEmulator(on) {
  await post("/api/emulator", { on });
  const { emulator } = await refreshState();
  if (!on && settings.kind === "emulator") settings.set({ kind: "service" });
  return emulator;
}
