// Pictures of every page and dialog of the real program, in both languages and both themes, into HECHT_SHOTS_DIR;
// the main ones also narrow. With --readme, the picture in ui/pictures is made anew too.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join as path } from "node:path";
import * as people from "./people.mjs";
import { goTo, lock, sitDown, speak, startCheckin, unlock } from "./people.mjs";
import { Home, Program } from "./program.mjs";

const folder = process.env.HECHT_SHOTS_DIR;
if (!folder) throw new Error("HECHT_SHOTS_DIR is not set; `cargo xtask shots DIR` sets it.");
mkdirSync(folder, { recursive: true });
const forReadme = process.argv.includes("--readme") || Boolean(process.env.HECHT_SHOTS_README);
const WIDE = 1100;
const NARROW = 420;
const HEIGHT = 760;
const t = (key, args) => people.t(key, args);
const words = {
  en: {
    note: "Walked home the long way. It was quiet in my head for once.",
    changed: "Walked home the long way, past the river. It was quiet in my head for once.",
    liked: "You had soup ready when I came in.",
    wanted: "coffee",
    robin: people.ROBIN,
    sam: people.SAM,
  },
  nl: {
    note: "De lange weg naar huis gelopen. Het was even stil in mijn hoofd.",
    changed: "De lange weg naar huis gelopen, langs de rivier. Het was even stil in mijn hoofd.",
    liked: "Je had soep klaar toen ik binnenkwam.",
    wanted: "koffie",
    robin: {
      ...people.ROBIN,
      liked: "Je stond op me te wachten bij het station.",
      help: "Een rondje voor het eten.",
    },
    sam: { ...people.SAM, liked: "Dat je over dinsdag vertelde.", help: "Op tijd naar bed." },
  },
};
let language = "en";
let taken = 0;

/** Takes what is shown in both themes; the page stays as it is. */
async function shot(page, name, { isNarrowToo = false } = {}) {
  await shotNow(page, name);
  if (!isNarrowToo) return;
  await page.resize(NARROW, HEIGHT);
  await shotNow(page, `${name}-narrow`);
  await page.resize(WIDE, HEIGHT);
}

async function shotNow(page, name) {
  for (const theme of ["dark", "light"]) {
    await page.run((wanted) => (document.documentElement.dataset.theme = wanted), theme);
    await page.picture(path(folder, `${name}-${language}-${theme}.png`));
    taken += 1;
  }
}

/** Runs on a home of its own, in the language of now. */
async function on(args, walk, prepare = () => undefined) {
  const home = new Home();
  prepare(home);
  const env = { LANG: language === "nl" ? "nl_NL.UTF-8" : "C.UTF-8" };
  const program = await Program.open(home, { args, env });
  try {
    await program.page.resize(WIDE, HEIGHT);
    await walk(program.page, home);
  } catch (problem) {
    // The other walks are taken all the same.
    console.error(problem, `\nOn the page:\n${await program.page.text().catch(() => "nothing")}`);
    process.exitCode = 1;
  } finally {
    await program.close();
    home.remove();
  }
}

async function behindTheCurtain(page, { name, passphrase }, isFirst) {
  await page.click("button", t("setup-curtain-open-new"));
  await page.at(t("right-title"));
  if (isFirst) await shot(page, "setup-right-alone");
  await page.click("button", t("right-continue"));
  await page.at(t("setup-person-title"));
  await page.sees(t("setup-passphrase-offer"));
  if (isFirst) await shot(page, "setup-person", { isNarrowToo: true });
  await page.type(t("setup-person-name"), name);
  if (isFirst) {
    await page.type(t("setup-passphrase-own"), "robin1990");
    await page.click("button", t("setup-person-done"));
    await page.find("button", t("setup-passphrase-anyway"));
    await shot(page, "setup-person-weak");
    await page.retype(t("setup-passphrase-own"), passphrase);
    await page.sees(t("setup-reason-good"));
    await shot(page, "setup-person-strong");
  } else await page.type(t("setup-passphrase-own"), passphrase);
  await page.click("button", t("setup-person-done"));
}

