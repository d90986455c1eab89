// Locking from the page's side: the page goes blank at once, in the same turn as the key, and only when that is on
// the screen the shell is asked to lock. It rebuilds the window, and while it does so nothing is painted; where it
// cannot, the page shows what the core says it is.
import { tick } from "svelte";
import type { NewDraft } from "../ipc/bindings";
import { hecht } from "../ipc/call";
import { app } from "./app.svelte";

// A save that does not come back must not keep the program open.
const SAVE_WITHIN_MS = 3_000;
// A window that is not shown paints nothing.
const PAINT_WITHIN_MS = 100;

let isLocking = false;

function readDraft(): NewDraft | null {
  try {
    return app.draft?.() ?? null;
  } catch {
    return null;
  }
}

/** The draft after a save under way has ended: what was saved is none any more. */
async function draftAfter(saving: Promise<unknown>): Promise<NewDraft | null> {
  const late = new Promise((resolve) => setTimeout(resolve, SAVE_WITHIN_MS));
  await Promise.race([saving.catch(() => undefined), late]);
  return readDraft();
}

/** Until what was changed just now is on the screen: in the frame after the next. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAINT_WITHIN_MS);
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

async function askForLock(draft: NewDraft | null): Promise<void> {
  await painted();
  try {
    app.accept(await hecht.lock({ draft }));
  } catch {
    // A draft that cannot be kept must not keep the program open.
    try {
      app.accept(await hecht.lock({ draft: null }));
    } catch {
      window.location.reload();
      return;
    }
  } finally {
    isLocking = false;
  }
  await tick();
  document.documentElement.classList.remove("is-blank");
}

/** Blanks the page and locks, keeping the draft of an open form. Does nothing when there is nothing open. */
export function lock(): void {
  const phase = app.state.phase;
  if (isLocking || (phase !== "alone" && phase !== "together")) return;
  isLocking = true;
  document.documentElement.classList.add("is-blank");
  if (app.saving) void draftAfter(app.saving).then(askForLock);
  else void askForLock(readDraft());
}
