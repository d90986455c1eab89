// Two people and one household: the first evening through the real screens, each one's check-in, and that
// each sees just what is theirs.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import {
  aloneEvening,
  begin,
  checkIn,
  firstEvening,
  goTo,
  lock,
  ROBIN,
  SAM,
  startCheckin,
  t,
  unlock,
} from "./people.mjs";
import { isRunning, tree } from "./processes.mjs";
import { scene } from "./scene.mjs";
import { until } from "./until.mjs";

scene("two people set up, check in, and see just what is theirs", async ({ open }) => {
  const { page } = await open();
  assert.equal(await page.title(), "Hecht");
  await firstEvening(page);

  await unlock(page, ROBIN);
  await checkIn(page, {
    today: 4,
    moods: ["calm", "tired"],
    note: "Robin's private note",
    liked: "Robin shared this",
    help: "Robin would like tea",
    other: SAM,
  });
  for (const words of ["Robin's private note", "Robin shared this", SAM.liked]) await page.sees(words);
  await lock(page);

  await unlock(page, SAM);
  await checkIn(page, { today: 2, note: "Sam's private note", liked: "Sam shared this", other: ROBIN });
  await page.sees("Robin shared this");
  await page.sees(t("kit-audience-private", { name: "Sam" }));
  assert.doesNotMatch(await page.text(), /Robin's private note/);
  assert.equal(await page.is("button", t("checkins-reply-thank_you")), true);

  await goTo(page, "app-search");
  await page.click("checkbox", t("search-shared"));
  await page.type(t("search-label"), "private note");
  await page.click("button", t("search-title"));
  await page.sees("Sam's");
  assert.doesNotMatch(await page.text(), /Robin's/);
  await lock(page);

  await unlock(page, ROBIN, SAM);
  await goTo(page, "app-checkins");
  for (const words of ["Robin shared this", "Sam shared this"]) await page.sees(words);
  assert.doesNotMatch(await page.text(), /private note/);
  await lock(page);
  assert.doesNotMatch(await page.text(), /shared this|private note/);
});

scene("somebody joins later, and a space opens once both have said yes alone", async ({ open }) => {
  const { page } = await open();
  await aloneEvening(page);
  await unlock(page, ROBIN);
  await checkIn(page, { note: "from before Sam came" });
  await lock(page);

  await page.click("button", t("unlock-join"));
  await page.at(t("right-title"));
  await page.click("button", t("right-continue"));
  await page.type(t("setup-person-name"), SAM.name);
  await page.type(t("setup-passphrase-own"), SAM.passphrase);
  await page.click("button", t("setup-person-done"));
  await page.at(t("setup-joined-title", { name: SAM.name }));
  await page.toNewWindow(() => page.click("button", t("app-lock")));

  await unlock(page, ROBIN);
  await goTo(page, "app-more");
  await page.click("button", t("more-spaces"), { isStart: true });
  await page.click("checkbox", SAM.name);
  await page.click("button", t("spaces-propose-do"));
  await page.sees(t("spaces-proposed"));
  await goTo(page, "app-today");
  await startCheckin(page);
  await page.sees(t("checkins-not-open", { space: t("spaces-the-with", { names: SAM.name }) }));
  await lock(page);

  await unlock(page, SAM);
  await page.click("button", t("today-asked-accept"));
  await page.sees(t("today-asked-done", { space: t("spaces-the-with", { names: ROBIN.name }) }));
  await checkIn(page, { liked: "our first shared words", other: ROBIN });
  assert.doesNotMatch(await page.text(), /from before/);
  await lock(page);

  await unlock(page, ROBIN);
  await goTo(page, "app-checkins");
  for (const words of ["our first shared words", "from before Sam came"]) await page.sees(words);
});

scene("closing at the first question ends the program and stores nothing", async ({ home, open }) => {
  const program = await open();
  await begin(program.page);
  await program.page.click("button", t("setup-back"));
  await program.page.at(t("right-title"));
  const all = tree(program.pid);
  await program.page.click("button", t("right-close")).catch(() => undefined);
  await until("the program has ended", () => all.every((pid) => !isRunning(pid)));
  assert.equal(existsSync(home.household), false);
});
