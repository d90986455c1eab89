// The four fields of a card, as they are typed and as they are kept.
import type { Card } from "../ipc/bindings";

export const FORM = "card";
export const FIELDS = ["first", "call", "ask", "go"] as const;
export type Field = (typeof FIELDS)[number];
/** What is typed: an empty text where the card has none. */
export type Typed = Record<Field, string>;

export function typed(card: Card): Typed {
  return { first: card.first ?? "", call: card.call ?? "", ask: card.ask ?? "", go: card.go ?? "" };
}

export function asCard(words: Typed): Card {
  const text = (field: Field) => (words[field].trim() === "" ? null : words[field]);
  return { first: text("first"), call: text("call"), ask: text("ask"), go: text("go") };
}

export function isEmpty(card: Card): boolean {
  return FIELDS.every((field) => card[field] === null);
}

/** A draft's own JSON, or null when it is not of this form's making. */
export function readDraft(body: string | undefined): Typed | null {
  if (body === undefined) return null;
  try {
    const words = JSON.parse(body) as Partial<Record<Field, unknown>>;
    const text = (field: Field) => {
      const value = words[field];
      return typeof value === "string" ? value : "";
    };
    return { first: text("first"), call: text("call"), ask: text("ask"), go: text("go") };
  } catch {
    return null;
  }
}
