// The texts of the page in the language of now, and dates, times and lists in the manner of that language.
// Holds the few files the lock screen needs; rest.ts adds all others after it is painted.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import type { Day, Language } from "../ipc/bindings";
import appEn from "./en/app.ftl?raw";
import kitEn from "./en/kit.ftl?raw";
import unlockEn from "./en/unlock.ftl?raw";
import appNl from "./nl/app.ftl?raw";
import kitNl from "./nl/kit.ftl?raw";
import unlockNl from "./nl/unlock.ftl?raw";

const fallback: Record<Language, string> = { en: "en-GB", nl: "nl-NL" };

/** The language tag of the system when it is this language (en-US, nl-BE), else the usual one. */
function localeOf(language: Language): string {
  return (
    navigator.languages.find((tag) => tag.split("-")[0] === language && tag.includes("-")) ??
    fallback[language]
  );
}

// Isolation marks stay off: names stand alone between spaces here, and copied text should hold no hidden signs.
const bundles: Record<Language, FluentBundle> = {
  en: new FluentBundle(localeOf("en"), { useIsolating: false }),
  nl: new FluentBundle(localeOf("nl"), { useIsolating: false }),
};

let language = $state<Language>("en");
let added = $state(0);

export const text = {
  get language(): Language {
    return language;
  },
  set language(chosen: Language) {
    language = chosen;
    document.documentElement.lang = chosen;
  },
};

const waiting: Record<Language, string[]> = { en: [], nl: [] };

/** Adds one catalogue. It is read when its language is first shown: the other one takes no time and no room. */
export function addTexts(to: Language, source: string): void {
  waiting[to].push(source);
  added += 1;
}

/** What the language of now says. A key that exists twice is a mistake and says so in tests. */
function shown(): FluentBundle {
  void added;
  const bundle = bundles[language];
  for (const source of waiting[language].splice(0)) {
    const mistakes = bundle.addResource(new FluentResource(source));
    if (mistakes.length > 0) throw mistakes[0];
  }
  return bundle;
}

export type TextArguments = Record<string, FluentVariable>;

/** The text of a key. An unknown key comes back as itself, so that a page never breaks on it. */
export function t(key: string, args?: TextArguments): string {
  const bundle = shown();
  const message = bundle.getMessage(key);
  if (!message?.value) return key;
  return bundle.formatPattern(message.value, args ?? null, []);
}

export function hasText(key: string): boolean {
  return Boolean(shown().getMessage(key)?.value);
}

function asDate(on: Day): Date {
  const [year = 1970, month = 1, date = 1] = on.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date, 12));
}

function formatDay(on: Day, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(localeOf(language), { timeZone: "UTC", ...options }).format(asDate(on));
}

/** "Sunday 22 November" */
export function day(on: Day): string {
  return formatDay(on, { weekday: "long", day: "numeric", month: "long" });
}

/** "Sunday 22 November 2026" */
export function dayLong(on: Day): string {
  return formatDay(on, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** "22 November 2026" */
export function dayPlain(on: Day): string {
  return formatDay(on, { day: "numeric", month: "long", year: "numeric" });
}

/** "November", of a month from 1 to 12 */
export function monthName(month: number): string {
  return formatDay(`2000-${String(month).padStart(2, "0")}-01`, { month: "long" });
}

/** "Sunday" */
export function weekday(on: Day): string {
  return formatDay(on, { weekday: "long" });
}

/** The clock time of an instant in UTC milliseconds: "20:05" in Dutch; in English as usual there, "8:05 PM" or "20:05". */
export function time(at: number): string {
  const options: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };
  if (language === "nl") Object.assign(options, { hour: "2-digit", hourCycle: "h23" });
  return new Intl.DateTimeFormat(localeOf(language), options).format(at);
}

/** "Robin, Sam and Kim" */
export function list(parts: string[]): string {
  return new Intl.ListFormat(localeOf(language), { type: "conjunction" }).format(parts);
}

export function number(value: number): string {
  return new Intl.NumberFormat(localeOf(language)).format(value);
}

for (const source of [appEn, kitEn, unlockEn]) addTexts("en", source);
for (const source of [appNl, kitNl, unlockNl]) addTexts("nl", source);
