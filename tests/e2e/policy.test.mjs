// The content policy of the built program, as the web view itself reports it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { t } from "./people.mjs";
import { scene } from "./scene.mjs";
import { until } from "./until.mjs";

scene("the built page keeps to its policy: nothing from elsewhere is loaded", async ({ open }) => {
  const { page } = await open();
  await page.at(t("setup-welcome-title"));
  await page.run(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      document.documentElement.dataset.policy = event.originalPolicy;
      document.documentElement.dataset.blocked = event.blockedURI;
    });
    new Image().src = "https://example.invalid/picture.png";
  });
  const reported = await until("the picture was refused", () =>
    page.run(() => document.documentElement.dataset.policy),
  );
  assert.match(await page.run(() => document.documentElement.dataset.blocked), /example\.invalid/);
  const config = JSON.parse(readFileSync(new URL("../../src-tauri/tauri.conf.json", import.meta.url)));
  const directives = (policy) =>
    policy
      .split(";")
      .map((one) => one.trim())
      .filter(Boolean)
      .sort();
  assert.deepEqual(directives(reported), directives(config.app.security.csp));
});
