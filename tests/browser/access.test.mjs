// Every page and dialog by the rules of WCAG 2.2 AA that axe can judge, in both themes and both languages.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pages } from "./pages.mjs";
import { expect, test } from "./show.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on the page, a line for each thing. */
async function problems(page, what = TAGS) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, { runOnly, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
    );
  }, what);
}

for (const one of pages)
  test(`${one.name}: nothing against WCAG 2.2 AA`, async ({ page, show }) => {
    for (const language of ["en", "nl"]) {
      await show(one, { language, theme: "light" });
      expect(await problems(page), `${language}, light`).toEqual([]);
      // The other theme changes colours and nothing else.
      await page.evaluate(() => (document.documentElement.dataset.theme = "dark"));
      expect(await problems(page, ["color-contrast"]), `${language}, dark`).toEqual([]);
    }
  });

test("axe would find a text without contrast and a field without a name", async ({ page, show }) => {
  await show({ scene: "locked" });
  await page.evaluate(() => {
    const text = document.querySelector("main").appendChild(document.createElement("p"));
    text.textContent = "hardly there";
    text.style.color = "rgb(210, 205, 200)";
    document.querySelector("main").appendChild(document.createElement("input"));
  });
  const found = (await problems(page)).map((line) => line.split(":")[0]);
  expect(found).toEqual(expect.arrayContaining(["color-contrast", "label"]));
});
