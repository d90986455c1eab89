// Who is at the keyboard: what counts as being here, and how often it is said.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { app } from "./app.svelte";
import { watchPresence } from "./presence";
import { robin, stateWith } from "./tests.state";

const core = vi.hoisted(() => ({ stay: vi.fn() }));
vi.mock("../ipc/call", async (original) => ({ ...(await original<object>()), hecht: core }));

let stop: () => void;
const sign = (name: string) => document.body.dispatchEvent(new Event(name, { bubbles: true }));

beforeEach(() => {
  vi.useFakeTimers();
  core.stay.mockReset();
  core.stay.mockResolvedValue(null);
  app.accept(stateWith({ phase: "alone", present: [robin.id] }));
  stop = watchPresence();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test("each kind of sign counts, at most every twenty seconds, and the last one is not lost", async () => {
  for (const name of ["keydown", "pointerdown", "pointermove", "wheel"]) sign(name);
  expect(core.stay).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(19_999);
  expect(core.stay).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(core.stay).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(core.stay).toHaveBeenCalledTimes(2);
  sign("keydown");
  expect(core.stay).toHaveBeenCalledTimes(3);
});

test("what the page reads by itself is no sign", async () => {
  app.changes += 1;
  for (const name of ["focus", "scroll", "input"]) sign(name);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(core.stay).not.toHaveBeenCalled();
});

test("on the lock screen nobody is said to be here, also not by a sign of before", async () => {
  sign("keydown");
  sign("keydown");
  app.accept(stateWith());
  sign("pointermove");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(core.stay).toHaveBeenCalledTimes(1);
});

test("a core that has locked meanwhile is no trouble", async () => {
  core.stay.mockRejectedValue(new Error("locked"));
  sign("keydown");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(core.stay).toHaveBeenCalledTimes(1);
});