async function firstEvening(page) {
  const { robin, sam } = words[language];
  await page.at(t("setup-welcome-title"));
  await shot(page, "first", { isNarrowToo: true });
  await page.click("button", t("setup-welcome-begin"));
  await page.at(t("right-title"));
  await shot(page, "setup-right", { isNarrowToo: true });
  await page.click("button", t("right-continue"));
  await page.at(t("setup-who-title"));
  await shot(page, "setup-who", { isNarrowToo: true });
  await page.click("button", t("setup-who-together"), { isStart: true });
  await page.at(t("setup-curtain-new", { nth: 1 }));
  await shot(page, "setup-curtain", { isNarrowToo: true });
  await behindTheCurtain(page, robin, true);
  await page.at(t("setup-curtain-new", { nth: 2 }));
  await behindTheCurtain(page, sam, false);
  await page.at(t("setup-people-title"));
  await shot(page, "setup-people");
  await page.click("button", t("setup-people-all"));
  await page.at(sam.name);
  await shot(page, "setup-curtain-named");
  await page.click("button", t("setup-curtain-open", { name: sam.name }));
  await page.at(t("setup-space-title"));
  await shot(page, "setup-space", { isNarrowToo: true });
  await page.click("button", t("setup-space-accept"));
  await page.at(robin.name);
  await page.click("button", t("setup-curtain-open", { name: robin.name }));
  await page.click("button", t("setup-space-accept"));
  await page.at(t("setup-question-title", { name: robin.name }));
  await shot(page, "setup-question", { isNarrowToo: true });
  await people.answer(page, robin, sam);
  await page.at(sam.name);
  await page.click("button", t("setup-curtain-open", { name: sam.name }));
  await people.answer(page, sam, robin);
  await page.at(t("setup-waiting-title"));
  await shot(page, "setup-waiting");
  await page.toNewWindow(() => page.click("button", t("setup-enough")));
  await page.at(t("unlock-title"));
  await shot(page, "lock", { isNarrowToo: true });
  await unlock(page, robin);
  await shot(page, "today-first-week");
  await lock(page);
  await joining(page);
}

async function joining(page) {
  await page.click("button", t("unlock-join"));
  await page.at(t("right-title"));
  await shot(page, "join-right");
  await page.click("button", t("right-continue"));
  await page.type(t("setup-person-name"), "Noa");
  await page.type(t("setup-passphrase-own"), "gravel piano tulip snow");
  await page.click("button", t("setup-person-done"));
  await page.at(t("setup-joined-title", { name: "Noa" }));
  await shot(page, "join-done");
  await page.toNewWindow(() => page.click("button", t("app-lock")));
}

async function onlyMe(page) {
  await people.begin(page);
  await page.click("button", t("setup-who-alone"), { isStart: true });
  await page.type(t("setup-person-name"), "Robin");
  await page.type(t("setup-passphrase-own"), people.ROBIN.passphrase);
  await page.click("button", t("setup-person-done"));
  await page.at(t("setup-question-title", { name: "Robin" }));
  await shot(page, "setup-question-alone");
  await page.click("button", t("setup-question-skip"));
  await page.at(t("setup-read-title-none"));
  await shot(page, "setup-read-alone");
  await page.toNewWindow(() => page.click("button", t("setup-enough")));
  await page.at(t("unlock-title"));
  await shot(page, "lock-one");
  await unlock(page, people.ROBIN);
  await shot(page, "today-alone");
  await goTo(page, "app-checkins");
  await shot(page, "log-empty");
  await goTo(page, "app-plans");
  await page.find("button", t("plans-begin"));
  await shot(page, "card-empty", { isNarrowToo: true });
}

