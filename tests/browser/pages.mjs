// Every page and dialog, each with the scene it is in and the way a person takes to it.
import { scenes } from "./replay.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const press = (page, name) => button(page, name).click();
const pressStart = (page, name) =>
  page.getByRole("button", { name }).first().click();
const heading = (page, name) =>
  page.getByRole("heading", { name, exact: true }).first().waitFor();

const way = (key) => async (page, t) => {
  const menu = button(page, t("app-menu"));
  if (await menu.isVisible()) await menu.click();
  await page.getByRole("link", { name: t(key), exact: true }).click();
  await heading(page, t(key));
};
const further = (key, title) => async (page, t) => {
  await way("app-more")(page, t);
  await pressStart(page, t(`more-${key}`));
  await heading(page, t(title));
};
const then =
  (...steps) =>
  async (page, t) => {
    for (const step of steps) await step(page, t);
  };

const begin = (page, t) => press(page, t("setup-welcome-begin"));
const right = (page, t) => press(page, t("right-continue"));
const alone = (page, t) => pressStart(page, t("setup-who-alone"));
const together = (page, t) => pressStart(page, t("setup-who-together"));
const all = (page, t) => press(page, t("setup-people-all"));
const here = (name) => (page, t) =>
  press(page, t("setup-curtain-open", { name }));
const yes = (page, t) => press(page, t("setup-space-accept"));
const skip = (page, t) => press(page, t("setup-question-skip"));

const checkin = async (page, t) => {
  await page
    .getByRole("button", { name: t("today-checkin-start"), exact: true })
    .click();
  await button(page, t("checkins-save")).waitFor();
};
const turns = async (page, t) => {
  await press(page, t("today-checkin-start"));
  await heading(page, t("checkins-turn-title"));
};
// The first of those who sit there, whatever they are called.
const turn = (page) => page.locator("main li button").first().click();
const turnTaken = async (page, t) => {
  await turn(page);
  await page.locator(".curtain button").first().click();
  await button(page, t("checkins-save")).waitFor();
};
const log = async (page, t) => {
  await way("app-checkins")(page, t);
  await page.locator("article").first().waitFor();
};
const search = async (page, t) => {
  await way("app-search")(page, t);
  await page.getByLabel(t("search-label")).fill("cafe");
  await page.locator("mark").first().waitFor();
};
const card = way("app-plans");
const writeCard = then(card, (page, t) => press(page, t("plans-change")));
const [, ownLines] = scenes.alone.list_own_helplines.$list;
const withCard = { get_card: scenes.alone.edit_card };
const withLines = { list_own_helplines: ownLines };
const endless = {
  name: "x".repeat(2_000),
  number: "9".repeat(2_000),
  note: "z".repeat(2_000),
};
const recovery = further("recovery", "recovery-title");
const makeKey = async (page, t) => {
  await page
    .getByLabel(t("recovery-passphrase"), { exact: true })
    .fill("kettle canal heron bread");
  await press(page, t("recovery-make"));
  await page.getByText(t("recovery-once")).waitFor();
};
const space = then(further("spaces", "spaces-title"), async (page, t) => {
  await pressStart(page, t("spaces-page"));
  await heading(page, t("spaces-leave"));
});
/** Chooses what becomes of one's words; the radio itself lies under its card. */
const wordsStay = (page, t) =>
  page.getByText(t("spaces-words-stay"), { exact: true }).click();
const erase = (what) =>
  then(further("erase", "members-erase-title"), async (page, t) => {
    await press(page, t(`members-erase-${what}`));
    await heading(page, t("members-erase-goes"));
  });
const passphrase = (key) => (page, t) =>
  page.getByLabel(t(key), { exact: true }).fill("kettle canal heron bread");
const changePassphrase = then(
  further("passphrase", "members-passphrase-title"),
  passphrase("members-passphrase-old"),
  passphrase("setup-passphrase-own"),
  (page, t) => press(page, t("members-passphrase-do")),
  (page, t) => page.getByText(t("members-passphrase-done")).waitFor(),
);
const mine = scenes.alone.list_spaces.find(({ state }) => state === "open");
const people = scenes.locked.get_state.members;
const choose = (nth) => (page) =>
  page.getByText(people[nth].name, { exact: true }).first().click();
const wrong = async (page, t) => {
  await page.getByLabel(t("unlock-passphrase", people[0])).fill("not this one");
  await press(page, t("unlock-open"));
  await page.getByRole("alert").waitFor();
};
const example = {
  is_example: true,
  example_passphrases: people.map(({ id }) => ({
    member: id,
    passphrase: "four words of example",
  })),
};

