// A made-up household for tests of the page: Robin and Sam. Ships nowhere.
import type { MemberRow, State } from "../ipc/bindings";

export const robin: MemberRow = { id: "1".repeat(32), name: "Robin", colour: 1 };
export const sam: MemberRow = { id: "2".repeat(32), name: "Sam", colour: 2 };

export function stateWith(change: Partial<State> = {}): State {
  return {
    phase: "locked",
    refusal: null,
    is_setup: false,
    is_example: false,
    example_passphrases: [],
    members: [robin, sam],
    present: [],
    device: { language: "en", theme: "light", text_size: "normal" },
    language: "en",
    text_size: "normal",
    today: "2026-11-22",
    version: "0.1.0",
    ...change,
  };
}
