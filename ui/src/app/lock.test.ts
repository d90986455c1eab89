// Locking: the page is blank before anything else happens, and the draft goes along.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HechtError } from "../ipc/call";
import { app } from "./app.svelte";
import { lock } from "./lock";
import { listenForShortcuts } from "./shortcuts";
import { robin, stateWith } from "./tests.state";

const core = vi.hoisted(() => ({ lock: vi.fn(), print_page: vi.fn() }));
vi.mock("../ipc/call", async (original) => ({ ...(await original<object>()), hecht: core }));

const isBlank = () => document.documentElement.classList.contains("is-blank");
const press = (key: string, more: KeyboardEventInit = {}) =>
  document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
  );

let stop: () => void;
let reply: (state: unknown) => void;

beforeEach(() => {
  core.lock.mockReset();
  core.lock.mockImplementation(() => new Promise((resolve) => (reply = resolve)));
  app.accept(stateWith({ phase: "alone", present: [robin.id] }));
  stop = listenForShortcuts();
});
afterEach(async () => {
  vi.restoreAllMocks();
  app.draft = null;
  reply?.(stateWith());
  await vi.waitFor(() => expect(isBlank()).toBe(false));
  stop();
});

test("Ctrl+L blanks the page in the same turn, and sends the draft once that is painted", async () => {
  const frames: FrameRequestCallback[] = [];
  const nextFrame = () => frames.shift()?.(0);
  vi.spyOn(window, "requestAnimationFrame").mockImplementation((then) => frames.push(then));
  app.draft = () => ({ form: "checkin", body: "{}" });
  press("l", { ctrlKey: true });
  expect(isBlank()).toBe(true);
  // What was open when the key was pressed.
  app.draft = () => null;
  nextFrame();
  await Promise.resolve();
  expect(core.lock).not.toHaveBeenCalled();
  nextFrame();
  await vi.waitFor(() => expect(core.lock).toHaveBeenCalledWith({ draft: { form: "checkin", body: "{}" } }));
});

test("a window that paints nothing locks all the same", async () => {
  vi.spyOn(window, "requestAnimationFrame").mockImplementation(() => 0);
  press("l", { ctrlKey: true });
  await vi.waitFor(() => expect(core.lock).toHaveBeenCalledWith({ draft: null }));
});

test("Esc three times locks, twice does not", async () => {
  press("Escape");
  press("Escape");
  expect(isBlank()).toBe(false);
  press("Escape");
  expect(isBlank()).toBe(true);
  await vi.waitFor(() => expect(core.lock).toHaveBeenCalled());
});

test("another key between them starts the count again", () => {
  press("Escape");
  press("Escape");
  press("a");
  press("Escape");
  expect(core.lock).not.toHaveBeenCalled();
});

test("a draft that cannot be kept does not keep the program open", async () => {
  core.lock.mockRejectedValueOnce(new HechtError({ code: "disk_full" }));
  lock();
  await vi.waitFor(() => expect(core.lock).toHaveBeenCalledTimes(2));
  expect(core.lock).toHaveBeenLastCalledWith({ draft: null });
  expect(isBlank()).toBe(true);
});

test("what is being saved is waited for, and is no draft any more", async () => {
  let saved = () => {};
  let draft: { form: string; body: string } | null = { form: "checkin", body: "{}" };
  app.draft = () => draft;
  app.saving = new Promise<void>((resolve) => (saved = resolve)).then(() => (draft = null));
  lock();
  expect(isBlank()).toBe(true);
  expect(core.lock).not.toHaveBeenCalled();
  saved();
  await vi.waitFor(() => expect(core.lock).toHaveBeenCalledWith({ draft: null }));
  app.saving = null;
});

test("a form that fails to give its draft does not stop the lock", async () => {
  app.draft = () => {
    throw new Error("broken form");
  };
  lock();
  await vi.waitFor(() => expect(core.lock).toHaveBeenCalledWith({ draft: null }));
});
