// Keys and spaces in the real window: a new passphrase, turns at one keyboard, and leaving.
import assert from "node:assert/strict";
import { checkIn, firstEvening, goTo, lock, ROBIN, SAM, sitDown, t, unlock } from "./people.mjs";
import { scene } from "./scene.mjs";

const NEW = { ...ROBIN, passphrase: "letter window canal heron" };

scene("a new passphrase opens, the old one does not, and everything is still there", async ({ open }) => {
  const { page } = await open();
  await firstEvening(page);
  await unlock(page, ROBIN);
  await checkIn(page, { note: "Robin's private note", liked: "Robin shared this", other: SAM });
  await goTo(page, "app-more");
  await page.click("button", t("more-passphrase"), { isStart: true });
  await page.at(t("members-passphrase-title"));
  await page.type(t("members-passphrase-old"), ROBIN.passphrase);
  await page.type(t("setup-passphrase-own"), NEW.passphrase);
  await page.click("button", t("members-passphrase-do"));
  await page.sees(t("members-passphrase-done"));
  await lock(page);

  await sitDown(page, ROBIN);
  await page.type(t("unlock-passphrase", ROBIN), ROBIN.passphrase);
  await page.click("button", t("unlock-open"));
  await page.sees(t("unlock-wrong-alone"));
  await page.retype(t("unlock-passphrase", ROBIN), NEW.passphrase);
  await page.click("button", t("unlock-open"));
  await page.sees(t("today-for-today"));
  await goTo(page, "app-checkins");
  for (const words of ["Robin's private note", "Robin shared this", SAM.liked]) await page.sees(words);
  await lock(page);
  await unlock(page, SAM);
  await goTo(page, "app-checkins");
  await page.sees("Robin shared this");
});

scene("two take turns, one leaves with their words, and the other is told plainly", async ({ open }) => {
  const { page } = await open();
  await firstEvening(page);
  await unlock(page, ROBIN, SAM);
  await page.click("button", t("today-checkin-start"));
  await page.click("button", SAM.name);
  await page.click("button", t("checkins-turn-open", SAM));
  await page.type(t("checkins-q-liked-with", { when: "today", names: ROBIN.name }), "We laughed");
  await page.click("button", t("checkins-save"));
  await page.sees(t("checkins-turn-saved"));
  await lock(page);

  await unlock(page, SAM);
  await goTo(page, "app-checkins");
  await page.sees(t("checkins-together-turn", SAM));
  await goTo(page, "app-more");
  await page.click("button", t("more-spaces"), { isStart: true });
  await page.click("button", t("spaces-page"), { isStart: true, nth: 0 });
  await page.click("radio", t("spaces-words-withdraw"), { isStart: true });
  await page.click("button", t("spaces-leave-do"));
  await page.sees(t("spaces-leave-warning"));
  await page.click("button", t("spaces-leave-yes"));
  await goTo(page, "app-checkins");
  for (const words of ["We laughed", SAM.liked]) await page.sees(words);
  assert.doesNotMatch(await page.text(), new RegExp(ROBIN.liked));
  await lock(page);

  await unlock(page, ROBIN);
  await goTo(page, "app-more");
  await page.click("button", t("more-spaces"), { isStart: true });
  await page.sees(t("spaces-left", { count: 1, names: SAM.name }));
  await goTo(page, "app-checkins");
  await page.sees(ROBIN.liked);
  assert.doesNotMatch(await page.text(), new RegExp(`We laughed|${SAM.liked}`));
});
