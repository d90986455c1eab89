// The real program on a temporary home: starting it under WebDriver, killing it, starting it again,
// and everything it left behind. Knows nothing of what is on its pages.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Page } from "./page.mjs";
import { isRunning, killTree, tree } from "./processes.mjs";
import { until } from "./until.mjs";
import { Wire } from "./wire.mjs";

/** Sunday 22 November 2026, 20:00 in Amsterdam. */
const EVENING = 1_795_374_000_000;

/** Writes a clock's file in one go: the program may be reading it. */
function place(clock, milliseconds) {
  writeFileSync(`${clock}.new`, String(milliseconds));
  renameSync(`${clock}.new`, clock);
}

/** A place of its own for everything the program may write, gone after the test. */
export class Home {
  constructor() {
    this.root = mkdtempSync(join(tmpdir(), "hecht-e2e-"));
    this.data = join(this.root, "data");
    this.web = join(this.root, "web");
    this.log = join(this.root, "output.log");
    this.clock = join(this.root, "clock");
    this.lockClock = join(this.root, "lock-clock");
    for (const name of ["web", "tmp", "home"]) mkdirSync(join(this.root, name));
    this.setClock(0);
    this.setLockClock(0);
  }

  /** Sets the program's clock, which stands still: minutes after the evening of the tests. */
  setClock(minutes) {
    place(this.clock, EVENING + minutes * 60_000);
  }

  /** Sets the clock of the automatic lock, which stands still too. */
  setLockClock(minutes) {
    place(this.lockClock, minutes * 60_000);
  }

  get household() {
    return join(this.data, "household.hecht");
  }

  /** When the household file was last written. */
  get writtenAt() {
    return statSync(this.household).mtimeMs;
  }

  /** The environment of a program whose every folder is inside this home. */
  env(more = {}) {
    const home = join(this.root, "home");
    return {
      ...process.env,
      HOME: home,
      XDG_CACHE_HOME: join(home, "cache"),
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_DATA_HOME: join(home, "data"),
      TMPDIR: join(this.root, "tmp"),
      HECHT_TEST_WEB_DATA: this.web,
      HECHT_TEST_CLOCK: this.clock,
      HECHT_TEST_LOCK_CLOCK: this.lockClock,
      TZ: "Europe/Amsterdam",
      LANG: "C.UTF-8",
      LC_ALL: "",
      ...more,
    };
  }

  /** The people of the sample household, as the program prints them with their passphrases. */
  get examplePeople() {
    const lines = readFileSync(this.log, "utf8").matchAll(/^(\p{L}+): (.+)$/gmu);
    return [...lines].map(([, name, passphrase]) => ({ name, passphrase }));
  }

  remove() {
    // What the program had started may still be writing its last.
    rmSync(this.root, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

export function binary() {
  const path = process.env.HECHT_BINARY;
  if (!path || !process.env.DISPLAY)
    throw new Error("HECHT_BINARY and DISPLAY are not set; `cargo xtask test --only e2e` sets them.");
  return path;
}

export class Program {
  #wire;

  /** Opens the program on a home. What it prints is added to the home's log. */
  static async open(home, { args = [], env = {} } = {}) {
    const program = new Program();
    program.#wire = await Wire.start(home.env({ ...env, HECHT_LOG: home.log }));
    try {
      await program.#wire.open("/bin/sh", [
        "-c",
        'exec "$0" "$@" >>"$HECHT_LOG" 2>&1',
        binary(),
        "--data-dir",
        home.data,
        ...args,
      ]);
      program.page = new Page(program.#wire);
      await until("the page is there", () => program.page.isThere());
    } catch (problem) {
      await program.close();
      throw problem;
    }
    return program;
  }

  /** The process id of the program itself. */
  get pid() {
    const [, child] = tree(this.#wire.pid);
    return child;
  }

  /** Ends the program with no time for anything: `kill -9`. */
  async kill() {
    const all = tree(this.#wire.pid);
    process.kill(this.pid, "SIGKILL");
    await this.#wire.end();
    await until("everything that was started is gone", () => all.every((pid) => !isRunning(pid)));
  }

  /** Ends what is left of the program and its driver; does nothing when they have ended. */
  async close() {
    const all = tree(this.#wire.pid);
    killTree(this.#wire.pid);
    await until("everything that was started is gone", () => all.every((pid) => !isRunning(pid)));
  }
}