async function example(page, home) {
  await page.at(t("unlock-title"));
  const [robin, sam] = home.examplePeople;
  await shot(page, "lock-example", { isNarrowToo: true });
  await sitDown(page, robin);
  await page.type(t("unlock-passphrase", robin), "not this one");
  await page.click("button", t("unlock-open"));
  await page.sees(t("unlock-wrong-alone"));
  await shot(page, "lock-wrong");
  await page.retype(t("unlock-passphrase", robin), robin.passphrase);
  await page.click("checkbox", sam.name, { isStart: true });
  await page.click("button", t("unlock-next", sam));
  await page.find("textbox", t("unlock-passphrase", sam));
  await shot(page, "lock-together", { isNarrowToo: true });
  await page.type(t("unlock-passphrase", sam), sam.passphrase);
  await page.click("button", t("unlock-open"));
  await page.sees(t("today-for-today"));
  await together(page, robin);
  await lock(page);
  await beforeUnlocking(page);
  await unlock(page, robin);
  await alone(page, home, robin, sam);
}

async function together(page, robin) {
  await shot(page, "today-together", { isNarrowToo: true });
  await page.click("button", t("today-checkin-start"));
  await page.at(t("checkins-turn-title"));
  await shot(page, "turns", { isNarrowToo: true });
  await page.click("button", robin.name);
  await shot(page, "turn-curtain");
  await page.click("button", t("checkins-turn-open", robin));
  await page.find("button", t("checkins-save"));
  await shot(page, "checkin-together");
  await goTo(page, "app-checkins");
  await page.find("heading", null, { nth: 1 });
  await shot(page, "log-together");
  await goTo(page, "app-plans");
  await page.sees(t("plans-together"));
  await shot(page, "card-together");
  await goTo(page, "app-more");
  await shot(page, "more-together");
  await page.click("button", t("more-settings"), { isStart: true });
  await page.sees(t("preferences-shortcuts"));
  await shot(page, "settings-together");
}

async function beforeUnlocking(page) {
  await page.click("button", t("app-help"));
  await page.at(t("help-title"));
  await shot(page, "help-locked", { isNarrowToo: true });
  await page.click("button", t("kit-back"));
  await page.click("button", t("unlock-forgot"));
  await page.at(t("forgot-title"));
  await shot(page, "forgot");
  await page.click("button", t("kit-back"));
}

async function alone(page, home, robin, sam) {
  await shot(page, "today", { isNarrowToo: true });
  if (forReadme && language === "en") {
    const pictures = new URL("../../ui/pictures/", import.meta.url);
    mkdirSync(pictures, { recursive: true });
    copyFileSync(path(folder, "today-en-light.png"), new URL("today-en.png", pictures));
  }
  await page.resize(NARROW, HEIGHT);
  await page.click("button", t("app-menu"));
  await page.find("link", t("app-search"));
  await shotNow(page, "menu-narrow");
  await page.resize(WIDE, HEIGHT);
  await checkin(page, sam);
  await log(page, home);
  await search(page);
  await further(page, robin);
}

async function checkin(page, sam) {
  await startCheckin(page);
  await shot(page, "checkin", { isNarrowToo: true });
  await page.click("button", t("checkins-more-me"));
  await page.sees(t("checkins-more-label"));
  await shot(page, "checkin-more");
  await page.click("button", t("checkins-more-me"));
  await page.click("button", t("checkins-day-earlier"));
  await page.find("list", t("kit-month"));
  await shot(page, "checkin-earlier");
  await page.click("button", t("checkins-day-today"));
  await page.click("radio", t("checkins-today-4"), { nth: 0 });
  await page.click("checkbox", t("checkins-mood-calm"));
  await page.type(t("checkins-q-note"), words[language].note);
  await page.click("radio", t("checkins-for", { names: "" }).trim(), { isStart: true, nth: 0 });
  await page.type(t("checkins-q-liked-with", { when: "today", names: sam.name }), words[language].liked);
  await shot(page, "checkin-shared", { isNarrowToo: true });
  await page.click("button", t("checkins-save"));
  await page.sees(t("checkins-saved"));
}

