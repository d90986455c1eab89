// All texts except the few of the lock screen, loaded with the first chunk after it (app/rest.ts).
import type { Language } from "../ipc/bindings";
import { addTexts } from "./text.svelte";

const sources = import.meta.glob<string>(
  ["./{en,nl}/*.ftl", "!./*/app.ftl", "!./*/kit.ftl", "!./*/unlock.ftl"],
  { query: "?raw", import: "default", eager: true },
);

for (const [path, source] of Object.entries(sources)) {
  const to: Language = path.startsWith("./nl/") ? "nl" : "en";
  addTexts(to, source);
}
