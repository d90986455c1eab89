// The order of countries on the help page.
import { expect, test } from "vitest";
import type { Helpline } from "../ipc/bindings";
import { byCountry } from "./help";

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
