// The WebDriver protocol in a few lines: one WebKitWebDriver process with one session in it.
// Knows requests and their errors; what is on the page is page.mjs.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { killTree } from "./processes.mjs";
import { until } from "./until.mjs";

export const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** A refusal by the driver, with the protocol's own error code ("no such element", …). */
export class DriverError extends Error {
  constructor(request, { error, message }) {
    super(`${request}: ${error}${message ? ` (${message})` : ""}`);
    this.code = error;
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

const started = new Set();
process.once("exit", () => started.forEach(killTree));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

export class Wire {
  #process;
  #address;
  #session;

  /** Starts the driver; with these two in its environment it finds the program's window. */
  static async start(env) {
    const wire = new Wire();
    const port = await freePort();
    wire.#address = `http://127.0.0.1:${port}`;
    wire.#process = spawn("WebKitWebDriver", [`--port=${port}`], {
      env: { ...env, TAURI_AUTOMATION: "true", TAURI_WEBVIEW_AUTOMATION: "true" },
      stdio: "ignore",
    });
    started.add(wire.pid);
    wire.#process.unref();
    await until("WebKitWebDriver answers", async () => {
      if (wire.#process.exitCode !== null) throw new Error("WebKitWebDriver ended at its start");
      return (await wire.#send("GET", "/status").catch(() => null))?.ready;
    });
    return wire;
  }

  get pid() {
    return this.#process.pid;
  }

  async open(binary, args) {
    const options = { binary, args };
    const { sessionId } = await this.#send("POST", "/session", {
      capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } },
    });
    this.#session = `/session/${sessionId}`;
  }

  /** A request about the open session: `ask("POST", "/url", {…})`. */
  ask(method, path, body) {
    return this.#send(method, `${this.#session}${path}`, body ?? (method === "POST" ? {} : undefined));
  }

  /** Ends the driver; the program is ended by whoever opened it. */
  async end() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.ref();
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
    started.delete(this.pid);
  }

  async #send(method, path, body) {
    const answer = await fetch(this.#address + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new DriverError(`${method} ${path}`, value);
    return value;
  }
}
