// How a shared space is called on the screen: by its own name, else by the names of its people.
// Holds no list of spaces and makes no calls.

import { app } from "../app/app.svelte";
import type { MemberId, MemberRow, SpaceRow } from "../ipc/bindings";
import { t } from "../text/text.svelte";

type Called = Pick<SpaceRow, "members" | "left" | "name">;

/** Who gives a space its name: its people; when one is left in it, also those who have left. */
function peopleOf({ members, left }: Called): MemberId[] {
  return members.length > 1 ? members : [...members, ...left];
}

/** The people of a space who do not sit at the keyboard now. */
export function othersIn(space: Called): MemberId[] {
  return peopleOf(space).filter((id) => !app.state.present.includes(id));
}

/** "Robin and Sam", or the space's own name. */
export function spaceName(space: Called): string {
  return space.name ?? app.names(peopleOf(space));
}

/** Inside a sentence: "the space “Thuis”", or "your space with Sam" as Robin reads it. */
export function theSpace(space: Called): string {
  if (space.name) return t("spaces-the-named", { name: space.name });
  const others = othersIn(space);
  return others.length > 0 ? t("spaces-the-with", { names: app.names(others) }) : t("spaces-the-shared");
}

/** The rows for the mark that says who reads something, in the order in which the names are said. */
export function rowsOf(ids: readonly MemberId[]): MemberRow[] {
  return app.inOrder(ids).map((id) => app.member(id));
}

/** Open spaces in which everybody at the keyboard is a member. */
export function openSpaces(spaces: readonly SpaceRow[]): SpaceRow[] {
  return spaces.filter(
    (space) => space.state === "open" && app.state.present.every((id) => space.members.includes(id)),
  );
}
