// Two people and one household: the first evening through the real screens, each one's check-in, and that
// each sees just what is theirs.
import assert from "node:assert/strict";
import { checkIn, firstEvening, goTo, lock, ROBIN, SAM, t, unlock } from "./people.mjs";
import { scene } from "./scene.mjs";

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
