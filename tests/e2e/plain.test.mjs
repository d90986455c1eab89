// The program as people start it, without WebDriver, so with the web view's shipped settings: it paints, is called
// Hecht and no more, goes by the keyboard, keeps nothing of the page and never opens a socket to a network.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { aloneEvening, checkIn, lock, ROBIN, unlock } from "./people.mjs";
import { isRunning, killTree, tree } from "./processes.mjs";
import { binary } from "./program.mjs";
import { scene } from "./scene.mjs";
import { files, traces } from "./traces.mjs";
import { until } from "./until.mjs";

const WRITTEN = "canarywrittenzq";
const TYPED = "canarytypedzq";
const run = promisify(execFile);

async function xdotool(...words) {
  return (await run("xdotool", words)).stdout.trim();
}

/** The one window on the display. */
async function findWindow(besides) {
  return until("there is a window", async () => {
    const all = await xdotool("search", "--onlyvisible", "--name", ".").catch(() => "");
    const [one] = all.split("\n").filter((window) => window && window !== besides);
    return one;
  });
}

/** How many colours a window shows, and a fingerprint of its picture. */
async function look(window) {
  const { stdout } = await run("import", ["-silent", "-window", window, "-format", "%k %#", "info:"]);
  const [colours, picture] = stdout.trim().split(" ");
  return { colours: Number(colours), picture, grey: await grey(window) };
}

/** The picture of a window as 110 by 76 shades of grey. */
async function grey(window) {
  const words = [
    "-silent",
    "-window",
    window,
    "-resize",
    "110x76!",
    "-colorspace",
    "Gray",
    "-depth",
    "8",
    "gray:-",
  ];
  return (await run("import", words, { encoding: "buffer" })).stdout;
}

/** Do two pictures show the same page? A cursor, a focus ring or a fading scroll bar may differ. */
function isAlike(one, other) {
  const apart = one.grey.reduce((sum, shade, at) => sum + Math.abs(shade - other.grey[at]), 0);
  return one.grey.length === other.grey.length && apart / one.grey.length < 1;
}

/** Waits until a window has shown the same thing three times in a row, and that is something, and not `before`. */
async function lookAtStill(window, before) {
  let last = null;
  let times = 0;
  return until("the window shows something new and has settled", async () => {
    const seen = await look(window);
    times = seen.picture === last?.picture ? times + 1 : 1;
    last = seen;
    return times >= 3 && seen.colours > 50 && seen.picture !== before?.picture && seen;
  });
}

/** The calls in a recording that open a socket of a kind that can reach a network. */
function networkSockets(recording) {
  const calls = recording.match(/\bsocket\(AF_\w+/g) ?? [];
  return calls.filter((call) => !/AF_(UNIX|NETLINK)$/.test(call));
}

async function record(recording, command, words, env) {
  const options = ["-f", "-qq", "-e", "trace=socket", "-e", "signal=none", "-o", recording];
  return spawn("strace", [...options, command, ...words], { env, stdio: "ignore" });
}

scene("as people start it: painted, neutral, by keyboard, no trace, no network", async ({ home, open }) => {
  const first = await open();
  await aloneEvening(first.page);
  await unlock(first.page, ROBIN);
  await checkIn(first.page, { note: WRITTEN });
  await lock(first.page);
  await first.close();

  // A blinking cursor would never let a picture settle.
  const settings = join(home.root, "home", "config", "gtk-3.0");
  mkdirSync(settings, { recursive: true });
  writeFileSync(join(settings, "settings.ini"), "[Settings]\ngtk-cursor-blink=false\n");
  const { HECHT_TEST_WEB_DATA: _, ...env } = home.env();
  const recording = join(home.root, "sockets");
  const program = await record(recording, binary(), ["--data-dir", home.data], env);
  try {
    const window = await findWindow();
    assert.equal(await xdotool("getwindowname", window), "Hecht");
    const locked = await lookAtStill(window);

    await xdotool("windowfocus", "--sync", window);
    await xdotool("type", "--window", window, ROBIN.passphrase);
    const filled = await lookAtStill(window, locked);
    await xdotool("key", "--window", window, "Return");
    const today = await lookAtStill(window, filled);
    await xdotool("key", "--window", window, "ctrl+f");
    const search = await lookAtStill(window, today);
    await xdotool("key", "--window", window, "Tab");
    await xdotool("type", "--window", window, TYPED);
    await lookAtStill(window, search);
    assert.equal(await xdotool("getwindowname", window), "Hecht");

    await xdotool("key", "--window", window, "ctrl+l");
    const after = await findWindow(window);
    assert.equal(await xdotool("getwindowname", after), "Hecht");
    await until("the lock screen is the same as at the start", async () =>
      isAlike(await look(after), locked),
    );
    await xdotool("windowfocus", "--sync", after);
    await xdotool("type", "--window", after, ROBIN.passphrase);
    await lookAtStill(after, locked);
    await xdotool("key", "--window", after, "Return");
    await until("it opens again", async () => isAlike(await look(after), today));
    assert.equal(isAlike(locked, today), false);
  } finally {
    const all = tree(program.pid);
    killTree(program.pid);
    await until("everything that was started is gone", () => all.every((pid) => !isRunning(pid)));
  }
  assert.deepEqual(traces(home.root, [WRITTEN, TYPED, ROBIN.passphrase]), []);
  // Killed, the program leaves a folder that WebKit makes beside an incognito window; it holds nothing of the page.
  const beside = files(join(home.root, "tmp")).map((file) => basename(file));
  assert.deepEqual([...new Set(beside)].sort(), ["hsts-storage.sqlite", "salt"]);
  assert.equal(existsSync(join(home.root, "home", "data")), false);

  const calls = readFileSync(recording, "utf8");
  assert.match(calls, /socket\(AF_UNIX/);
  assert.deepEqual(networkSockets(calls), []);
});

scene("the recording of sockets would notice a network", async ({ home }) => {
  const recording = join(home.root, "sockets");
  const script = 'require("node:net").connect(9, "127.0.0.1").on("error", () => {})';
  const program = await record(recording, process.execPath, ["-e", script], process.env);
  await once(program, "exit");
  assert.notDeepEqual(networkSockets(readFileSync(recording, "utf8")), []);
});
