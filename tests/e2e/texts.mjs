// The page's own texts, so that the tests look for the same words as a person in either language.
import { readdirSync, readFileSync } from "node:fs";
import { FluentBundle, FluentResource } from "@fluent/bundle";

const folder = new URL("../../ui/src/text/", import.meta.url);

/** Gives `t(key, args)` for a language; an unknown key is a mistake in the test. */
export function texts(language) {
  const bundle = new FluentBundle(language, { useIsolating: false });
  const files = new URL(`${language}/`, folder);
  for (const file of readdirSync(files))
    bundle.addResource(new FluentResource(readFileSync(new URL(file, files), "utf8")));
  return (key, args) => {
    const pattern = bundle.getMessage(key)?.value;
    if (!pattern) throw new Error(`There is no text ${key} in ${language}`);
    return bundle.formatPattern(pattern, args, []);
  };
}
