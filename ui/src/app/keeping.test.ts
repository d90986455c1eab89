// Keeping an unfinished form: when it is stored, and when it is none any more.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { app } from "./app.svelte";
import { Keeping } from "./keeping";
import { robin, sam, stateWith } from "./tests.state";

const core = vi.hoisted(() => ({ save_draft: vi.fn(), drop_draft: vi.fn() }));
vi.mock("../ipc/call", async (original) => ({ ...(await original<object>()), hecht: core }));

let typed: string | null;
let keeping: Keeping;
const type = (text: string | null) => {
  typed = text;
  keeping.touched();
};
const saved = () => core.save_draft.mock.calls.map(([{ body }]) => body as string);

beforeEach(() => {
  vi.useFakeTimers();
  for (const one of [core.save_draft, core.drop_draft]) one.mockReset().mockResolvedValue(null);
  app.accept(stateWith({ phase: "alone", present: [robin.id] }));
  typed = null;
  keeping = new Keeping("edit:1", () => typed);
});
afterEach(() => {
  keeping.stop();
  vi.useRealTimers();
});

test("it is stored when the keys rest, and nothing is stored that did not change", async () => {
  keeping.touched();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(saved()).toEqual([]);
  type("a");
  type("ab");
  await vi.advanceTimersByTimeAsync(1_499);
  expect(saved()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(saved()).toEqual(["ab"]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(saved()).toEqual(["ab"]);
});

test("whoever types on without a rest has it stored after five seconds, and behind another window at once", async () => {
  for (const text of ["a", "ab", "abc", "abcd", "abcde"]) {
    type(text);
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(saved()).toEqual(["abcde"]);
  type("abcdef");
  window.dispatchEvent(new Event("blur"));
  await vi.advanceTimersByTimeAsync(0);
  expect(saved()).toEqual(["abcde", "abcdef"]);
});

test("the lock takes the newest along, and together there is none", () => {
  type("half a");
  expect(app.draft?.()).toEqual({ form: "edit:1", body: "half a" });
  app.accept(stateWith({ phase: "together", present: [robin.id, sam.id] }));
  const together = new Keeping("edit:2", () => "ours");
  expect(app.draft?.()).toBeNull();
  together.stop();
  expect(app.draft).toBeNull();
});

test("what is saved is stored no more, and what could not be saved is a draft again", async () => {
  type("half a");
  await keeping.pause();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(saved()).toEqual([]);
  expect(app.draft?.()).toBeNull();
  keeping.resume();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(saved()).toEqual(["half a"]);
});

test("what is typed away again, and what is not wanted any more, is dropped", async () => {
  type("half a");
  await vi.advanceTimersByTimeAsync(1_500);
  type(null);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(core.drop_draft).toHaveBeenCalledTimes(1);
  type("again");
  await vi.advanceTimersByTimeAsync(1_500);
  await keeping.drop();
  expect(core.drop_draft).toHaveBeenCalledTimes(2);
  expect(core.drop_draft).toHaveBeenLastCalledWith({ form: "edit:1" });
});

test("leaving the page stores what waits", async () => {
  type("half a");
  keeping.stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(saved()).toEqual(["half a"]);
  expect(app.draft).toBeNull();
});
