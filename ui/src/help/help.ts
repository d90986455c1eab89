// The order of countries on the help page: those of the language first.
import type { Helpline, Language } from "../ipc/bindings";

export interface Country {
  country: string;
  lines: Helpline[];
}

const near: Record<Language, string[]> = { en: ["UK", "US"], nl: ["NL", "BE"] };

/** The lines by country: those where the language is spoken, then the others in the order they came. */
export function byCountry(lines: Helpline[], language: Language): { near: Country[]; far: Country[] } {
  const countries: Country[] = [];
  for (const line of lines) {
    const known = countries.find((one) => one.country === line.country);
    if (known) known.lines.push(line);
    else countries.push({ country: line.country, lines: [line] });
  }
  const first = near[language];
  return {
    near: first.flatMap((country) => countries.filter((one) => one.country === country)),
    far: countries.filter((one) => !first.includes(one.country)),
  };
}

const KINDS = {
  substances: ["alcohol", "drugs", "alcohol-and-drugs", "alcohol-and-drugs-family"],
  gambling: ["gambling"],
  family: ["alcohol-and-drugs-family"],
};

/** Of the kinds of help this program is about: those for which there is no line among these. */
export function missingKinds(lines: Helpline[]): string[] {
  return Object.entries(KINDS)
    .filter(([, purposes]) => !lines.some(({ purpose }) => purposes.includes(purpose)))
    .map(([kind]) => kind);
}
