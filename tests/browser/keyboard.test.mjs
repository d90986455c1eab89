// The whole check-in by the keyboard alone, and a focus that can be seen and is never covered, also where the
// computer prescribes its colours.
import { pages } from "./pages.mjs";
import { expect, test } from "./show.mjs";
import { texts } from "../e2e/texts.mjs";

const t = texts("en");
const named = (name) => pages.find((one) => one.name === name);

/** Presses Tab until something has the focus. */
async function tabTo(page, target) {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press("Tab");
    expect(await covered(page)).toBe(null);
  }
  throw new Error(`Tab never reaches ${target}`);
}

/** Names what has the focus when something else lies over all of it (WCAG 2.4.11). */
function covered(page) {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === document.body) return null;
    const shown = focused.matches(".visually-hidden") ? focused.closest("label") : focused;
    const { left, right, top, bottom } = shown.getBoundingClientRect();
    const inside = (share) => [left + (right - left) * share, top + (bottom - top) * share];
    const isSeen = [0.1, 0.5, 0.9].some((share) => {
      const above = document.elementFromPoint(...inside(share));
      return above && (shown.contains(above) || above.contains(shown));
    });
    return isSeen ? null : shown.outerHTML.slice(0, 200);
  });
}

test("a whole check-in without a mouse", async ({ page, show }) => {
  await show({ scene: "alone" });
  const { keyboard } = page;
  const radio = (name, nth = 0) => page.getByRole("radio", { name, exact: true }).nth(nth);
  const field = (key, args) =>
    page.getByLabel(t(key, { who: "me", when: "today", ...args }), { exact: true });

  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: t("today-checkin-start"), exact: true }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: t("checkins-form-title") })).toBeFocused();

  await tabTo(page, radio(t("checkins-today-1")));
  await keyboard.press("Space");
  for (let step = 1; step < 4; step += 1) await keyboard.press("ArrowRight");
  await expect(radio(t("checkins-today-4"))).toBeChecked();
  await tabTo(page, page.getByRole("checkbox", { name: t("checkins-mood-calm") }));
  await keyboard.press("Space");
  await tabTo(page, field("checkins-q-note"));
  await keyboard.type("by keyboard");

  await tabTo(page, field("checkins-q-liked-with", { names: "Sam" }));
  await keyboard.type("no mouse needed");
  await tabTo(page, field("checkins-q-help"));
  await keyboard.type("a longer cable");
  await keyboard.press("Shift+Tab");
  await expect(field("checkins-q-liked-with", { names: "Sam" })).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: t("checkins-save"), exact: true }));
  await keyboard.press("Enter");

  await expect(page.getByText(t("checkins-saved"))).toBeVisible();
  const calls = await page.evaluate(() => window.recorded.calls);
  const { request } = calls.find(({ command }) => command === "create_checkin");
  expect(request.on).toBe("2026-11-22");
  expect(request.private).toMatchObject({ today: 4, moods: ["calm"], note: "by keyboard" });
  expect(request.shared.answers).toMatchObject({ liked: "no mouse needed", help: "a longer cable" });
});

test("a choice on a scale can be taken back by a key, and Ctrl+Enter saves", async ({ page, show }) => {
  await show(named("check-in"));
  const good = page.getByRole("radio", { name: t("checkins-today-4"), exact: true }).first();
  await good.focus();
  await page.keyboard.press("Space");
  await expect(good).toBeChecked();
  await page.keyboard.press("Delete");
  await expect(good).not.toBeChecked();
  await page.keyboard.press("Space");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText(t("checkins-saved"))).toBeVisible();
});

test("the keys of the desktop go to their pages, and Esc closes what lies on top", async ({ page, show }) => {
  await show({ scene: "alone" });
  const ways = {
    "Control+f": "search-title",
    "Control+,": "preferences-title",
    "Control+k": "plans-title",
    F1: "help-title",
    "Control+n": "checkins-form-title",
  };
  for (const [key, title] of Object.entries(ways)) {
    await page.keyboard.press(key);
    await expect(page.getByRole("heading", { level: 1, name: t(title), exact: true })).toBeVisible();
  }
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(page.getByRole("heading", { level: 1, name: t("help-title") })).toBeFocused();

  await show(named("withdraw"));
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

for (const one of pages)
  test(`${one.name}: Tab goes through everything, always in sight`, async ({ page, show }) => {
    await show(one);
    const seen = new Set();
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press("Tab");
      expect(await covered(page)).toBe(null);
      const now = await page.evaluate(() => {
        window.visited ??= new Map();
        const { activeElement } = document;
        if (activeElement === document.body) return "the end";
        if (!window.visited.has(activeElement)) window.visited.set(activeElement, window.visited.size);
        return window.visited.get(activeElement);
      });
      if (now === "the end" || seen.has(now)) break;
      seen.add(now);
    }
    expect(seen.size).toBeGreaterThan(0);
  });

/** A picture of a thing and what is just around it. */
async function around(page, target) {
  const box = await target.boundingBox();
  const [x, y] = [Math.max(0, box.x - 8), Math.max(0, box.y - 8)];
  return page.screenshot({
    clip: { x, y, width: box.width + 16, height: box.height + 16 },
    animations: "disabled",
    caret: "hide",
  });
}

for (const forcedColors of ["none", "active"])
  test(`the focus can be seen, forced colours ${forcedColors}`, async ({ page, show }) => {
    await page.emulateMedia({ forcedColors });
    await show(named("check-in"));
    const targets = [
      page.getByRole("link", { name: t("app-today"), exact: true }),
      page.getByRole("button", { name: t("checkins-save"), exact: true }),
      page.getByRole("radio", { name: t("checkins-today-2"), exact: true }).first(),
      page.getByRole("checkbox", { name: t("checkins-mood-tired") }),
      page.getByLabel(t("checkins-q-note")),
      page.locator("summary").first(),
    ];
    for (const target of targets) {
      const label = target.locator("xpath=ancestor::label");
      const shown = (await label.count()) > 0 ? label : target;
      await shown.scrollIntoViewIfNeeded();
      const before = await around(page, shown);
      // A key first, so that the browser shows the focus as after a key.
      await page.keyboard.press("Shift");
      await target.focus();
      const after = await around(page, shown);
      expect(after.equals(before), `${target}`).toBe(false);
      await target.blur();
    }
  });
