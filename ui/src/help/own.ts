// A line of one's own as it is typed, and as an unfinished form keeps it.
import type { NewOwnHelpline, OwnHelpline } from "../ipc/bindings";

export const FORM = "helpline";

/** An empty text where the line has none; without entry it is a new one. */
export interface Typed {
  entry: string | null;
  name: string;
  number: string;
  note: string;
}

export function newLine(): Typed {
  return { entry: null, name: "", number: "", note: "" };
}

export function typed(line: OwnHelpline): Typed {
  return { entry: line.entry, name: line.name ?? "", number: line.number ?? "", note: line.note ?? "" };
}

export function asLine({ name, number, note }: Typed): NewOwnHelpline {
  const text = (typed: string) => (typed.trim() === "" ? null : typed.trim());
  return { name: text(name), number: text(number), note: text(note) };
}

/** A draft's own JSON, or null when it is not of this form's making. Of a line that is gone it becomes a new one. */
export function readDraft(body: string | undefined, lines: OwnHelpline[]): Typed | null {
  if (body === undefined) return null;
  try {
    const kept = JSON.parse(body) as Partial<Record<keyof Typed, unknown>>;
    const text = (value: unknown) => (typeof value === "string" ? value : "");
    const entry = lines.some((line) => line.entry === kept.entry) ? text(kept.entry) : null;
    return { entry, name: text(kept.name), number: text(kept.number), note: text(kept.note) };
  } catch {
    return null;
  }
}
