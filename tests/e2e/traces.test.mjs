// Nothing a person wrote lies about afterwards: every file the program could write, and everything it printed, is
// searched for words typed into private and shared fields, a draft, a search and the passphrases.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillIn, firstEvening, goTo, lock, ROBIN, SAM, save, startCheckin, t, unlock } from "./people.mjs";
import { scene } from "./scene.mjs";
import { traces } from "./traces.mjs";

const CANARIES = {
  note: "canarynotezq",
  liked: "canarylikedzq",
  help: "canaryhelpzq",
  draft: "canarydraftzq",
  search: "canarysearchzq",
};
const words = [...Object.values(CANARIES), ROBIN.passphrase, SAM.passphrase];

scene("no file, no temporary file and no output holds what was written", async ({ home, open }) => {
  const program = await open();
  const { page } = program;
  await firstEvening(page);
  await unlock(page, ROBIN);
  await startCheckin(page);
  await fillIn(page, {
    today: 1,
    note: CANARIES.note,
    liked: CANARIES.liked,
    help: CANARIES.help,
    other: SAM,
  });
  await save(page);
  await page.sees(CANARIES.note);
  await goTo(page, "app-search");
  await page.type(t("search-label"), CANARIES.search);
  await page.click("button", t("search-title"));
  await page.sees(t("search-nothing"));
  await goTo(page, "app-today");
  await startCheckin(page);
  await fillIn(page, { note: CANARIES.draft });
  assert.deepEqual(traces(home.root, words), [], "while it is open");
  await lock(page);
  assert.deepEqual(traces(home.root, words), [], "while it is locked");
  await program.close();
  assert.deepEqual(traces(home.root, words), [], "after it was closed");

  // The search itself finds what is there.
  writeFileSync(join(home.web, "one"), `before ${CANARIES.note} after`);
  writeFileSync(join(home.root, "tmp", "two"), Buffer.from(CANARIES.draft, "utf16le"));
  assert.equal(traces(home.root, words).length, 2);
});
