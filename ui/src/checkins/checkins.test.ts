// The check-in form and the log as a person meets them, on prepared replies. The core's rules are tested in the core.

import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { app } from "../app/app.svelte";
import type { CheckinPage as Page, NewCheckin } from "../ipc/bindings";
import { text } from "../text/text.svelte";
import CheckinPage from "./CheckinPage.svelte";
import CheckinsPage from "./CheckinsPage.svelte";
import {
  allOfUs,
  answers,
  behindThePage,
  bothOfUs,
  KIM,
  preferences,
  refused,
  requests,
  ROBIN,
  row,
  SAM,
  state,
  TODAY,
  violations,
  type Replies,
} from "./tests.replies";

const saved = { private: "1".repeat(32), shared: "2".repeat(32) };

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
    await user.keyboard(" "); // the first mood
    for (let mood = 0; mood < 12; mood += 1) await user.tab();
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
        private: answers({ today: 3, moods: ["calm"], note: "Walked for an hour." }),
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
    const { calls, user, page } = await openForm({ list_spaces: [bothOfUs, allOfUs] });
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
    const { calls, user } = await openForm({ list_spaces: [bothOfUs, allOfUs] });
    await user.click(screen.getByRole("radio", { name: /For Family/ }));
    expect(screen.getByText(/^Robin, Sam,? and Kim read this/)).toBeTruthy();
    await user.type(screen.getByRole("textbox", { name: /with or about Sam and Kim/ }), "The soup.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(app.route).toBe("checkins"));
    expect(requests(calls, "create_checkin")).toEqual([
      {
        on: TODAY,
        private: null,
        shared: { space: allOfUs.id, answers: answers({ liked: "The soup." }) },
      },
    ]);
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
    expect(screen.getByDisplayValue("2026-11-20")).toBeTruthy();
    expect(screen.getByRole("radio", { name: "not great" })).toHaveProperty("checked", true);

    await user.click(screen.getByRole("button", { name: "Start empty" }));
    await waitFor(() => expect(requests(calls, "drop_draft")).toEqual([{ form: "checkin" }]));
    expect(screen.queryByDisplayValue("Half a sen")).toBeNull();
    expect(screen.queryByText(/where you left off/)).toBeNull();
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

  it("keeps what was typed when saving is refused, and does not say saved", async () => {
    const { user, page } = await openForm({
      create_checkin: () => refused({ code: "text_too_long", field: "shared" }),
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
    expect(app.route).toBe("checkin");
    expect(await violations(page.container)).toEqual([]);
  });

  it("fills in an earlier day", async () => {
    const { calls, user } = await openForm();
    await user.click(screen.getByRole("button", { name: "An earlier day" }));
    expect(screen.getByLabelText("The day")).toHaveProperty("value", "2026-11-21");
    expect(screen.getByRole("radiogroup", { name: "How was that day?" })).toBeTruthy();
    await user.click(screen.getByRole("radio", { name: "hard" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(app.params).toEqual({ on: "2026-11-21" }));
    expect(requests(calls, "create_checkin")).toEqual([
      { on: "2026-11-21", private: answers({ today: 1 }), shared: null },
    ]);
  });

  it("asks about craving in the person's own word once switched on, and remembers the choice", async () => {
    text.language = "nl";
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

  it("asks together only for what is shared, and opens nothing private", async () => {
    const { calls, user } = await openForm({}, state({ phase: "together", present: [ROBIN, SAM] }));
    expect(screen.queryByText("Only for me")).toBeNull();
    expect(screen.getByText(/written together/)).toBeTruthy();
    await user.type(screen.getByRole("textbox", { name: /nice today, between you/ }), "A walk");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(requests(calls, "create_checkin")).toHaveLength(1));
    expect(calls.map((call) => call.command)).not.toContain("get_preferences");
    expect(calls.map((call) => call.command)).not.toContain("get_draft");
    expect(requests(calls, "create_checkin")).toMatchObject([{ private: null }]);
  });
});

describe("the log", () => {
  const day: Page = {
    days: [
      {
        on: TODAY,
        checkins: [
          row({
            author: ROBIN,
            entry: "1".repeat(32),
            answers: answers({ liked: "You waited." }),
            can_edit: true,
            can_withdraw: true,
          }),
          row({
            author: SAM,
            entry: "2".repeat(32),
            answers: answers({ stress: 2, help: "Go to bed early." }),
            can_reply: true,
            is_late: true,
            on: TODAY,
            written_on: "2026-11-23",
            is_changed: true,
          }),
        ],
      },
    ],
    next_before: null,
  };

  it("draws the fields that were given and no others", async () => {
    const { container } = await openLog(day);
    const [robin, sam] = screen.getAllByRole("article");
    expect(robin?.textContent).toContain("Something nice");
    expect(robin?.textContent).toContain("You waited.");
    expect(robin?.textContent).not.toContain("What would help");
    expect(sam?.textContent).toContain("a little");
    expect(sam?.textContent).not.toContain("Something nice");
    expect(sam?.textContent).not.toContain("The day");
    expect(sam?.textContent).toContain("written on Monday");
    expect(screen.queryByText("Kim")).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it("answers an entry and takes the answer back", async () => {
    const given = { entry: "9".repeat(32), author: ROBIN, answer: "thank_you", is_mine: true } as const;
    const sams = day.days[0]!.checkins[1]!;
    const { calls, user } = await openLog(day, {
      create_reply: { row: { ...sams, replies: [given] }, earlier: [] },
      withdraw_reply: null,
      get_checkin: { row: sams, earlier: [] },
    });
    await user.click(screen.getByRole("button", { name: "thank you" }));
    const pressed = await screen.findByRole("button", { name: /thank you/, pressed: true });
    await user.click(pressed);
    await screen.findByRole("button", { name: "thank you", pressed: false });
    expect(requests(calls, "withdraw_reply")).toEqual([{ entry: given.entry }]);
  });

  it("withdraws only after one sentence was read, and leaves no mark", async () => {
    const { calls, user } = await openLog(day, { withdraw_checkin: null });
    await user.click(screen.getByRole("button", { name: /^Withdraw, check-in/ }));
    expect(screen.getByText(/It disappears for Robin and Sam/)).toBeTruthy();
    expect(requests(calls, "withdraw_checkin")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Withdraw" }));
    await waitFor(() => expect(screen.queryByText("You waited.")).toBeNull());
    expect(screen.getAllByRole("article")).toHaveLength(1);
  });

  it("changes an entry with what was given, keeping it when refused", async () => {
    const { calls, user } = await openLog(day, { edit_checkin: () => refused({ code: "disk_full" }) });
    await user.click(screen.getByRole("button", { name: /^Change, check-in/ }));
    const liked = screen.getByDisplayValue("You waited.");
    await user.type(liked, " Again.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/The disk is full/);
    expect(screen.getByDisplayValue("You waited. Again.")).toBeTruthy();
    expect(requests(calls, "edit_checkin")).toEqual([
      { entry: "1".repeat(32), answers: answers({ liked: "You waited. Again." }) },
    ]);
  });

  it("reads the earlier words only when they are unfolded", async () => {
    const sams = day.days[0]!.checkins[1]!;
    const { calls } = await openLog(day, {
      get_checkin: {
        row: sams,
        earlier: [
          {
            answers: answers({ help: "Leave me alone." }),
            written_at: sams.written_at,
            written_on: TODAY,
          },
        ],
      },
    });
    expect(requests(calls, "get_checkin")).toEqual([]);
    const summary = screen.getByText(/read the earlier words/);
    summary.closest("details")!.open = true;
    expect(await screen.findByText("Leave me alone.")).toBeTruthy();
  });

  it("teaches with one sentence and one button when nothing is written", async () => {
    const { container } = await openLog({ days: [], next_before: null });
    expect(screen.getByText(/Here you read back/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "First check-in" })).toBeTruthy();
    expect(screen.queryByText("Show less")).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it("says written together with the names of those present", async () => {
    const together = row({ author: null, present: [ROBIN, KIM], answers: answers({ liked: "Soup" }) });
    await openLog({ days: [{ on: TODAY, checkins: [together] }], next_before: null });
    expect(screen.getByText("Robin and Kim, written together")).toBeTruthy();
  });

  it("asks for a person and a period", async () => {
    const { calls, user } = await openLog(day);
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
});
