// The recorded household as the lock screen sees it, with two of its people. Ships nowhere.
import locked from "../../../tests/fixtures/replies/locked.json";
import type { MemberRow, State } from "../ipc/bindings";

const recorded = locked.get_state as State;
export const [robin, sam] = recorded.members as [MemberRow, MemberRow];

export function stateWith(change: Partial<State> = {}): State {
  return { ...recorded, members: [robin, sam], ...change };
}
