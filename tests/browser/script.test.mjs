// Texts that would run as a script if the page took them for markup: in every text that a reply holds, on every
// page, they are shown as text, break no policy and ask for nothing.
import { readFileSync } from "node:fs";
import { pages } from "./pages.mjs";
import { scenes, script } from "./replay.mjs";
import { expect, test } from "./show.mjs";

const { inside, around } = JSON.parse(
  readFileSync(new URL("../fixtures/scripts.json", import.meta.url), "utf8"),
);
const texts = inside.flatMap((one) =>
  around.map((other) => other.replace("#", () => one.replaceAll("RUN", () => "window.ran=1"))),
);

/** Fields whose words are somebody's own; others hold codes, days and ids. */
const OWN_WORDS = ["note", "liked", "help", "text", "craving", "slip", "use"];
/** The names of people are only replaced where no test clicks on them. */
const WITH_NAMES = ["alone", "damaged", "together"];

/** The reply with a hostile text in every place of words; `next` gives one after the other. */
function hostile(reply, fields, next) {
  if (Array.isArray(reply)) return reply.map((one) => hostile(one, fields, next));
  if (reply === null || typeof reply !== "object") return reply;
  const changed = Object.entries(reply).map(([key, value]) => {
    const isWords = typeof value === "string" && (fields.includes(key) || /\s/.test(value));
    return [key, isWords ? next() : hostile(value, fields, next)];
  });
  return Object.fromEntries(changed);
}

function repliesOf(scene, next) {
  const fields = WITH_NAMES.includes(scene) ? [...OWN_WORDS, "name"] : OWN_WORDS;
  const known = { ...scenes.new, ...scenes.locked, ...scenes.alone, ...scenes[scene] };
  // The printed numbers of helplines and a new spare key come from the program itself.
  const ours = ["list_helplines", "make_recovery_code", "suggest_passphrase"];
  const replies = Object.entries(known).filter(([command]) => !ours.includes(command));
  return Object.fromEntries(replies.map(([command, reply]) => [command, hostile(reply, fields, next)]));
}

/** Gives the texts in turn, from the first again after the last. */
function inTurn() {
  let at = 0;
  return () => texts[at++ % texts.length];
}

/** Remembers what the page asks for beside its own files. */
function watch(page, site) {
  const asked = [];
  page.on("request", (request) => request.url().startsWith(site) || asked.push(request.url()));
  return asked;
}

const ran = (page) => page.evaluate(() => window.ran ?? null);
const shown = (page, wanted) =>
  page.evaluate((all) => all.filter((one) => document.body.textContent.includes(one)), wanted);

test("there are 300 texts, each of its own", () => {
  expect(new Set(texts).size).toBe(300);
});

for (const one of pages)
  test(`${one.name}: script in every text stays text`, async ({ page, show, site }) => {
    const asked = watch(page, site);
    const replies = { ...repliesOf(one.scene, inTurn()), ...one.replies };
    await show({ ...one, replies });
    expect(await ran(page)).toBe(null);
    expect(asked).toEqual([]);
    // At least the name of whoever sits there.
    if (WITH_NAMES.includes(one.scene)) expect(await shown(page, texts)).not.toEqual([]);
  });

test("every one of them is read in the log and in what is found, as it was written", async ({
  page,
  show,
  site,
}) => {
  const asked = watch(page, site);
  const { list_checkins, search } = scenes.alone;
  const row = list_checkins.days[0].checkins.find(({ answers }) => answers.liked ?? answers.note);
  const checkins = texts.map((text, at) => ({
    ...row,
    entry: at.toString(16).padStart(32, "0"),
    answers: { ...row.answers, note: text, liked: text, help: text },
  }));
  const days = [{ ...list_checkins.days[0], checkins }];
  const hits = texts.map((text, at) => ({
    ...search.hits[0],
    entry: at.toString(16).padStart(32, "0"),
    excerpt: [{ text, is_match: true }],
  }));
  const replies = {
    list_checkins: { days, next_before: null },
    search: { hits, is_complete: true, has_more: false },
  };
  for (const name of ["log", "search, found"]) {
    await show({ ...pages.find((other) => other.name === name), replies });
    expect(await shown(page, texts), name).toEqual(texts);
    expect(await ran(page), name).toBe(null);
  }
  expect(asked).toEqual([]);
});

test("a text taken for markup would be noticed", async ({ page, site }) => {
  await page.addInitScript(...script("alone", { language: "en", theme: "light" }));
  await page.goto(site);
  await page.locator("h1").first().waitFor();
  const [text] = texts.filter((one) => one.startsWith("<img"));
  const violations = await page.evaluate(async (markup) => {
    const reported = new Promise((done) => document.addEventListener("securitypolicyviolation", done));
    document.querySelector("main").insertAdjacentHTML("beforeend", markup);
    await reported;
    return window.recorded.violations;
  }, text);
  expect(violations).not.toEqual([]);
  expect(await shown(page, [text])).toEqual([]);
});
