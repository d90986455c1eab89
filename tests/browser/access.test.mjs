// Every page and dialog by the rules of WCAG 2.2 AA that axe can judge, in both themes and both languages.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pages } from "./pages.mjs";
import { expect, test } from "./show.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on the page, a line for each thing. */
async function problems(page) {
  await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const { violations } = await window.axe.run(document, { runOnly: tags });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
    );
  }, TAGS);
}

for (const one of pages)
  test(`${one.name}: nothing against WCAG 2.2 AA`, async ({ page, show }) => {
    for (const language of ["en", "nl"])
      for (const theme of ["light", "dark"]) {
        await show(one, { language, theme });
        expect(await problems(page), `${language}, ${theme}`).toEqual([]);
      }
  });

test("axe would find a text without contrast and a field without a name", async ({ page, show }) => {
  await show({ scene: "locked" });
  await page.evaluate(() => {
    const text = document.querySelector("main").appendChild(document.createElement("p"));
    text.textContent = "hardly there";
    text.style.color = getComputedStyle(document.body).backgroundColor;
    document.querySelector("main").appendChild(document.createElement("input"));
  });
  const found = (await problems(page)).map((line) => line.split(":")[0]);
  expect(found).toEqual(expect.arrayContaining(["color-contrast", "label"]));
});
