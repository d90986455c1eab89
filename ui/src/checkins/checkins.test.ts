// The check-in form and the log as a person meets them, on recorded replies. The core's rules are tested in the core.

import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { app } from "../app/app.svelte";
import type { CheckinPage as Page, NewCheckin } from "../ipc/bindings";
import CheckinPage from "./CheckinPage.svelte";
import CheckinsPage from "./CheckinsPage.svelte";
import {
  answers,
  behindThePage,
  bothOfUs,
  changedEntry,
  log,
  logTogether,
  lunch,
  NOA,
  preferences,
  refused,
  requests,
  ROBIN,
  row,
  SAM,
  saved,
  spacesBefore,
  state,
  stateTogether,
  TODAY,
  violations,
  type Replies,
} from "./tests.replies";

async function openForm(replies: Replies = {}, now = state()) {
  const calls = behindThePage({ create_checkin: saved, ...replies }, now);
  app.go("checkin");
  const page = render(CheckinPage);
  await waitFor(() => expect(screen.queryByText(/^(One moment|Een ogenblik)/)).toBeNull());
  return { calls, page, user: userEvent.setup() };
}

async function openLog(page: Page, replies: Replies = {}, now = state()) {
  const calls = behindThePage({ list_checkins: page, ...replies }, now);
  const { container } = render(CheckinsPage);
  await waitFor(() => expect(screen.queryByText(/^(One moment|Een ogenblik)/)).toBeNull());
  return { calls, container, user: userEvent.setup() };
}

/** The day as its three lists show it. */
function dayShown(): (string | undefined)[] {
  return screen
    .getAllByRole<HTMLSelectElement>("combobox")
    .map((list) => list.selectedOptions[0]?.textContent ?? undefined);
}

