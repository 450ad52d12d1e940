// swagger-ui, served with the documents from this process, compressed like a production server does it.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };

// The shortest page that swagger-ui's documentation has, with the bundle alone: the standalone layout only adds a bar.
const PAGE = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>swagger-ui</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="swagger-ui.css"></head><body><div id="swagger-ui"></div>
<script src="swagger-ui-bundle.js"></script><script src="start.js"></script></body></html>`;
const START = `const name = new URLSearchParams(location.search).get("document");
window.ui = SwaggerUIBundle({ url: name + ".json", dom_id: "#swagger-ui", filter: true, validatorUrl: null });`;

/** Serves swagger-ui at the URL that it returns; `documents` has the OpenAPI documents by name. */
export async function serve(documents) {
  const folder = path.dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  const files = new Map([["/", [".html", PAGE]], ["/start.js", [".js", START]]]);
  for (const name of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
    files.set(`/${name}`, [path.extname(name), await readFile(path.join(folder, name))]);
  }
  for (const [name, text] of Object.entries(documents)) files.set(`/${name}.json`, [".json", text]);
  for (const [name, [type, text]] of files) files.set(name, { type: TYPES[type], body: gzipSync(text, { level: 9 }) });
  const server = createServer((request, response) => {
    const file = files.get(decodeURIComponent(request.url.split("?")[0]));
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": file.type, "Content-Encoding": "gzip" }).end(file.body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sizes = ["/", "/start.js", "/swagger-ui-bundle.js", "/swagger-ui.css"].map((name) => files.get(name).body.length);
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    close: () => server.close(),
  };
}