export const pages = [
  { name: "first", scene: "new" },
  { name: "is this right", scene: "new", go: begin },
  { name: "alone or together", scene: "new", go: then(begin, right) },
  { name: "curtain", scene: "new", go: then(begin, right, together) },
  { name: "person", scene: "new", go: then(begin, right, alone) },
  {
    name: "person, nothing filled in",
    scene: "new",
    go: then(begin, right, alone, (page, t) =>
      press(page, t("setup-person-done")),
    ),
  },
  { name: "people", scene: "setup-together" },
  { name: "curtain with a name", scene: "setup-together", go: all },
  {
    name: "shared space",
    scene: "setup-together",
    go: then(all, here("Sam")),
  },
  {
    name: "question",
    scene: "setup-together",
    go: then(all, here("Sam"), yes, here("Robin"), yes),
  },
  {
    name: "end of the first evening",
    scene: "setup-together",
    go: then(
      ...[all, here("Sam"), yes, here("Robin"), yes],
      ...[skip, here("Sam"), skip],
    ),
  },
  {
    name: "question alone",
    scene: "setup-alone",
    go: (page, t) => press(page, t("setup-people-only-me")),
  },
  { name: "lock screen", scene: "locked" },
  {
    name: "lock screen, two chosen",
    scene: "locked",
    go: then(choose(0), choose(1)),
  },
  {
    name: "lock screen, wrong passphrase",
    scene: "locked",
    go: then(choose(0), wrong),
  },
  {
    name: "lock screen of the example",
    scene: "locked",
    state: example,
    go: choose(0),
  },
  {
    name: "forgot",
    scene: "locked",
    go: (page, t) => press(page, t("unlock-forgot")),
  },
  {
    name: "somebody joins",
    scene: "locked",
    go: (page, t) => press(page, t("unlock-join")),
  },
  {
    name: "help while locked",
    scene: "locked",
    go: (page, t) => press(page, t("app-help")),
  },
  { name: "refused", scene: "refused" },
  { name: "today", scene: "alone" },
  { name: "today of the example", scene: "alone", state: example },
  { name: "today, something missing", scene: "damaged" },
  {
    name: "today, keys replaced",
    scene: "alone",
    replies: {
      get_today: { ...scenes.alone.get_today, changed_keys: [people[1].id] },
    },
  },
  { name: "today, stepped back", scene: "quiet" },
  { name: "today, somebody has gone", scene: "left" },
  { name: "check-in", scene: "alone", go: checkin },
  {
    name: "check-in, more questions",
    scene: "alone",
    go: then(checkin, async (page, t) => {
      await page.getByText(t("checkins-more-me")).click();
      await page.getByText(t("checkins-more-shared")).click();
    }),
  },
  {
    name: "check-in of an earlier day",
    scene: "alone",
    go: then(checkin, (page, t) => press(page, t("checkins-day-earlier"))),
  },
  {
    name: "check-in, not saved",
    scene: "alone",
    replies: { create_checkin: { $error: { code: "disk_full" } } },
    go: then(checkin, async (page, t) => {
      await page.getByLabel(t("checkins-q-note")).fill("words");
      await press(page, t("checkins-save"));
      await page.getByRole("alert").waitFor();
    }),
  },
  { name: "log", scene: "alone", go: log },
  {
    name: "log, choosing",
    scene: "alone",
    go: then(log, (page, t) => page.getByText(t("checkins-filter")).click()),
  },
  {
    name: "log, earlier words",
    scene: "alone",
    go: then(log, async (page, t) => {
      await page.getByText(t("checkins-earlier-words")).first().click();
      await page.locator(".earlier").first().waitFor();
    }),
  },
  {
    name: "change",
    scene: "alone",
    go: then(log, (page, t) =>
      pressStart(page, t("checkins-edit-label", { day: "" }).trim()),
    ),
  },
  {
    name: "withdraw",
    scene: "alone",
    go: then(log, (page, t) =>
      pressStart(page, t("checkins-withdraw-label", { day: "" }).trim()),
    ),
  },
  { name: "log, somebody has gone", scene: "left", go: log },
  { name: "search", scene: "alone", go: way("app-search") },
  { name: "search, found", scene: "alone", go: search },
  { name: "card, empty", scene: "alone", go: card },
  { name: "card", scene: "alone", replies: withCard, go: card },
  { name: "card, writing", scene: "alone", replies: withCard, go: writeCard },
  {
    name: "card, too long",
    scene: "alone",
    replies: { ...withCard, edit_card: scenes.errors.edit_card },
    go: then(writeCard, async (page, t) => {
      await press(page, t("plans-save"));
      await page.getByRole("alert").waitFor();
    }),
  },
  {
    name: "card, endless and hostile words",
    scene: "alone",
    replies: {
      get_card: {
        first: "x".repeat(2_000),
        call: `${"9".repeat(20)} <b>{$name}\n${"y".repeat(1_900)} 06 00 12 34 51`,
        ask: "<script>alert(1)</script> \u202eabc\u202c \u05e9\u05dc\u05d5\u05dd",
        go: "\n\n  a\n\tb",
      },
    },
    go: card,
  },
  { name: "more", scene: "alone", go: way("app-more") },
  { name: "spaces", scene: "alone", go: further("spaces", "spaces-title") },
  {
    name: "settings",
    scene: "alone",
    go: then(further("settings", "preferences-title"), (page, t) =>
      button(page, t("preferences-words-save")).waitFor(),
    ),
  },
  {
    name: "spaces, somebody has gone",
    scene: "left",
    go: further("spaces", "spaces-title"),
  },
  {
    name: "spaces, stepped back",
    scene: "quiet",
    go: further("spaces", "spaces-title"),
  },
  {
    name: "spaces together",
    scene: "together",
    go: further("spaces", "spaces-title"),
  },
  { name: "space", scene: "alone", go: space },
  {
    name: "space, stepping back until a day",
    scene: "alone",
    go: then(space, (page, t) =>
      page.getByText(t("spaces-back-until-day"), { exact: true }).click(),
    ),
  },
  {
    name: "space, stepped back and said yes to closing",
    scene: "alone",
    replies: {
      get_steps_back: scenes.alone.step_back,
      list_spaces: scenes.alone.close_space,
    },
    go: space,
  },
  {
    name: "space, nothing chosen for the words",
    scene: "alone",
    go: then(space, (page, t) => press(page, t("spaces-leave-do"))),
  },
  {
    name: "space, leave?",
    scene: "alone",
    go: then(space, wordsStay, (page, t) => press(page, t("spaces-leave-do"))),
  },
  {
    name: "space, left",
    scene: "alone",
    go: then(
      space,
      wordsStay,
      (page, t) => press(page, t("spaces-leave-do")),
      (page, t) => press(page, t("spaces-leave-yes")),
      (page, t) => button(page, t("spaces-to-list")).waitFor(),
    ),
  },
  {
    name: "space, closed",
    scene: "alone",
    replies: { list_spaces: [{ ...mine, state: "closed" }] },
    go: then(further("spaces", "spaces-title"), async (page, t) => {
      await pressStart(page, t("spaces-page-closed"));
      await heading(page, t("spaces-closed-title"));
    }),
  },
  {
    name: "space, the last one in it",
    scene: "left",
    go: then(further("spaces", "spaces-title"), async (page, t) => {
      await pressStart(page, t("spaces-page-closed"));
      await heading(page, t("spaces-closed-title"));
    }),
  },
  {
    name: "change passphrase",
    scene: "alone",
    go: further("passphrase", "members-passphrase-title"),
  },
  {
    name: "passphrase changed",
    scene: "alone",
    replies: { rate_passphrase: scenes.new.rate_passphrase.$list.at(-1) },
    go: changePassphrase,
  },
  {
    name: "erase",
    scene: "alone",
    go: further("erase", "members-erase-title"),
  },
  { name: "erase what is only for me", scene: "alone", go: erase("private") },
  { name: "erase myself", scene: "alone", go: erase("me") },
  {
    name: "erase myself?",
    scene: "alone",
    go: then(
      erase("me"),
      wordsStay,
      (page, t) =>
        page
          .getByText(t("members-erase-copies-remove"), { exact: true })
          .click(),
      passphrase("recovery-passphrase"),
      (page, t) => press(page, t("members-erase-me")),
    ),
  },
  { name: "spare key", scene: "alone", go: recovery },
  { name: "spare key shown", scene: "alone", go: then(recovery, makeKey) },
  { name: "help", scene: "alone", go: way("app-help") },
  {
    name: "help, own numbers",
    scene: "alone",
    replies: withLines,
    go: way("app-help"),
  },
  {
    name: "help, adding a number",
    scene: "alone",
    replies: withLines,
    go: then(way("app-help"), async (page, t) => {
      await press(page, t("help-own-add"));
      await page.getByLabel(t("help-own-name")).waitFor();
    }),
  },
  {
    name: "help, removing a number",
    scene: "alone",
    replies: withLines,
    go: then(way("app-help"), (page, t) =>
      pressStart(page, t("help-own-remove-label", { name: "" }).trim()),
    ),
  },
  {
    name: "help, endless words",
    scene: "alone",
    replies: { list_own_helplines: [{ ...ownLines[0], ...endless }] },
    go: way("app-help"),
  },
  {
    name: "is this right, from More",
    scene: "alone",
    go: further("right", "right-title"),
  },
  {
    name: "what Hecht hides",
    scene: "alone",
    go: further("hides", "hides-title"),
  },
  { name: "today together", scene: "together" },
  { name: "turns", scene: "together", go: turns },
  {
    name: "curtain of a turn",
    scene: "together",
    go: then(turns, turn),
  },
  {
    name: "check-in together",
    scene: "together",
    go: then(turns, turnTaken),
  },
  { name: "log together", scene: "together", go: log },
  { name: "card together", scene: "together", go: card },
  {
    name: "settings together",
    scene: "together",
    go: further("settings", "preferences-title"),
  },
];
