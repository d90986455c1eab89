// Every page at 400 % zoom, that is 320 CSS pixels wide, and with the largest text: nothing is cut off at the side.
import { pages } from "./pages.mjs";
import { expect, test } from "./show.mjs";

test.use({ viewport: { width: 320, height: 640 } });

/** What sticks out at the side, by its tag and class. */
function sticksOut(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
    const wide = [...root.querySelectorAll("*")].filter((one) => {
      const { left, right, width: own } = one.getBoundingClientRect();
      const isShown = one.checkVisibility({ checkVisibilityCSS: true }) && own > 1;
      return isShown && (right > width + 1 || left < -1) && !one.closest(".visually-hidden, .skip");
    });
    const page = document.scrollingElement.scrollWidth > width ? ["the whole page"] : [];
    return [...page, ...wide.map((one) => `${one.localName}.${one.getAttribute("class")}`)];
  });
}

for (const one of pages)
  test(`${one.name}: nothing sticks out at 400 %`, async ({ page, show }) => {
    for (const language of ["en", "nl"])
      for (const text_size of ["normal", "largest"]) {
        await show({ ...one, state: { ...one.state, text_size } }, { language });
        expect(await sticksOut(page), `${language}, ${text_size}`).toEqual([]);
      }
  });

test("something that sticks out would be found", async ({ page, show }) => {
  await show({ scene: "locked" });
  await page.evaluate(() => {
    document.querySelector("h1").style.width = "400px";
  });
  expect(await sticksOut(page)).not.toEqual([]);
});
