// Sums with calendar days, and the period a filter stands for. Days are "2026-11-22"; no clock, no zone.

import type { Day, ListCheckins, MemberId, SpaceId } from "../ipc/bindings";

const DAY_MS = 86_400_000;

/** The day so many days later (or earlier, when negative). */
export function addDays(on: Day, days: number): Day {
  return new Date(Date.parse(`${on}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export type Period = "all" | "week" | "month" | "year" | "own";

export interface Filter {
  member: MemberId | null;
  space: SpaceId | null;
  period: Period;
  from: Day | null;
  until: Day | null;
}

export function noFilter(): Filter {
  return { member: null, space: null, period: "all", from: null, until: null };
}

export function isFiltering(filter: Filter): boolean {
  return filter.member !== null || filter.space !== null || filter.period !== "all";
}

export type Range = Pick<ListCheckins, "member" | "space" | "from" | "until">;

/** What the core is asked for: person, space and days, both ends included. */
export function rangeOf(filter: Filter, today: Day): Range {
  const { member, space } = filter;
  switch (filter.period) {
    case "all":
      return { member, space, from: null, until: null };
    case "week":
      return { member, space, from: addDays(today, -6), until: null };
    case "month":
      return { member, space, from: addDays(today, -29), until: null };
    case "year":
      return { member, space, from: addDays(today, -364), until: null };
    case "own":
      return { member, space, from: filter.from, until: filter.until };
  }
}