async function log(page, home) {
  await shot(page, "log-saved");
  await goTo(page, "app-today");
  await goTo(page, "app-checkins");
  await page.find("heading", null, { nth: 1 });
  await shot(page, "log", { isNarrowToo: true });
  await page.click("button", t("checkins-filter"));
  await page.find("list", t("checkins-filter-period"));
  await shot(page, "log-filter");
  await page.click("button", t("checkins-filter"));
  const change = t("checkins-edit-label", { day: "" }).trim();
  await page.click("button", change, { isStart: true, nth: 0 });
  await page.at(t("checkins-edit-title"));
  await shot(page, "log-change", { isNarrowToo: true });
  await page.press("Escape");
  await page.find("button", t("checkins-filter"));
  await page.click("button", t("checkins-withdraw-label", { day: "" }).trim(), { isStart: true, nth: 0 });
  await page.at(t("checkins-withdraw-title"));
  await shot(page, "log-withdraw");
  await page.press("Escape");
  await page.find("button", t("checkins-filter"));
  // Later than the thirty minutes' grace, a change leaves the earlier words to be read.
  home.setClock(31);
  await page.click("button", change, { isStart: true, nth: 0 });
  await page.retype(t("checkins-q-note"), words[language].changed);
  await page.click("button", t("checkins-edit-save"));
  await page.click("button", t("checkins-earlier-words"));
  await page.sees(words[language].note);
  await shot(page, "log-earlier-words");
}

async function search(page) {
  await goTo(page, "app-search");
  await shot(page, "search");
  await page.type(t("search-label"), words[language].wanted);
  await page.click("checkbox", t("search-shared"));
  await page.click("button", t("search-title"));
  await page.find("button", t("search-open", { day: "" }).trim(), { isStart: true, nth: 0 });
  await shot(page, "search-hits", { isNarrowToo: true });
  await page.retype(t("search-label"), "zzyzx");
  await page.click("button", t("search-title"));
  await page.sees(t("search-nothing"));
  await shot(page, "search-nothing");
}

async function further(page, robin) {
  await hardTimes(page);
  await goTo(page, "app-more");
  await shot(page, "more", { isNarrowToo: true });
  for (const [key, lastWords] of [
    ["spaces", "spaces-propose-do"],
    ["settings", "preferences-words-save"],
    ["right", "right-helplines"],
    ["hides", "hides-advice"],
    ["passphrase", "members-passphrase-do"],
    ["erase", "members-erase-first"],
    ["help", "help-lines-other"],
    ["recovery", "recovery-make"],
  ]) {
    await goTo(page, "app-more");
    await page.click("button", t(`more-${key}`), { isStart: true });
    await page.sees(t(lastWords));
    await shot(page, key, { isNarrowToo: true });
  }
  await page.type(t("recovery-passphrase"), robin.passphrase);
  await page.click("button", t("recovery-make"));
  await page.sees(t("recovery-once"));
  await shot(page, "recovery-shown", { isNarrowToo: true });
  await changing(page, robin);
  await erasing(page);
  await ofSpaces(page);
}

/** The pages on which a passphrase is changed: once it is, the old one opens nothing. */
async function changing(page, robin) {
  await fromMore(page, "passphrase", "members-passphrase-do");
  await page.type(t("members-passphrase-old"), robin.passphrase);
  await page.type(t("setup-passphrase-own"), "gravel piano tulip snow");
  await page.sees(t("setup-reason-good"));
  await page.click("button", t("members-passphrase-do"));
  await page.sees(t("members-passphrase-done"));
  await shot(page, "passphrase-changed");
}

async function fromMore(page, key, lastWords) {
  await goTo(page, "app-more");
  await page.click("button", t(`more-${key}`), { isStart: true });
  await page.sees(t(lastWords));
}

