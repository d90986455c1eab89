// Nobody is here any more: it locks by itself after a while, and at once when the computer goes to sleep. What was
// half written is there again, and there is a backup of the day.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LoginService, missing, OTHER_SESSION, OWN_SESSION } from "./bus.mjs";
import { aloneEvening, fillIn, goTo, lock, ROBIN, startCheckin, t, unlock } from "./people.mjs";
import { tree } from "./processes.mjs";
import { scene } from "./scene.mjs";
import { until } from "./until.mjs";

// The program looks at the clock every fifteen seconds.
const LOOK_MS = 40_000;

scene("it locks by itself, and a half-written note is there again", async ({ home, open }) => {
  const { page } = await open();
  await aloneEvening(page);
  const copy = join(home.data, "backups", "household-2026-11-22.hecht");
  await until("there is a backup after the first lock of the day", () => existsSync(copy));

  await unlock(page, ROBIN);
  await startCheckin(page);
  const empty = home.writtenAt;
  await fillIn(page, { today: 2, note: "half a sentence" });
  await until("the draft is kept", () => home.writtenAt > empty);
  await page.type(t("checkins-q-note"), " nobody finished");
  // The keys rest, and it is kept again. Then nobody touches anything.
  const begun = home.writtenAt;
  await until("the draft is kept", () => home.writtenAt > begun);
  await page.toNewWindow(async () => home.setLockClock(5), LOOK_MS);
  await page.at(t("unlock-title"));
  assert.doesNotMatch(await page.text(), /half a sentence/);

  await unlock(page, ROBIN);
  await startCheckin(page, t("today-checkin-continue"));
  await page.sees(t("checkins-left-off"));
  assert.equal(await page.value(t("checkins-q-note")), "half a sentence nobody finished");
  await page.click("button", t("checkins-save"));
  await page.sees(t("checkins-saved"));

  await page.click("link", t("app-more"));
  await page.click("button", t("more-settings"), { isStart: true });
  await page.at(t("preferences-title"));
  await page.sees(join(home.data, "backups"));
  await lock(page);
});

scene("it locks at once when the computer goes to sleep", async ({ home, open }) => {
  const away = join(home.root, "away");
  execFileSync("mkfifo", [away]);
  const { page } = await open({ env: { HECHT_TEST_AWAY: away } });
  await aloneEvening(page);
  await unlock(page, ROBIN);
  await goTo(page, "app-checkins");
  await page.toNewWindow(async () => writeFileSync(away, "sleep"));
  await page.at(t("unlock-title"));
  await unlock(page, ROBIN);
  await page.toNewWindow(async () => writeFileSync(away, "sleep"));
  await page.at(t("unlock-title"));
});

scene(
  "it locks at once when the system's login service says that nobody is here any more",
  async ({ home, open }) => {
    const service = await LoginService.start(home.root);
    try {
      const program = await open({ env: { DBUS_SYSTEM_BUS_ADDRESS: service.address } });
      const { page } = program;
      await service.isAsked();
      await aloneEvening(page);
      const goings = {
        "the computer goes to sleep": () => service.sleeps(true),
        "the session's screen is locked": () => service.locks(OWN_SESSION),
        "another session comes to the screen": () => service.switches(OWN_SESSION, false),
      };
      for (const [what, happens] of Object.entries(goings)) {
        await unlock(page, ROBIN);
        // None of this is somebody going away from here.
        service.sleeps(false);
        service.locks(OTHER_SESSION);
        service.switches(OTHER_SESSION, false);
        service.switches(OWN_SESSION, true);
        await goTo(page, "app-checkins");
        await goTo(page, "app-today");
        await page.toNewWindow(async () => happens());
        await page.at(t("unlock-title"));
        assert.ok(!(await page.text()).includes(t("today-for-today")), what);
      }
      // A bus that ends takes the page's processes along, but not the program: there is a new page.
      await unlock(page, ROBIN);
      const { pid } = program;
      const pages = tree(pid).slice(1);
      service.end();
      await until("there are new processes in the place of the old", () => {
        const [itself, ...now] = tree(pid);
        return itself === pid && now.length >= pages.length && !now.some((one) => pages.includes(one));
      });
    } finally {
      service.end();
    }
  },
  { skip: missing() },
);
