// Locking in the middle of a sentence: at once, by either key, with the draft kept and nothing of it on the page.
import assert from "node:assert/strict";
import { fillIn, firstEvening, lock, ROBIN, SAM, startCheckin, t, unlock } from "./people.mjs";
import { scene } from "./scene.mjs";

scene("what was half typed is there again after Ctrl+L and after Esc three times", async ({ open }) => {
  const { page } = await open();
  await firstEvening(page);
  await unlock(page, ROBIN);
  await startCheckin(page);
  await fillIn(page, { today: 2, moods: ["tense"], note: "half a sent", liked: "half a thank", other: SAM });
  await lock(page);
  assert.doesNotMatch(await page.text(), /half/);

  await unlock(page, SAM);
  await page.sees(t("today-checkin-hint"));
  assert.doesNotMatch(await page.text(), /half/);
  await lock(page);

  await unlock(page, ROBIN);
  await page.sees(t("today-checkin-hint-draft"));
  await startCheckin(page, t("today-checkin-continue"));
  await page.sees(t("checkins-left-off"));
  assert.equal(await page.value(t("checkins-q-note")), "half a sent");
  await page.type(t("checkins-q-note"), "ence");
  await page.toNewWindow(async () => {
    for (const key of ["Escape", "Escape", "Escape"]) await page.press(key);
  });
  await page.at(t("unlock-title"));

  await unlock(page, ROBIN);
  await startCheckin(page, t("today-checkin-continue"));
  assert.equal(await page.value(t("checkins-q-note")), "half a sentence");
  const liked = t("checkins-q-liked-with", { when: "today", names: SAM.name });
  assert.equal(await page.value(liked), "half a thank");
  await page.click("button", t("checkins-save"));
  await page.sees(t("checkins-saved"));
  for (const words of ["half a sentence", "half a thank", t("checkins-today-2")]) await page.sees(words);
});