/** Up to the last question, which is answered with no. */
async function erasing(page) {
  for (const what of ["private", "me"]) {
    await fromMore(page, "erase", "members-erase-first");
    await page.click("button", t(`members-erase-${what}`));
    await page.sees(t("members-erase-stays-copies"));
    await shot(page, `erase-${what}`, { isNarrowToo: true });
  }
  await page.click("radio", t("spaces-words-stay"), { isStart: true });
  await page.type(t("recovery-passphrase"), "gravel piano tulip snow");
  await page.click("button", t("members-erase-me"));
  await page.at(t("members-erase-me-sure"));
  await shot(page, "erase-me-sure");
  await page.press("Escape");
}

/** A space's own page, stepping back from everything, and leaving: the last picture of this household. */
async function ofSpaces(page) {
  await fromMore(page, "spaces", "spaces-propose-do");
  await page.click("button", t("spaces-page"), { isStart: true, nth: 0 });
  await page.sees(t("spaces-close-quiet"));
  await shot(page, "space", { isNarrowToo: true });
  await page.click("button", t("spaces-close-do"));
  await page.sees(t("spaces-close-final"));
  await page.click("button", t("spaces-close-yes"));
  await page.sees(t("spaces-close-mine"));
  await shot(page, "space-closing");
  await page.click("radio", t("spaces-back-from-all"), { isStart: true });
  await page.click("radio", t("spaces-back-until-day"));
  await page.find("list", t("kit-month"));
  await shot(page, "space-back-until");
  await page.click("radio", t("spaces-back-until-open"));
  await page.click("button", t("spaces-back-do"));
  await page.sees(t("spaces-back-now-all"));
  await shot(page, "space-back");
  await page.click("link", t("app-today"));
  await page.sees(t("spaces-back-now-all"));
  await shot(page, "today-quiet", { isNarrowToo: true });
  await page.click("button", t("spaces-back-come"));
  await page.sees(t("today-for-today"));
  await fromMore(page, "spaces", "spaces-propose-do");
  await page.click("button", t("spaces-page"), { isStart: true, nth: 0 });
  await page.sees(t("spaces-close-quiet"));
  await page.click("radio", t("spaces-words-stay"), { isStart: true });
  await page.click("button", t("spaces-leave-do"));
  await page.sees(t("spaces-leave-then-stay"));
  await shot(page, "space-leave");
  await page.click("button", t("spaces-leave-yes"));
  await page.click("button", t("spaces-to-list"));
  await page.sees(t("spaces-propose-do"));
  await shot(page, "spaces-left");
}

async function hardTimes(page) {
  await goTo(page, "app-plans");
  await page.sees(t("plans-first"));
  await shot(page, "card", { isNarrowToo: true });
  await page.click("button", t("plans-change"));
  await page.find("textbox", t("plans-go"));
  await shot(page, "card-writing", { isNarrowToo: true });
  await goTo(page, "app-help");
  await page.click("button", t("help-own-add"));
  await page.find("textbox", t("help-own-name"));
  await shot(page, "help-adding", { isNarrowToo: true });
  await page.click("button", t("help-own-cancel"));
  await page.click("button", t("help-own-remove-label", { name: "" }).trim(), { isStart: true, nth: 0 });
  await page.at(t("help-own-remove-title"));
  await shot(page, "help-removing");
  await page.press("Escape");
  await page.find("button", t("help-own-add"));
}

async function refused(page) {
  await page.at(t("refused-title"));
  await shot(page, "refused", { isNarrowToo: true });
}

for (language of ["en", "nl"]) {
  speak(language);
  await on([], firstEvening);
  await on([], onlyMe);
  await on(["--demo"], example);
  await on([], refused, (home) => {
    mkdirSync(home.data);
    writeFileSync(home.household, "a shopping list\n");
  });
}
console.log(`   ${taken} pictures`);
