// Waiting for a condition, never for a time.
import { setTimeout as later } from "node:timers/promises";

/** Asks again and again until the answer is true-like, and gives it back; fails with `what` after the limit. */
export async function until(what, ask, limitMs = 15_000) {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Not so after ${limitMs / 1000} s: ${what}`);
    await later(30);
  }
}
