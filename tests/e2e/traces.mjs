// Searching files for words that should have left no trace.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder. */
export function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** Which of the words are in which file below a folder, in either of the encodings a program may use. */
export function traces(folder, words) {
  return files(folder).flatMap((file) => {
    const bytes = readFileSync(file);
    return words
      .filter((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, "utf16le")))
      .map((word) => `${word} in ${file}`);
  });
}
