// What holds for all pages that the checks before opened.

import { createHmac } from "node:crypto";
import { assert, SECRET, strays, traffic } from "./harness.mjs";

/** The key in every form that would give it away: as it is, encoded, and the keys that are derived from it. */
function forms() {
  const found = new Map([
    ["the key", SECRET.key],
    ["the key in base64", Buffer.from(SECRET.key).toString("base64").replace(/=+$/, "")],
    ["the key in hexadecimal", Buffer.from(SECRET.key).toString("hex")],
  ]);
  for (const back of [0, 1]) {
    const date = new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
    const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
    let key = `TC3${SECRET.key}`;
    for (const step of [date, "gaap", "tc3_request"]) {
      key = hmac(key, step);
      found.set(`the key derived by ${step}`, key.toString("hex"));
      found.set(`the key derived by ${step}, in base64`, key.toString("base64").replace(/=+$/, ""));
    }
  }
  return found;
}

export const checks = {
  async "no view had a message on the console"() {
    const messages = [...new Set(strays.console.map((message) => message.replace(/127\.0\.0\.1:\d+/g, "HOST")))];
    assert(messages.length === 0, `\n  ${messages.slice(0, 10).join("\n  ")}`);
  },

  async "no view sent a request but to its origin"() {
    assert(strays.requests.length === 0, `\n  ${strays.requests.slice(0, 10).join("\n  ")}`);
  },

  async "the key is in no answer"() {
    const all = Buffer.concat(traffic.map((part) => Buffer.from(part)));
    for (const [name, text] of forms()) assert(!all.includes(text), `${name} is in an answer`);
    return `${traffic.length / 2} answers, ${(all.length / 1e6).toFixed(0)} MB`;
  },
};
