// How a shared space is called on the screen: by its own name, else by the names of its people.
// Holds no list of spaces and makes no calls.

import { app } from "../app/app.svelte";
import type { MemberId, MemberRow, SpaceRow } from "../ipc/bindings";

/** The people of a space who do not sit at the keyboard now. */
export function othersIn(space: Pick<SpaceRow, "members">): MemberId[] {
  return space.members.filter((id) => !app.state.present.includes(id));
}

/** "Robin and Sam", or the space's own name. */
export function spaceName(space: Pick<SpaceRow, "members" | "name">): string {
  return space.name ?? app.names(space.members);
}

/** The rows for the mark that says who reads something. */
export function rowsOf(ids: readonly MemberId[]): MemberRow[] {
  return ids.map((id) => app.member(id));
}

/** Open spaces in which everybody at the keyboard is a member. */
export function openSpaces(spaces: readonly SpaceRow[]): SpaceRow[] {
  return spaces.filter(
    (space) => space.state === "open" && app.state.present.every((id) => space.members.includes(id)),
  );
}
