// What people do with Hecht, screen by screen: the first evening, opening, checking in, locking.
// Everything is found by the words a person reads; nothing is reached around the screens.
import { texts } from "./texts.mjs";

export let t = texts("en");

/** From here on the screens are read in this language. */
export function speak(language) {
  t = texts(language);
}

export const ROBIN = {
  name: "Robin",
  passphrase: "lantern orchard velvet drift",
  liked: "You waited for me at the station.",
  help: "A walk before supper.",
};
export const SAM = {
  name: "Sam",
  passphrase: "copper meadow winter thimble",
  liked: "That you told me about Tuesday.",
  help: "Going to bed on time.",
};

/** A new person behind the curtain, up to and including the passphrase. */
export async function join(page, { name, passphrase }) {
  await page.click("button", t("setup-curtain-open-new"));
  await page.at(t("right-title"));
  await page.click("button", t("right-continue"));
  await page.at(t("setup-person-title"));
  await page.type(t("setup-person-name"), name);
  await page.type(t("setup-passphrase-own"), passphrase);
  await page.click("button", t("setup-person-done"));
}

/** From the first screen to the choice between alone and together. */
export async function begin(page) {
  await page.at(t("setup-welcome-title"));
  await page.click("button", t("setup-welcome-begin"));
  await page.at(t("right-title"));
  await page.click("button", t("right-continue"));
  await page.at(t("setup-who-title"));
}

/** The two first questions, in one person's own turn. */
export async function answer(page, { name, liked, help }, other) {
  await page.at(t("setup-question-title", { name }));
  await page.type(t("setup-question-liked", { names: other.name }), liked);
  await page.type(t("setup-question-help"), help);
  await page.click("button", t("setup-question-save"));
}

/** The whole first evening of two people, up to the lock screen. */
export async function firstEvening(page, one = ROBIN, other = SAM) {
  await begin(page);
  await page.click("button", t("setup-who-together"), { isStart: true });
  await page.at(t("setup-curtain-new", { nth: 1 }));
  await join(page, one);
  await page.at(t("setup-curtain-new", { nth: 2 }));
  await join(page, other);
  await page.at(t("setup-people-title"));
  await page.click("button", t("setup-people-all"));
  await page.at(other.name);
  await page.click("button", t("setup-curtain-open", { name: other.name }));
  await page.click("button", t("setup-space-accept"));
  await page.at(one.name);
  await page.click("button", t("setup-curtain-open", { name: one.name }));
  await page.click("button", t("setup-space-accept"));
  await answer(page, one, other);
  await page.at(other.name);
  await page.click("button", t("setup-curtain-open", { name: other.name }));
  await answer(page, other, one);
  await page.at(t("setup-waiting-title"));
  await page.toNewWindow(() => page.click("button", t("setup-enough")));
  await page.at(t("unlock-title"));
}

/** A household of one person, up to the lock screen: the quickest way to a household. */
export async function aloneEvening(page, one = ROBIN) {
  await begin(page);
  await page.click("button", t("setup-who-alone"), { isStart: true });
  await page.at(t("setup-person-title"));
  await page.type(t("setup-person-name"), one.name);
  await page.type(t("setup-passphrase-own"), one.passphrase);
  await page.click("button", t("setup-person-done"));
  await page.at(t("setup-question-title", { name: one.name }));
  await page.click("button", t("setup-question-skip"));
  await page.toNewWindow(() => page.click("button", t("setup-enough")));
  await page.at(t("unlock-title"));
}

/** Chooses who is here on the lock screen; somebody who is the only one needs no choosing. */
export async function sitDown(page, ...people) {
  await page.at(t("unlock-title"));
  for (const { name } of people)
    if (await page.is("checkbox", name, { isStart: true }))
      if (!(await page.run((one) => one.checked, await page.find("checkbox", name, { isStart: true }))))
        await page.click("checkbox", name, { isStart: true });
}

/** Opens Hecht for one person, or for several together, up to Today. */
export async function unlock(page, ...people) {
  await sitDown(page, ...people);
  for (const [index, { name, passphrase }] of people.entries()) {
    await page.type(t("unlock-passphrase", { name }), passphrase);
    const next = people[index + 1];
    await page.click("button", next ? t("unlock-next", { name: next.name }) : t("unlock-open"));
  }
  await page.sees(t("today-for-today"));
}

/** Locks from any page by the key. */
export async function lock(page) {
  await page.toNewWindow(() => page.press("Control", "l"));
  await page.at(t("unlock-title"));
}

/** Opens the check-in form from Today. */
export async function startCheckin(page, button = t("today-checkin-start")) {
  await page.click("button", button);
  await page.at(t("checkins-form-title"));
}

/** Fills in an open check-in form; what is not given stays empty. */
export async function fillIn(page, { today, moods = [], note, liked, help, other }) {
  if (today) await page.click("radio", t(`checkins-today-${today}`));
  for (const mood of moods) await page.click("checkbox", t(`checkins-mood-${mood}`));
  if (note) await page.type(t("checkins-q-note"), note);
  if (liked) await page.type(t("checkins-q-liked-with", { when: "today", names: other.name }), liked);
  if (help) await page.type(t("checkins-q-help", { who: "me", when: "today" }), help);
}

export async function save(page) {
  await page.click("button", t("checkins-save"));
  await page.sees(t("checkins-saved"));
}

/** A check-in from Today to "Saved". */
export async function checkIn(page, words) {
  await startCheckin(page);
  await fillIn(page, words);
  await save(page);
}

/** Goes to a page by the side bar. */
export async function goTo(page, key) {
  await page.click("link", t(key));
  if (key === "app-today") await page.sees(t("today-for-today"));
  else await page.at(t(key));
}
