// The card on paper: the size of a pocket, and nothing of the page around it.
import { pages } from "./pages.mjs";
import { expect, test } from "./show.mjs";

const MM = 96 / 25.4;

for (const language of ["en", "nl"])
  test(`the card is printed alone and in pocket size, ${language}`, async ({ page, show }) => {
    await show(
      pages.find((one) => one.name === "card"),
      { language, theme: "dark" },
    );
    await page.emulateMedia({ media: "print" });
    const card = page.locator(".print-only-this");
    const { width, height, x, y } = await card.boundingBox();
    expect(width / MM).toBeCloseTo(85, 0);
    expect(height / MM).toBeCloseTo(120, 0);
    expect([x, y]).toEqual([0, 0]);
    const printed = (await page.evaluate(() => document.body.innerText)).trim();
    expect(printed).toBe((await card.innerText()).trim());
    await expect(card.locator(".number").first()).toBeVisible();
    await expect(card.locator("button")).toHaveCount(2);
    for (const button of await card.locator("button").all()) await expect(button).toBeHidden();
    const ink = await card.evaluate((one) => getComputedStyle(one).color);
    expect(ink).toBe("rgb(0, 0, 0)");
  });

test("a card with very much on it is printed whole", async ({ page, show }) => {
  await show(pages.find((one) => one.name === "card, endless and hostile words"));
  await page.emulateMedia({ media: "print" });
  const { width, inside } = await page.locator(".print-only-this").evaluate((one) => ({
    width: one.getBoundingClientRect().width,
    inside: one.scrollWidth - one.clientWidth,
  }));
  expect(width / MM).toBeCloseTo(85, 0);
  expect(inside).toBe(0);
});
