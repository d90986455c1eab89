// The keys of the whole program, as the desktop expects them. Listens in the capturing phase, so that locking
// works whatever has the focus. The list is shown in Settings.
import { hecht } from "../ipc/call";
import { app } from "./app.svelte";
import { lock } from "./lock";

interface Shortcut {
  /** What is printed on the keys, without the Ctrl or Cmd in front. */
  keys: string;
  /** Text key of what it does. */
  text: string;
  withControl: boolean;
  matches: (event: KeyboardEvent) => boolean;
  run: () => void;
}

const isMac = /Mac/.test(navigator.userAgent);

function whenOpen(run: () => void): () => void {
  return () => {
    if (app.isOpen) run();
  };
}

function letter(key: string): (event: KeyboardEvent) => boolean {
  return (event) =>
    (isMac ? event.metaKey : event.ctrlKey) &&
    !event.altKey &&
    !event.shiftKey &&
    event.key.toLowerCase() === key;
}

function print(): void {
  hecht.print_page().catch(() => undefined);
}

const shortcuts: Shortcut[] = [
  {
    keys: "N",
    text: "app-keys-checkin",
    withControl: true,
    matches: letter("n"),
    run: whenOpen(() => app.go("checkin")),
  },
  {
    keys: "F",
    text: "app-keys-search",
    withControl: true,
    matches: letter("f"),
    run: whenOpen(() => app.go("search")),
  },
  {
    keys: "K",
    text: "app-keys-plans",
    withControl: true,
    matches: letter("k"),
    run: whenOpen(() => app.go("plans")),
  },
  { keys: "P", text: "app-keys-print", withControl: true, matches: letter("p"), run: print },
  {
    keys: ",",
    text: "app-keys-settings",
    withControl: true,
    matches: letter(","),
    run: whenOpen(() => app.go("settings")),
  },
  { keys: "L", text: "app-keys-lock", withControl: true, matches: letter("l"), run: lock },
  {
    keys: "F1",
    text: "app-keys-help",
    withControl: false,
    matches: (event) => event.key === "F1",
    run: () => app.go("help"),
  },
  {
    keys: "Alt ←",
    text: "app-keys-back",
    withControl: false,
    matches: (event) => event.altKey && event.key === "ArrowLeft",
    run: () => app.back(),
  },
];

/** Every key with the text key of what it does, for the list in Settings. */
export function shortcutList(): { keys: string; text: string }[] {
  const control = isMac ? "⌘" : "Ctrl";
  return [
    ...shortcuts.map(({ keys, text, withControl }) => ({
      keys: withControl ? `${control} ${keys}` : keys,
      text,
    })),
    { keys: "Esc", text: "app-keys-close" },
    { keys: "Esc Esc Esc", text: "app-keys-lock" },
  ];
}

const escWithinMs = 1_000;
let escapes: number[] = [];

function escapedThreeTimes(event: KeyboardEvent): boolean {
  if (event.key !== "Escape") {
    escapes = [];
    return false;
  }
  if (event.repeat) return false;
  escapes = [...escapes.filter((at) => event.timeStamp - at <= escWithinMs), event.timeStamp];
  if (escapes.length < 3) return false;
  escapes = [];
  return true;
}

function onKey(event: KeyboardEvent): void {
  if (escapedThreeTimes(event)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    lock();
    return;
  }
  const shortcut = shortcuts.find((one) => one.matches(event));
  if (!shortcut) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  shortcut.run();
}

/** Starts listening; gives back how to stop. */
export function listenForShortcuts(): () => void {
  window.addEventListener("keydown", onKey, { capture: true });
  return () => window.removeEventListener("keydown", onKey, { capture: true });
}
