// The page is neutral before anything is asked of the core, in every way to lock: while the core has not
// answered, nothing of the session is shown, whatever was open.
import { pages } from "./pages.mjs";
import { expect, test } from "./show.mjs";
import { texts } from "../e2e/texts.mjs";

const t = texts("en");

/** Holds the reply to `lock`, and keeps what the page showed when it was asked for. */
function hold() {
  const { invoke } = window.__TAURI_INTERNALS__;
  const points = [0.02, 0.25, 0.5, 0.75, 0.98];
  window.shown = () => ({
    text: document.documentElement.innerText.trim(),
    things: points.flatMap((across) =>
      points
        .map((down) => document.elementFromPoint(across * window.innerWidth, down * window.innerHeight))
        .filter((thing) => thing && thing !== document.documentElement)
        .map((thing) => thing.tagName),
    ),
    title: document.title,
  });
  const answer = new Promise((done) => (window.answer = done));
  window.__TAURI_INTERNALS__.invoke = async (command, request) => {
    if (command === "lock") {
      window.shownWhenAsked = window.shown();
      await answer;
    }
    return invoke(command, request);
  };
}

const neutral = { text: "", things: [], title: "Hecht" };

const ways = {
  "Ctrl+L": (page) => page.keyboard.press("Control+l"),
  "Esc three times": async (page) => {
    for (let times = 0; times < 3; times += 1) await page.keyboard.press("Escape");
  },
  "the button": (page) => page.getByRole("navigation").getByRole("button", { name: t("app-lock") }).click(),
};

for (const [way, lock] of Object.entries(ways))
  for (const name of ["today", "check-in", "log", "search, found"])
    test(`${way} on the page “${name}”: neutral before the core is asked`, async ({ page, show }) => {
      await show(pages.find((one) => one.name === name));
      await page.evaluate(hold);
      expect((await page.evaluate(() => window.shown())).text).not.toBe("");
      await lock(page);
      await expect.poll(() => page.evaluate(() => window.shownWhenAsked ?? null)).toEqual(neutral);
      expect(await page.evaluate(() => window.shown())).toEqual(neutral);
      await page.evaluate(() => window.answer());
      await expect(page.getByRole("heading", { name: t("unlock-title") })).toBeVisible();
    });

test("an open dialog goes too", async ({ page, show }) => {
  await show(pages.find((one) => one.name === "erase myself?"));
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.evaluate(hold);
  await page.keyboard.press("Control+l");
  await expect.poll(() => page.evaluate(() => window.shownWhenAsked ?? null)).toEqual(neutral);
  await page.evaluate(() => window.answer());
});
