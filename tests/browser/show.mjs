// What every test of the page starts from: the served page in a scene, and the promise that it keeps to the
// Content Security Policy, logs no error and asks nothing that was not recorded.
import { test as base, expect } from "@playwright/test";
import { texts } from "../e2e/texts.mjs";
import { script } from "./replay.mjs";
import { serve } from "./site.mjs";

export { expect };

export const test = base.extend({
  site: [
    async ({}, use) => {
      const site = await serve();
      await use(site.address);
      site.stop();
    },
    { scope: "worker" },
  ],
  /** `show(one, { language, theme })` opens one of the pages of pages.mjs. */
  show: async ({ page, site }, use) => {
    const wrong = [];
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    page.on("pageerror", (problem) => wrong.push(String(problem)));
    const keepsPromise = async () => {
      const { violations, unknown } = await page.evaluate(() => window.recorded);
      expect({ violations, unknown, wrong }).toEqual({ violations: [], unknown: [], wrong: [] });
    };
    let isShown = false;
    await use(
      async ({ scene, go = () => undefined, ...with_ }, { language = "en", theme = "light" } = {}) => {
        if (isShown) await keepsPromise();
        // The newest script answers; scripts of an earlier showing run before it and are replaced.
        await page.addInitScript(...script(scene, { language, theme, ...with_ }));
        await page.goto(site);
        await page.locator("h1").first().waitFor();
        await go(page, texts(language));
        isShown = true;
      },
    );
    if (isShown) await keepsPromise();
  },
});
