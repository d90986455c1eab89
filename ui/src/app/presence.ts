// Tells the core that somebody is at the keyboard, so that it does not lock under their hands. Only what a person does
// counts: keys, the mouse, a touch. The page's own reading never does.
import { hecht } from "../ipc/call";
import { app } from "./app.svelte";

const EVERY_MS = 20_000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

let pause: ReturnType<typeof setTimeout> | undefined;
let isOwed = false;

function say(): void {
  isOwed = false;
  pause = setTimeout(() => {
    pause = undefined;
    if (isOwed && app.isOpen) say();
  }, EVERY_MS);
  // Locked meanwhile: then there is nobody to stay.
  hecht.stay().catch(() => undefined);
}

function onSign(): void {
  if (!app.isOpen) return;
  if (pause === undefined) say();
  else isOwed = true;
}

/** Starts watching; gives back how to stop. */
export function watchPresence(): () => void {
  const options = { capture: true, passive: true };
  for (const sign of SIGNS) window.addEventListener(sign, onSign, options);
  return () => {
    clearTimeout(pause);
    pause = undefined;
    isOwed = false;
    for (const sign of SIGNS) window.removeEventListener(sign, onSign, options);
  };
}
