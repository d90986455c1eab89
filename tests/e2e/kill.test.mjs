// What "Saved" promises: the program killed at the moment the word appears has lost nothing.
import { aloneEvening, fillIn, goTo, ROBIN, save, startCheckin, unlock } from "./people.mjs";
import { scene } from "./scene.mjs";

scene("killed right after saved appears, the entry is there", async ({ open }) => {
  const first = await open();
  await aloneEvening(first.page);
  await unlock(first.page, ROBIN);
  await startCheckin(first.page);
  await fillIn(first.page, { today: 3, note: "written before the power went" });
  await save(first.page);
  await first.kill();

  const { page } = await open();
  await unlock(page, ROBIN);
  await goTo(page, "app-checkins");
  await page.sees("written before the power went");
});
