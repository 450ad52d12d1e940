// Runs the checks, a line for each. See run.

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { end, only } from "./harness.mjs";
import * as accessible from "./accessible.mjs";
import * as broken from "./broken.mjs";
import * as calls from "./calls.mjs";
import * as hostile from "./hostile.mjs";
import * as last from "./last.mjs";
import * as security from "./security.mjs";
import * as typing from "./typing.mjs";

let failed = 0;
try {
  for (const group of [typing, calls, hostile, broken, security, accessible, last]) {
    for (const [name, check] of Object.entries(group.checks)) {
      if (only.length && group !== last && !only.some((start) => name.startsWith(start))) continue;
      try {
        const note = await check();
        console.log(`ok      ${name}${note ? `: ${note}` : ""}`);
      } catch (error) {
        failed++;
        console.log(`FAILED  ${name}: ${String(error.message).slice(0, 1500)}`);
        if (error.shows) console.log(`the page shows:\n${error.shows.replace(/^/gm, "  | ")}`);
        if (error.picture) {
          const file = path.join(import.meta.dirname, `failed-${failed}.png`);
          await writeFile(file, error.picture);
          console.log(`picture: ${file}`);
        }
      }
    }
  }
} finally {
  await end();
}
process.exitCode = failed ? 1 : 0;
