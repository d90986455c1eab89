// Which part of a typed line is a telephone number.
import { expect, test } from "vitest";
import { pieces } from "./numbers";

function numbers(line: string): string[] {
  const found = pieces(line);
  expect(found.map(({ text }) => text).join(""), "no sign is lost").toBe(line);
  return found.filter(({ isNumber }) => isNumber).map(({ text }) => text);
}

test.each([
  ["Tom 06 12 34 56 78", ["06 12 34 56 78"]],
  ["Tom: 06-12345678 (thuis)", ["06-12345678"]],
  ["Marit, until nine: 0031 600 123 452", ["0031 600 123 452"]],
  ["+31 (0)6 12345678", ["+31 (0)6 12345678"]],
  ["(020) 555 1234 Anja", ["(020) 555 1234"]],
  ["113 of 0800-0113", ["113", "0800-0113"]],
  ["na 18:00 06 12 34 56 78", ["06 12 34 56 78"]],
  ["na 18.00 06 12 34 56 78", ["06 12 34 56 78"]],
  ["06.12.34.56.78", ["06.12.34.56.78"]],
  ["flat 3 020 7946 0123", ["020 7946 0123"]],
  ["1 800 273 8255", ["1 800 273 8255"]],
  ["My neighbour at 14", []],
  ["12-1 hours", []],
  ["", []],
  ["\u0660\u0666 is not dialled", []],
  [`${"9".repeat(400)} is none`, []],
])("%s", (line, wanted) => {
  expect(numbers(line)).toEqual(wanted);
});

// A pattern that goes back over its line again and again would not end within the test's time.
test("a long line of digits and spaces is looked through at once", () => {
  expect(numbers(`${"1 ".repeat(50_000)}x`)).toEqual([]);
  expect(numbers(`1${" ".repeat(100_000)}x`)).toEqual([]);
});
