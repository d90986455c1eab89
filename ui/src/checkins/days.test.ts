// Sums with days and the fields that count as given.

import { describe, expect, it } from "vitest";
import { addDays, noFilter, rangeOf } from "./days";
import { emptyAnswers, givenFields, pick, pickOrNull } from "./fields";

describe("days", () => {
  it("go over months, leap days and both clock changes", () => {
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-03-28", 1)).toBe("2026-03-29");
    expect(addDays("2026-03-29", 1)).toBe("2026-03-30");
    expect(addDays("2026-10-25", 1)).toBe("2026-10-26");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  });

  it("make a period of seven days with today in it", () => {
    const filter = { ...noFilter(), period: "week" as const };
    expect(rangeOf(filter, "2026-11-22")).toEqual({
      member: null,
      space: null,
      from: "2026-11-16",
      until: null,
    });
  });
});

describe("answers", () => {
  it("of only spaces are not given", () => {
    const answers = { ...emptyAnswers(), note: "  \n", liked: "tea" };
    expect(givenFields(answers)).toEqual(["liked"]);
  });

  it("to questions that are not on the screen are not saved", () => {
    const answers = { ...emptyAnswers(), stress: 4, note: "a walk" };
    expect(pick(answers, ["today", "note"])).toEqual({ ...emptyAnswers(), note: "a walk" });
    expect(pickOrNull(answers, ["today"])).toBeNull();
  });
});
