// Stands in for the system's message bus and the login service on it: a daemon of its own, a name on it, and the
// signals a test wants sent. Speaks as much D-Bus as that takes, so that it needs nothing but the daemon.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { until } from "./until.mjs";

const DAEMON = "dbus-daemon";
const SERVICE = "org.freedesktop.login1";
const MANAGER = `${SERVICE}.Manager`;
const SESSION = `${SERVICE}.Session`;
const ROOT = "/org/freedesktop/login1";
/** The session that a program is told it runs in, and somebody else's. */
export const OWN_SESSION = `${ROOT}/session/_31`;
export const OTHER_SESSION = `${ROOT}/session/_32`;

const CALL = 1;
const RETURN = 2;
const ERROR = 3;
const SIGNAL = 4;
/** The header fields of a message by their numbers, with their types. */
const FIELDS = {
  path: [1, "o"],
  interface: [2, "s"],
  member: [3, "s"],
  error: [4, "s"],
  answers: [5, "u"],
  destination: [6, "s"],
  sender: [7, "s"],
  signature: [8, "g"],
};

/** Why there can be no such bus here, or nothing. */
export function missing() {
  try {
    execFileSync(DAEMON, ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return `${DAEMON} is not installed: nothing can stand in for the login service`;
  }
}

/** Values in the order and at the places D-Bus wants them. */
class Writer {
  bytes = [];

  align(to) {
    while (this.bytes.length % to) this.bytes.push(0);
    return this;
  }

  byte(value) {
    this.bytes.push(value);
    return this;
  }

  number(value) {
    this.align(4);
    this.bytes.push(...numberBytes(value));
    return this;
  }

  boolean(value) {
    return this.number(Number(value));
  }

  text(value) {
    const bytes = Buffer.from(value);
    this.number(bytes.length).bytes.push(...bytes, 0);
    return this;
  }

  signature(value) {
    this.bytes.push(value.length, ...Buffer.from(value), 0);
    return this;
  }

  /** A list, whose length in front of it counts from the first element's place. */
  list(alignment, fill) {
    const at = this.number(0).bytes.length - 4;
    const from = this.align(alignment).bytes.length;
    fill(this);
    this.bytes.splice(at, 4, ...numberBytes(this.bytes.length - from));
    return this;
  }
}

function numberBytes(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function written(type, serial, header, body) {
  const message = new Writer().byte("l".charCodeAt()).byte(type).byte(0).byte(1);
  message.number(body.bytes.length).number(serial);
  message.list(8, () => {
    for (const [name, value] of Object.entries(header)) {
      const [number, kind] = FIELDS[name];
      message.align(8).byte(number).signature(kind);
      if (kind === "u") message.number(value);
      else if (kind === "g") message.signature(value);
      else message.text(value);
    }
  });
  return Buffer.from([...message.align(8).bytes, ...body.bytes]);
}

/** The first whole message of what has come in, with its size; nothing as long as it is not whole. */
function read(bytes) {
  if (bytes.length < 16) return undefined;
  const end = 16 + bytes.readUInt32LE(12);
  const size = Math.ceil(end / 8) * 8 + bytes.readUInt32LE(4);
  if (bytes.length < size) return undefined;
  const message = { type: bytes[1], serial: bytes.readUInt32LE(8), size };
  let at = 16;
  const take = (kind) => {
    if (kind === "g") {
      const value = bytes.toString("utf8", at + 1, at + 1 + bytes[at]);
      at += bytes[at] + 2;
      return value;
    }
    at = Math.ceil(at / 4) * 4;
    const number = bytes.readUInt32LE(at);
    at += 4;
    if (kind === "u") return number;
    at += number + 1;
    return bytes.toString("utf8", at - number - 1, at - 1);
  };
  while (at < end) {
    at = Math.ceil(at / 8) * 8;
    const number = bytes[at++];
    const value = take(take("g"));
    const [name] = Object.entries(FIELDS).find(([, field]) => field[0] === number) ?? [];
    if (name) message[name] = value;
  }
  return message;
}

const started = new Set();
process.once("exit", () => started.forEach((daemon) => daemon.kill("SIGKILL")));

export class LoginService {
  #daemon;
  #socket;
  #file;
  #serial = 0;
  #came = Buffer.alloc(0);
  #waiting = new Map();
  #asked = 0;

  /** Where a program finds this bus in the place of the system's. */
  address;

  /** Starts the daemon in a folder, and takes the login service's name on its bus. */
  static async start(folder) {
    const service = new LoginService();
    try {
      await service.#startDaemon(folder);
      await service.#connect(join(folder, "bus"));
      await service.#call("Hello");
      const name = new Writer().text(SERVICE).number(0);
      await service.#call("RequestName", "su", name);
    } catch (problem) {
      service.end();
      throw problem;
    }
    return service;
  }

  /** Waits until a program has asked which session it runs in; from then on it listens. */
  isAsked() {
    return until("the program asks which session it runs in", () => this.#asked > 0);
  }

  /** The computer goes to sleep, or has woken up. */
  sleeps(isGoing) {
    this.#signal(ROOT, MANAGER, "PrepareForSleep", "b", new Writer().boolean(isGoing));
  }

  /** Somebody locks a session's screen. */
  locks(session) {
    this.#signal(session, SESSION, "Lock", "", new Writer());
  }

  /** A session goes to the back, or comes to the front: another person's is on the screen, or this one. */
  switches(session, isActive) {
    const properties = "org.freedesktop.DBus.Properties";
    const body = new Writer().text(SESSION);
    body.list(8, () => body.align(8).text("Active").signature("b").boolean(isActive));
    body.list(4, () => undefined);
    this.#signal(session, properties, "PropertiesChanged", "sa{sv}as", body);
  }

  end() {
    this.#socket?.destroy();
    this.#daemon?.kill("SIGKILL");
    started.delete(this.#daemon);
    if (this.#file) rmSync(this.#file, { force: true });
  }

  async #startDaemon(folder) {
    this.#file = join(folder, "bus.conf");
    writeFileSync(
      this.#file,
      `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
        "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
      <busconfig>
        <type>system</type>
        <listen>unix:path=${join(folder, "bus")}</listen>
        <auth>EXTERNAL</auth>
        <policy context="default">
          <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
        </policy>
      </busconfig>`,
    );
    this.#daemon = spawn(
      DAEMON,
      [`--config-file=${this.#file}`, "--nofork", "--nopidfile", "--print-address=1"],
      {
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    started.add(this.#daemon);
    const [address] = await Promise.race([
      once(createInterface(this.#daemon.stdout), "line"),
      once(this.#daemon, "exit").then(() => Promise.reject(new Error(`${DAEMON} ended at its start`))),
    ]);
    this.address = address;
  }

  async #connect(path) {
    this.#socket = connect(path);
    await once(this.#socket, "connect");
    this.#socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid())).toString("hex")}\r\n`);
    const [answer] = await once(this.#socket, "data");
    if (!answer.toString().startsWith("OK ")) throw new Error(`The bus refused: ${answer}`);
    this.#socket.write("BEGIN\r\n");
    this.#socket.on("data", (bytes) => {
      this.#came = Buffer.concat([this.#came, bytes]);
      for (let message; (message = read(this.#came));) {
        this.#came = this.#came.subarray(message.size);
        this.#take(message);
      }
    });
  }

  #take(message) {
    if (message.type === CALL) this.#answer(message);
    const waiting = this.#waiting.get(message.answers);
    if (message.type === RETURN) waiting?.resolve();
    if (message.type === ERROR) waiting?.reject(new Error(`The bus says ${message.error}`));
  }

  #answer({ serial, sender, member }) {
    const to = { answers: serial, destination: sender };
    if (member === "GetSession") {
      this.#send(RETURN, { ...to, signature: "o" }, new Writer().text(OWN_SESSION));
      this.#asked += 1;
    } else this.#send(ERROR, { ...to, error: "org.freedesktop.DBus.Error.UnknownMethod" });
  }

  /** Calls the bus itself. */
  #call(member, signature, body) {
    const bus = "org.freedesktop.DBus";
    const header = { path: "/org/freedesktop/DBus", interface: bus, member, destination: bus };
    const serial = this.#send(CALL, signature ? { ...header, signature } : header, body);
    return new Promise((resolve, reject) => this.#waiting.set(serial, { resolve, reject }));
  }

  #signal(path, interface_, member, signature, body) {
    const header = { path, interface: interface_, member };
    this.#send(SIGNAL, signature ? { ...header, signature } : header, body);
  }

  #send(type, header, body = new Writer()) {
    this.#serial += 1;
    this.#socket.write(written(type, this.#serial, header, body));
    return this.#serial;
  }
}
