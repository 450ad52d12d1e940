// Takes the README's picture. See picture.

import { writeFile } from "node:fs/promises";
import { assert, end, explorer, only, open } from "./harness.mjs";
import { answered, fill, send } from "./calls.mjs";

const MOST_BYTES = 200_000;
const GROUP = JSON.stringify({
  ProjectId: 0, GroupName: "web-eu", RealServerRegion: "Frankfurt",
  AccessRegionSet: [{ AccessRegion: "Singapore", Bandwidth: 20, Concurrent: 2 }], IPAddressVersion: "IPv4",
});

try {
  const started = await explorer(["--emulator"]);
  await open(started, "/gaap/CreateProxyGroup", async (page) => {
    await fill(page, GROUP);
    await page.click("#tab-form");
    await send(page, true);
    await answered(page, "done");
    await page.waitForSelector("#answer [role=treeitem] ~ [role=treeitem]", { state: "attached" });
    // The whole answer, next to the form. Rows have their height once they have been in sight.
    for (let times = 0; times < 2; times++) {
      await page.evaluate(() => new Promise((resolve) => {
        document.activeElement.blur();
        document.querySelector("#answer [role=treeitem]:last-child").scrollIntoView({ block: "end" });
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }));
    }
    // What was said of the call goes by itself.
    await page.waitForFunction(() => !document.querySelector("#messages").textContent.trim() ||
      getComputedStyle(document.querySelector("#messages")).opacity === "0");
    const picture = await page.screenshot({ animations: "disabled" });
    assert(picture.length < MOST_BYTES, `the picture has ${picture.length} bytes`);
    await writeFile(only[0], picture);
    console.log(`${only[0]}: ${picture.length} bytes`);
  }, { colorScheme: "light", reducedMotion: "reduce" });
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
} finally {
  await end();
}
