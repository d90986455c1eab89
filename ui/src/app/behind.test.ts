// The blur while another window has the focus: only where it was chosen, and never over the lock screen.
import { afterEach, beforeEach, expect, test } from "vitest";
import { app } from "./app.svelte";
import { showBehind, watchFocus } from "./behind";
import { robin, stateWith } from "./tests.state";

let stop: () => void;
const isBlurred = () => document.documentElement.classList.contains("is-behind");

function open(is_blurred_behind: boolean) {
  const now = stateWith({ phase: "alone", present: [robin.id] });
  app.accept({ ...now, device: { ...now.device, is_blurred_behind } });
  showBehind();
}

beforeEach(() => {
  stop = watchFocus();
  window.dispatchEvent(new Event("focus"));
});
afterEach(() => stop());

test("the page is blurred while another window has the focus, where that was chosen", () => {
  open(true);
  expect(isBlurred()).toBe(false);
  window.dispatchEvent(new Event("blur"));
  expect(isBlurred()).toBe(true);
  window.dispatchEvent(new Event("focus"));
  expect(isBlurred()).toBe(false);
});

test("it is off until somebody chooses it, and can be switched off behind another window", () => {
  open(false);
  window.dispatchEvent(new Event("blur"));
  expect(isBlurred()).toBe(false);
  open(true);
  expect(isBlurred()).toBe(true);
  open(false);
  expect(isBlurred()).toBe(false);
});

test("the lock screen is never blurred: nothing on it is anybody's", () => {
  open(true);
  window.dispatchEvent(new Event("blur"));
  const locked = stateWith();
  app.accept({ ...locked, device: { ...locked.device, is_blurred_behind: true } });
  showBehind();
  expect(isBlurred()).toBe(false);
});
