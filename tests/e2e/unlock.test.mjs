// Opening and being refused: a wrong passphrase changes nothing in the file, a file that is not Hecht's or is open
// elsewhere is left alone, and a spare key made on one evening opens what a forgotten passphrase would not.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { aloneEvening, firstEvening, goTo, lock, ROBIN, SAM, sitDown, t, unlock } from "./people.mjs";
import { scene } from "./scene.mjs";

function sum(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

scene("a wrong passphrase is told, and the file stays as it was", async ({ home, open }) => {
  const { page } = await open();
  await firstEvening(page);
  const before = sum(home.household);

  await sitDown(page, ROBIN);
  await page.type(t("unlock-passphrase", ROBIN), "not this one");
  await page.click("button", t("unlock-open"));
  await page.sees(t("unlock-wrong-alone"));
  assert.equal(sum(home.household), before);

  await page.type(t("unlock-passphrase", ROBIN), ROBIN.passphrase);
  await page.click("checkbox", SAM.name, { isStart: true });
  await page.click("button", t("unlock-next", SAM));
  await page.type(t("unlock-passphrase", SAM), ROBIN.passphrase);
  await page.click("button", t("unlock-open"));
  await page.find("alert", null);
  assert.equal(await page.is("heading", t("unlock-title")), true);
  assert.equal(sum(home.household), before);

  await page.type(t("unlock-passphrase", SAM), SAM.passphrase);
  await page.click("button", t("unlock-open"));
  await page.sees(t("today-for-today"));
});

scene("a file that is not Hecht's is refused and left alone", async ({ home, open }) => {
  mkdirSync(home.data);
  writeFileSync(home.household, "a shopping list\n".repeat(2_000));
  const before = sum(home.household);
  const { page } = await open();
  await page.at(t("refused-title"));
  await page.sees(t("refused-not-hecht-what"));
  await page.click("button", t("refused-again"));
  await page.sees(t("refused-not-hecht-what"));
  assert.equal(sum(home.household), before);
});

scene("a household that is open elsewhere says so", async ({ open }) => {
  const first = await open();
  await aloneEvening(first.page);
  const second = await open();
  await second.page.at(t("refused-title"));
  await second.page.sees(t("refused-open-elsewhere-what"));
  await first.close();
  await second.page.click("button", t("refused-again"));
  await unlock(second.page, ROBIN);
});

scene("a spare key is made, confirmed and used", async ({ open }) => {
  const { page } = await open();
  await firstEvening(page);
  await unlock(page, ROBIN);
  await page.click("button", t("today-recovery-make"));
  await page.sees(t("recovery-warning"));

  await page.type(t("recovery-passphrase"), "not this one");
  await page.click("button", t("recovery-make"));
  await page.sees(t("error-wrong-passphrase"));
  await page.retype(t("recovery-passphrase"), ROBIN.passphrase);
  await page.click("button", t("recovery-make"));
  await page.sees(t("recovery-once"));
  const code = await page.run(() =>
    [...document.querySelectorAll("section li code")].map((group) => group.textContent),
  );
  assert.equal(code.length, 8);
  const asked = await page.run(
    (labels) =>
      labels.findIndex((label) =>
        [...document.querySelectorAll("label")].some((one) => one.textContent === label),
      ),
    code.map((_, index) => t("recovery-confirm-group", { group: index + 1 })),
  );
  const label = t("recovery-confirm-group", { group: asked + 1 });
  await page.type(label, code[asked] === "2222" ? "3333" : "2222");
  await page.click("button", t("recovery-confirm-button"));
  await page.sees(t("error-code-mismatch"));
  await page.retype(label, code[asked]);
  await page.click("button", t("recovery-confirm-button"));
  await page.sees(t("recovery-confirmed"));
  await lock(page);

  await sitDown(page, ROBIN);
  await page.click("button", t("unlock-forgot"));
  await page.at(t("forgot-title"));
  await page.type(t("forgot-code"), code.join(" ").toLowerCase());
  await page.type(t("setup-passphrase-own"), "harbour pencil thunder moss");
  await page.click("button", t("forgot-use"));
  await page.sees(t("today-for-today"));
  await goTo(page, "app-checkins");
  for (const words of [ROBIN.liked, SAM.liked]) await page.sees(words);
  await lock(page);

  await sitDown(page, ROBIN);
  await page.type(t("unlock-passphrase", ROBIN), ROBIN.passphrase);
  await page.click("button", t("unlock-open"));
  await page.sees(t("unlock-wrong-alone"));
  await page.type(t("unlock-passphrase", ROBIN), "harbour pencil thunder moss");
  await page.click("button", t("unlock-open"));
  await page.sees(t("today-for-today"));
});
