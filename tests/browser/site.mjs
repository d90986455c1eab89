// Serves the built page as the shell does: the files of ui/dist with the real Content Security Policy.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, normalize } from "node:path";

const dist = new URL("../../ui/dist/", import.meta.url);
const configuration = new URL("../../src-tauri/tauri.conf.json", import.meta.url);
const types = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Starts serving on a free port; gives the address and how to stop. */
export async function serve() {
  const policy = JSON.parse(readFileSync(configuration, "utf8")).app.security.csp;
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://site").pathname);
    // The browser asks for a picture for its tab, which the web view does not have.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    const file = path === "/" ? "index.html" : path.slice(1);
    try {
      const body = await readFile(new URL(file, dist));
      response.writeHead(200, {
        "Content-Security-Policy": policy,
        "Content-Type": types[extname(file)] ?? "application/octet-stream",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { address: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}
