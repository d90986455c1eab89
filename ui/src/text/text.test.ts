// Both languages are complete, name the same things, and read as they should.
import { FluentResource } from "@fluent/bundle";
import { expect, test } from "vitest";
import { day, list, t, text, time } from "./text.svelte";

const sources = import.meta.glob<string>("./{en,nl}/*.ftl", {
  query: "?raw",
  import: "default",
  eager: true,
});

function variables(source: unknown): string[] {
  const found = new Set(JSON.stringify(source).match(/"type":"var","name":"[^"]+"/g) ?? []);
  return [...found].sort();
}

function messages(language: string): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [path, source] of Object.entries(sources)) {
    if (!path.startsWith(`./${language}/`)) continue;
    for (const message of new FluentResource(source).body) {
      expect(all.has(message.id), `${message.id} stands twice`).toBe(false);
      all.set(message.id, variables(message.value));
    }
  }
  return all;
}

test("every text exists in both languages with the same variables", () => {
  const en = messages("en");
  const nl = messages("nl");
  expect([...nl.keys()].sort()).toEqual([...en.keys()].sort());
  for (const [key, used] of en) expect(nl.get(key), key).toEqual(used);
});

test("every line of a catalogue is understood", () => {
  for (const [path, source] of Object.entries(sources)) {
    const written = source.match(/^[a-zA-Z][\w-]* *=/gm) ?? [];
    expect(new FluentResource(source).body.length, path).toBe(written.length);
  }
});

test("the language switches at once", () => {
  expect(t("app-today")).toBe("Today");
  text.language = "nl";
  expect(t("app-today")).toBe("Vandaag");
  expect(document.documentElement.lang).toBe("nl");
});

test("an unknown key comes back as itself", () => {
  expect(t("no-such-key")).toBe("no-such-key");
});

test("days, times and names follow the language", () => {
  text.language = "nl";
  expect(day("2026-11-22")).toBe("zondag 22 november");
  expect(list(["Robin", "Sam"])).toBe("Robin en Sam");
  expect(time(new Date(2026, 10, 22, 20, 5).getTime())).toBe("20:05");
});

test("every key that is written out in the page exists", () => {
  const pages = import.meta.glob<string>(["../**/*.svelte", "../**/*.ts", "!../**/*.test.*"], {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const known = messages("en");
  const unknown = Object.entries(pages).flatMap(([path, source]) =>
    [...source.matchAll(/\bt\(\s*"([a-zA-Z0-9-]+)"/g)]
      .map(([, key]) => key ?? "")
      .filter((key) => !known.has(key))
      .map((key) => `${key} in ${path}`),
  );
  expect(unknown).toEqual([]);
});