describe("the form", () => {
  it("is filled in and saved by keyboard alone, as two parts in one go", async () => {
    const { calls, user } = await openForm();
    screen.getByRole("heading", { level: 1 }).focus();
    await user.tab();
    expect(screen.getByRole("button", { name: "An earlier day" })).toHaveProperty("tabIndex", 0);
    await user.tab(); // into the scale
    await user.keyboard(" {ArrowRight}{ArrowRight}");
    const good = within(screen.getByRole("radiogroup", { name: "How was today?" }));
    expect(good.getByRole("radio", { name: "okay" })).toHaveProperty("checked", true);
    await user.tab();
    await user.keyboard(" {ArrowRight}{ArrowRight} "); // the first and the third mood; all are one stop
    await user.tab();
    expect(document.activeElement).toBe(
      screen.getByRole("textbox", { name: "Something I want to put into words" }),
    );
    await user.keyboard("Walked for an hour.");
    await user.tab(); // more questions for me
    await user.tab();
    expect(document.activeElement).toBe(
      screen.getByRole("textbox", { name: "What was nice today, with or about Sam?" }),
    );
    await user.keyboard("That you waited.");
    await user.tab();
    await user.tab(); // more questions for this space
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Save" }));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(app.route).toBe("checkins"));

    expect(requests(calls, "create_checkin")).toEqual([
      {
        on: TODAY,
        private: answers({ today: 3, moods: ["calm", "hopeful"], note: "Walked for an hour." }),
        shared: { space: bothOfUs.id, answers: answers({ liked: "That you waited." }) },
      } satisfies NewCheckin,
    ]);
  });

  it("says on each part who will read it, and has nothing axe objects to", async () => {
    const { page } = await openForm();
    expect(screen.getByText("Only Robin reads this")).toBeTruthy();
    expect(screen.getByText("Robin and Sam read this")).toBeTruthy();
    expect(await violations(page.container)).toEqual([]);
  });

  it("chooses none of several spaces beforehand, and then writes only what is mine", async () => {
    const { calls, user, page } = await openForm({ list_spaces: [bothOfUs, lunch] });
    const choice = within(screen.getByRole("radiogroup", { name: "Who is the second part for?" }));
    for (const radio of choice.getAllByRole("radio")) expect(radio).toHaveProperty("checked", false);
    expect(screen.queryByText(/read this/)).toBeNull();
    expect(await violations(page.container)).toEqual([]);
    await user.click(screen.getByRole("radio", { name: "good" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(app.route).toBe("checkins"));
    expect(requests(calls, "create_checkin")).toEqual([
      { on: TODAY, private: answers({ today: 4 }), shared: null },
    ]);
  });

  it("writes for the space that was picked, by the names of its people", async () => {
    const { calls, user } = await openForm({ list_spaces: [bothOfUs, lunch] });
    await user.click(screen.getByRole("radio", { name: /For Sunday lunch/ }));
    expect(screen.getByText("Robin and Noa read this")).toBeTruthy();
    await user.type(screen.getByRole("textbox", { name: /with or about Noa/ }), "The soup.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(app.route).toBe("checkins"));
    expect(requests(calls, "create_checkin")).toEqual([
      {
        on: TODAY,
        private: null,
        shared: { space: lunch.id, answers: answers({ liked: "The soup." }) },
      },
    ]);
  });

  it("keeps words with the readers they were typed for, in the draft too, and says what is not saved", async () => {
    const { calls, user, page } = await openForm({ list_spaces: [bothOfUs, lunch] });
    await user.click(screen.getByRole("radio", { name: /For Robin and Sam/ }));
    await user.type(screen.getByRole("textbox", { name: /with or about Sam/ }), "For Sam's eyes.");
    await user.click(screen.getByRole("radio", { name: /For Sunday lunch/ }));
    expect(screen.queryByDisplayValue("For Sam's eyes.")).toBeNull();
    expect(screen.getByText(/What you wrote for Robin and Sam is not saved now/)).toBeTruthy();
    await user.click(screen.getByRole("radio", { name: /For nobody/ }));
    const { body } = app.draft?.() ?? { body: "" };
    page.unmount();

    const again = await openForm({ list_spaces: [bothOfUs, lunch], get_draft: { form: "checkin", body } });
    expect(screen.getByText(/What you wrote for Robin and Sam is not saved now/)).toBeTruthy();
    await again.user.click(screen.getByRole("radio", { name: /For Robin and Sam/ }));
    expect(screen.getByDisplayValue("For Sam's eyes.")).toBeTruthy();
    await again.user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(requests(again.calls, "create_checkin")).toMatchObject([
        { shared: { space: bothOfUs.id, answers: { liked: "For Sam's eyes." } } },
      ]),
    );
    expect(requests(calls, "create_checkin")).toEqual([]);
  });

  it("asks nothing about a space one has stepped back from, and lets one write all the same", async () => {
    const { user } = await openForm({
      get_steps_back: { all: null, spaces: [{ space: bothOfUs.id, until: null }] },
    });
    expect(screen.queryByText(/with or about Sam/)).toBeNull();
    await user.click(screen.getByRole("button", { name: "Write something for Robin and Sam" }));
    expect(screen.getByRole("textbox", { name: /with or about Sam/ })).toBeTruthy();
  });

  it("restores a draft where it was left, and starts empty when asked", async () => {
    const body = JSON.stringify({
      on: "2026-11-20",
      space: null,
      mine: { today: 2, note: "Half a sen" },
      shared: { help: "Tea" },
    });
    const { calls, user } = await openForm({ get_draft: { form: "checkin", body } });
    expect(screen.getByText(/where you left off/)).toBeTruthy();
    expect(screen.getByDisplayValue("Half a sen")).toBeTruthy();
    expect(screen.getByDisplayValue("Tea")).toBeTruthy();
    expect(dayShown()).toEqual(["20", "November", "2026"]);
    expect(screen.getByRole("radio", { name: "not great" })).toHaveProperty("checked", true);

    await user.click(screen.getByRole("button", { name: "Start empty" }));
    await waitFor(() =>
      expect(requests(calls, "drop_draft")).toEqual([{ form: "checkin" }, { form: "checkin:together" }]),
    );
    expect(screen.queryByDisplayValue("Half a sen")).toBeNull();
    expect(screen.queryByText(/where you left off/)).toBeNull();
  });

  it("writes into a draft whom the shared words are for, also when there is only one space", async () => {
    const { user } = await openForm();
    await user.type(screen.getByRole("textbox", { name: /with or about Sam/ }), "The soup");
    expect(JSON.parse(app.draft!()!.body)).toMatchObject({
      space: bothOfUs.id,
      shared: { liked: "The soup" },
    });
  });

  it("finds the shared words again after a second space has opened", async () => {
    const body = JSON.stringify({ on: TODAY, space: bothOfUs.id, mine: {}, shared: { help: "Tea" } });
    const { calls, user } = await openForm({
      list_spaces: [bothOfUs, lunch],
      get_draft: { form: "checkin", body },
    });
    expect(screen.getByDisplayValue("Tea")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(requests(calls, "create_checkin")).toMatchObject([{ shared: { space: bothOfUs.id } }]),
    );
  });

  it("does not drop shared words of a draft that are for nobody yet", async () => {
    const body = JSON.stringify({ on: TODAY, space: null, mine: { note: "Mine" }, shared: { help: "Tea" } });
    const { calls, user, page } = await openForm({
      list_spaces: [bothOfUs, lunch],
      get_draft: { form: "checkin", body },
    });
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/Choose first who the second part is for/)).toBeTruthy();
    expect(requests(calls, "create_checkin")).toEqual([]);
    const choice = screen.getByRole("radiogroup", { name: "Who is the second part for?" });
    await waitFor(() => expect(choice.contains(document.activeElement)).toBe(true));
    expect(await violations(page.container)).toEqual([]);
    await user.click(screen.getByRole("radio", { name: /For Sunday lunch/ }));
    expect(screen.getByDisplayValue("Tea")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(requests(calls, "create_checkin")).toMatchObject([{ shared: { space: lunch.id } }]),
    );
  });

  it("keeps words for a space that is gone as words only for me", async () => {
    const mine = { note: "Mine" };
    const body = JSON.stringify({
      on: TODAY,
      space: lunch.id,
      mine,
      shared: { note: "Theirs", help: "Tea" },
    });
    const { calls, user } = await openForm({ get_draft: { form: "checkin", body } });
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(requests(calls, "create_checkin")).toEqual([
        { on: TODAY, private: answers({ note: "Mine\n\nTheirs", help: "Tea" }), shared: null },
      ]),
    );
  });

  it("takes a draft it does not understand for no draft", async () => {
    await openForm({ get_draft: { form: "checkin", body: "{" } });
    expect(screen.queryByText(/where you left off/)).toBeNull();
    expect(screen.getByRole("button", { name: "Save" })).toBeTruthy();
  });

  it("stores a draft when the keys rest, and hands the newest to the lock", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      const { calls } = await openForm();
      const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
      await user.type(screen.getByRole("textbox", { name: /put into words/ }), "Tired");
      expect(requests(calls, "save_draft")).toEqual([]);
      expect(app.draft?.()?.body).toContain("Tired");
      await vi.advanceTimersByTimeAsync(1600);
      expect(requests(calls, "save_draft")).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it("stores a draft at the latest after five seconds of typing, and at once behind another window", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      const { calls } = await openForm();
      const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
      const note = screen.getByRole("textbox", { name: /put into words/ });
      for (const letter of "abcdef") {
        await user.type(note, letter);
        await vi.advanceTimersByTimeAsync(1000);
      }
      expect(requests(calls, "save_draft")).toHaveLength(1);
      await user.type(note, "g");
      window.dispatchEvent(new Event("blur"));
      await waitFor(() => expect(requests(calls, "save_draft")).toHaveLength(2));
      expect(JSON.stringify(requests(calls, "save_draft"))).toContain("abcdefg");
    } finally {
      vi.useRealTimers();
    }
  });

  it("keeps what was typed when saving is refused, and does not say saved", async () => {
    const { user, page } = await openForm({
      create_checkin: () => refused({ code: "text_too_long", field: "shared.liked" }),
    });
    await user.type(screen.getByRole("textbox", { name: /put into words/ }), "Mine");
    const liked = screen.getByRole("textbox", { name: /with or about Sam/ });
    await user.type(liked, "Long");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(liked.getAttribute("aria-invalid")).toBe("true"));
    expect(screen.getByText(/This text is too long/)).toBeTruthy();
    expect(screen.getByRole("alert").textContent).toContain("Not saved yet");
    expect(screen.getByDisplayValue("Mine")).toBeTruthy();
    expect(screen.getByDisplayValue("Long")).toBeTruthy();
    expect(screen.getByDisplayValue("Mine").getAttribute("aria-invalid")).toBeNull();
    expect(app.route).toBe("checkin");
    expect(await violations(page.container)).toEqual([]);
  });

  it("marks the one text that is too long, also of the same question in the other part", async () => {
    const { user } = await openForm({
      get_preferences: {
        ...preferences,
        shared_fields: [{ space: bothOfUs.id, fields: ["note"] }],
      },
      create_checkin: () => refused({ code: "text_too_long", field: "private.note" }),
    });
    const mine = screen.getByRole("textbox", { name: /put into words/ });
    const shared = screen.getByRole("textbox", { name: "Something I want to say" });
    await user.type(mine, "Short");
    await user.type(shared, "Longer than that");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(mine.getAttribute("aria-invalid")).toBe("true"));
    expect(shared.getAttribute("aria-invalid")).toBeNull();
  });

  it("says in which space nothing can be written yet, by the others or by its name", async () => {
    await openForm({
      list_spaces: [
        { ...bothOfUs, state: "waiting" },
        { ...lunch, state: "waiting" },
      ],
    });
    expect(screen.getByText("Not open yet: your space with Sam.")).toBeTruthy();
    expect(screen.getByText("Not open yet: the space “Sunday lunch”.")).toBeTruthy();
  });

  it("fills in an earlier day", async () => {
    const { calls, user } = await openForm();
    await user.click(screen.getByRole("button", { name: "An earlier day" }));
    expect(dayShown()).toEqual(["21", "November", "2026"]);
    expect(document.activeElement).toBe(screen.getByRole("combobox", { name: "Day" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Day" }), "28");
    expect(screen.getByText(/still to come/)).toBeTruthy();
    await user.selectOptions(screen.getByRole("combobox", { name: "Month" }), "October");
    expect(screen.queryByText(/still to come/)).toBeNull();
    expect(screen.getByRole("radiogroup", { name: "How was that day?" })).toBeTruthy();
    await user.click(screen.getByRole("radio", { name: "hard" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(app.params).toEqual({ on: "2026-10-28" }));
    expect(requests(calls, "create_checkin")).toEqual([
      { on: "2026-10-28", private: answers({ today: 1 }), shared: null },
    ]);
  });

  it("asks about craving in the person's own word once switched on, and remembers the choice", async () => {
    const { calls, user } = await openForm(
      { get_preferences: { ...preferences, words: { craving: "drang", slip: null, use: null } } },
      state({ language: "nl" }),
    );
    await user.click(screen.getByText("Meer vragen voor mij"));
    await user.click(screen.getAllByRole("checkbox", { name: "drang" })[0]!);
    expect(screen.getByRole("radiogroup", { name: "Hoe sterk was je drang vandaag?" })).toBeTruthy();
    expect(requests(calls, "edit_preferences")).toMatchObject([
      { private_fields: ["today", "mood", "craving", "note"] },
    ]);
  });

  it("goes round together: who writes, a curtain with a name, only what is shared, and who is next", async () => {
    const turn = (member: string | null) => ({ ...stateTogether(), turn: member });
    const { calls, page, user } = await openForm({ set_turn: ({ member }) => turn(member) }, stateTogether());
    expect(await violations(page.container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Sam" }));
    // The curtain names who is next and shows nothing else.
    expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Sam" }));
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(requests(calls, "set_turn")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "I am Sam" }));
    expect(await screen.findByText(/Sam’s turn · written together/)).toBeTruthy();
    expect(screen.queryByText("Only for me")).toBeNull();
    await user.type(screen.getByRole("textbox", { name: /nice today, with or about Robin/ }), "A walk");
    expect(app.draft?.()).toMatchObject({ form: "checkin:together" });
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/Who writes next/)).toBeTruthy();
    expect(requests(calls, "create_checkin")).toMatchObject([{ private: null }]);
    expect(requests(calls, "set_turn")).toEqual([{ member: SAM }, { member: null }]);
    expect(calls.map((call) => call.command)).not.toContain("get_preferences");
  });

  it("goes on alone with what one began in a turn", async () => {
    const body = JSON.stringify({ on: TODAY, space: null, mine: {}, shared: { liked: "A wal" } });
    const { calls } = await openForm({
      get_draft: ({ form }) => (form === "checkin:together" ? { form, body } : null),
    });
    expect(screen.getByDisplayValue("A wal")).toBeTruthy();
    expect(requests(calls, "get_draft")).toEqual([{ form: "checkin" }, { form: "checkin:together" }]);
  });
});

describe("the log", () => {
  const entryOf = (on: string) => log.days.find((day) => day.on === on)!.checkins[0]!;
  const mine = entryOf("2026-11-20");
  const sams = changedEntry.row;

  it("draws the fields that were given and no others", async () => {
    const { container } = await openLog(log);
    const article = (words: string) => screen.getByText(words).closest("article")?.textContent;
    expect(article("An early night.")).toContain("What would help");
    expect(article("An early night.")).not.toContain("What was nice");
    expect(article("An early night.")).toContain("written on Sunday");
    expect(article("You called from the café.")).toContain("close");
    expect(article("You called from the café.")).not.toContain("The day");
    expect(article("Walked to the café and back.")).toContain("Only Robin reads this");
    expect(screen.queryByRole("heading", { name: "Noa" })).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it("answers an entry and takes the answer back", async () => {
    const given = sams.replies.find((reply) => reply.is_mine)!;
    const none = { ...sams, replies: [] };
    const { calls, user } = await openLog(
      { days: [{ on: sams.on, checkins: [none] }], next_before: null },
      { create_reply: changedEntry, withdraw_reply: null, get_checkin: { row: none, earlier: [] } },
    );
    await user.click(screen.getByRole("button", { name: "thank you" }));
    const pressed = await screen.findByRole("button", { name: /thank you/, pressed: true });
    await user.click(pressed);
    await screen.findByRole("button", { name: "thank you", pressed: false });
    expect(requests(calls, "withdraw_reply")).toEqual([{ entry: given.entry }]);
  });

  it("withdraws only after one sentence was read, and leaves no mark", async () => {
    const { calls, user } = await openLog(log, { withdraw_checkin: null });
    await user.click(screen.getByRole("button", { name: /^Withdraw, check-in of Friday/ }));
    expect(screen.getByText(/disappears for Robin and Sam/)).toBeTruthy();
    expect(requests(calls, "withdraw_checkin")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Withdraw" }));
    await waitFor(() => expect(screen.queryByText("An early night.")).toBeNull());
    expect(requests(calls, "withdraw_checkin")).toEqual([{ entry: mine.entry }]);
    expect(screen.queryByText(/Friday/)).toBeNull();
  });

  it("changes an entry with what was given, keeping it when refused", async () => {
    const { calls, user } = await openLog(log, { edit_checkin: () => refused({ code: "disk_full" }) });
    await user.click(screen.getByRole("button", { name: /^Change, check-in of Friday/ }));
    await user.type(screen.getByDisplayValue("An early night."), " Really.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/The disk is full/);
    expect(screen.getByDisplayValue("An early night. Really.")).toBeTruthy();
    expect(requests(calls, "edit_checkin")).toEqual([
      { entry: mine.entry, answers: answers({ help: "An early night. Really." }) },
    ]);
  });

  it("finds what was begun to be changed, and forgets it when asked", async () => {
    const kept = {
      form: `edit:${mine.entry}`,
      body: JSON.stringify({ ...mine.answers, help: "An early n" }),
    };
    const { calls, user } = await openLog(log, { get_draft: kept });
    await user.click(screen.getByRole("button", { name: /^Change, check-in of Friday/ }));
    const field = await screen.findByDisplayValue("An early n");
    expect(requests(calls, "get_draft")).toEqual([{ form: kept.form }]);
    expect(screen.getByText(/where you left off/)).toBeTruthy();
    await user.type(field, "ap.");
    expect(JSON.parse(app.draft!()!.body)).toMatchObject({ help: "An early nap." });
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(requests(calls, "drop_draft")).toEqual([{ form: kept.form }]));
    expect(app.draft).toBeNull();
  });

  it("marks the text that became too long", async () => {
    const { user } = await openLog(log, {
      edit_checkin: () => refused({ code: "text_too_long", field: "answers.help" }),
    });
    await user.click(screen.getByRole("button", { name: /^Change, check-in of Friday/ }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    const help = screen.getByDisplayValue("An early night.");
    await waitFor(() => expect(help.getAttribute("aria-invalid")).toBe("true"));
  });

  it("reads the earlier words only when they are unfolded", async () => {
    const { calls } = await openLog(log, { get_checkin: changedEntry });
    expect(requests(calls, "get_checkin")).toEqual([]);
    const summary = screen.getByText(/read the earlier words/);
    summary.closest("details")!.open = true;
    expect(await screen.findByText("You called.")).toBeTruthy();
  });

  it("teaches with one sentence and one button when nothing is written", async () => {
    const { container } = await openLog({ days: [], next_before: null });
    expect(screen.getByText(/Here you can read back/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "First check-in" })).toBeTruthy();
    expect(screen.queryByText("Choose what to see")).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it("says written together with the names of those present", async () => {
    const together = row({ author: null, present: [ROBIN, NOA], answers: answers({ liked: "Soup" }) });
    await openLog({ days: [{ on: TODAY, checkins: [together] }], next_before: null });
    expect(screen.getByText("Robin and Noa, written together")).toBeTruthy();
  });

  it("shows together only what is shared", async () => {
    await openLog(logTogether, {}, stateTogether());
    expect(screen.getByText("We laughed about the tent.")).toBeTruthy();
    expect(screen.queryByText(/Only .* reads this/)).toBeNull();
  });

  it("asks for a person and a period", async () => {
    const { calls, user } = await openLog(log);
    await user.selectOptions(screen.getByLabelText("Written by"), "Sam");
    await user.selectOptions(screen.getByLabelText("When"), "the last seven days");
    await waitFor(() =>
      expect(requests(calls, "list_checkins").at(-1)).toMatchObject({
        member: SAM,
        from: "2026-11-16",
        until: null,
        before: null,
      }),
    );
  });

  it("can always be narrowed to what is only for me, which has my own id", async () => {
    const shared = { ...log, days: log.days.filter((day) => day.checkins.every((row) => !row.is_private)) };
    const { calls, user } = await openLog(shared, { list_spaces: spacesBefore });
    await user.selectOptions(screen.getByLabelText("Who can read it"), "Only for me");
    await waitFor(() => expect(requests(calls, "list_checkins").at(-1)).toMatchObject({ space: ROBIN }));
  });
});
