// Every error code has a sentence in both languages, and anything unknown is treated as internal.
import { expect, test } from "vitest";
import type { ErrorCode } from "./bindings";
import { hasText, text } from "../text/text.svelte";
import { HechtError } from "./call";
import { errorCode, errors, errorText } from "./errors";

test("every code has a text in both languages", () => {
  for (const language of ["en", "nl"] as const) {
    text.language = language;
    for (const { key } of Object.values(errors)) expect(hasText(key), `${key} in ${language}`).toBe(true);
  }
});

test("what is not known counts as internal", () => {
  expect(errorCode(new TypeError("x"))).toBe("internal");
  expect(errorCode(new HechtError({ code: "brand_new" as ErrorCode }))).toBe("internal");
});

test("a reference is shown with the sentence", () => {
  expect(errorText(new HechtError({ code: "internal", reference: "7F3A" }))).toContain("7F3A");
  // How long to wait comes with what was wrong, and alone when nothing was tried.
  const wrong = errorText(new HechtError({ code: "wrong_passphrase", seconds: 16 }));
  expect(wrong).toMatch(/not right.* in 16 seconds/);
  expect(errorText(new HechtError({ code: "wait", seconds: 1 }))).toMatch(/in 1 second\./);
  // Whom a wrong passphrase belongs to is for the page, not for reading.
  expect(errorText(new HechtError({ code: "wrong_passphrase", reference: "7F3A" }))).not.toContain("7F3A");
});
