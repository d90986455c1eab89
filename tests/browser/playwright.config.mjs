// How the built page is tested in Chromium: the system's own, two at a time, nothing downloaded and nothing retried.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "*.test.mjs",
  outputDir: "results",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  reporter: [["list"]],
  use: {
    viewport: { width: 1100, height: 760 },
    // Where a page asks the browser for its language, that is the one of the program's first start.
    locale: "en-GB",
    timezoneId: "Europe/Amsterdam",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.HECHT_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    },
  },
});
