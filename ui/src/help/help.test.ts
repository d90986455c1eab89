// The order of countries on the help page.
import { expect, test } from "vitest";
import type { Helpline } from "../ipc/bindings";
import { byCountry, missingKinds } from "./help";

const line = (country: string): Helpline => ({
  country,
  purpose: "emergency",
  name: country,
  number: "112",
  hours: null,
});
const lines = ["NL", "BE", "US", "UK", "DE", "NL"].map(line);

test("the countries of the language come first, all lines of a country together", () => {
  const { near, far } = byCountry(lines, "nl");
  expect(near.map(({ country, lines }) => [country, lines.length])).toEqual([
    ["NL", 2],
    ["BE", 1],
  ]);
  expect(far.map(({ country }) => country)).toEqual(["US", "UK", "DE"]);
  expect(byCountry(lines, "en").near.map(({ country }) => country)).toEqual(["UK", "US"]);
});

test("what a country has no line for is known, and a line for families counts for both", () => {
  const of = (...purposes: string[]) => purposes.map((purpose) => ({ ...line("UK"), purpose }));
  expect(missingKinds(of("emergency", "alcohol", "drugs"))).toEqual(["gambling", "family"]);
  expect(missingKinds(of("alcohol-and-drugs-family", "gambling"))).toEqual([]);
  expect(missingKinds([])).toEqual(["substances", "gambling", "family"]);
});
