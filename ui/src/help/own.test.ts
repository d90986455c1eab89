// The help page with the numbers a person has added, on recorded replies.
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import recordedAlone from "../../../tests/fixtures/replies/alone.json";
import recordedErrors from "../../../tests/fixtures/replies/errors.json";
import { app } from "../app/app.svelte";
import {
  behindThePage,
  refused,
  type Replies,
  requests,
  state,
  stateTogether,
  violations,
} from "../checkins/tests.replies";
import type { ErrorBody, Helplines, OwnHelpline } from "../ipc/bindings";
import HelpPage from "./HelpPage.svelte";

const [none, two] = recordedAlone.list_own_helplines.$list as [OwnHelpline[], OwnHelpline[]];
const nameless = recordedErrors.create_own_helpline.$error as ErrorBody;
const helplines = recordedAlone.list_helplines as Helplines;

async function open(lines: OwnHelpline[], replies: Replies = {}, now = state()) {
  const calls = behindThePage({ list_helplines: helplines, list_own_helplines: lines, ...replies }, now);
  app.go("help");
  const page = render(HelpPage);
  await screen.findByText(/^Numbers checked on/);
  return { calls, page, user: userEvent.setup() };
}

const own = async () => {
  const section = await screen.findByRole("region", { name: "My own numbers" });
  await within(section).findAllByRole("button");
  return within(section);
};

describe("one's own numbers", () => {
  it("teach with a sentence and a button, and take a name, a number and a note", async () => {
    const { calls, user, page } = await open(none, { create_own_helpline: two });
    const section = await own();
    expect(section.getByText(/^Here you can put numbers/)).toBeTruthy();
    expect(section.getByText("Only Robin reads this")).toBeTruthy();
    await user.click(section.getByRole("button", { name: "Add a number" }));
    expect(document.activeElement).toBe(section.getByRole("textbox", { name: "Name" }));
    await user.keyboard("The group");
    await user.tab();
    await user.keyboard("06 00 12 34 54");
    await user.tab();
    await user.keyboard("After six");
    expect(await violations(page.container)).toEqual([]);
    await user.click(section.getByRole("button", { name: "Save" }));
    expect(await section.findByText("Saved.")).toBeTruthy();
    expect(requests(calls, "create_own_helpline")).toEqual([
      { name: "The group", number: "06 00 12 34 54", note: "After six" },
    ]);
    expect(section.getAllByText("Dr Willems")).not.toEqual([]);
    expect(document.activeElement?.tagName).toBe("BUTTON");
    expect(app.draft).toBe(null);
  });

  it("are read, copied, changed and removed", async () => {
    const { calls, user, page } = await open(two, {
      edit_own_helpline: two,
      withdraw_own_helpline: [two[0]!],
    });
    const section = await own();
    await user.click(section.getByRole("button", { name: "Copy The group" }));
    expect(await navigator.clipboard.readText()).toBe("06 00 12 34 54");
    await user.click(section.getByRole("button", { name: "Change: Dr Willems" }));
    await user.clear(section.getByRole("textbox", { name: "Name" }));
    await user.type(section.getByRole("textbox", { name: "Note" }), "Mornings");
    await user.click(section.getByRole("button", { name: "Save" }));
    expect(await section.findByText("Saved.")).toBeTruthy();
    expect(requests(calls, "edit_own_helpline")).toEqual([
      { entry: two[1]!.entry, line: { name: null, number: "0600 123 455", note: "Mornings" } },
    ]);
    await user.click(section.getByRole("button", { name: "Remove: Dr Willems" }));
    const dialog = within(screen.getByRole("dialog"));
    expect(await violations(page.container)).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Remove" }));
    expect(await section.findByText("Removed.")).toBeTruthy();
    expect(requests(calls, "withdraw_own_helpline")).toEqual([{ entry: two[1]!.entry }]);
    expect(section.queryAllByText("Dr Willems")).toEqual([]);
  });

  it("say at the field what is missing, and keep every word", async () => {
    const { user } = await open(none, { create_own_helpline: () => refused(nameless) });
    const section = await own();
    await user.click(section.getByRole("button", { name: "Add a number" }));
    await user.type(section.getByRole("textbox", { name: "Note" }), "Only a note");
    await user.click(section.getByRole("button", { name: "Save" }));
    expect(await section.findByText("Fill in a name or a number.")).toBeTruthy();
    expect(document.activeElement).toBe(section.getByRole("textbox", { name: "Name" }));
    expect(section.getByRole<HTMLTextAreaElement>("textbox", { name: "Note" }).value).toBe("Only a note");
  });

  it("keep an unfinished line for the lock, restore it, and drop it on Cancel", async () => {
    const body = JSON.stringify({ entry: two[1]!.entry, name: "Dr W", number: "0", note: "" });
    const { calls, user } = await open(two, { get_draft: { form: "helpline", body } });
    const section = await own();
    expect(section.getByRole<HTMLInputElement>("textbox", { name: "Name" }).value).toBe("Dr W");
    expect(app.draft?.()).toEqual({ form: "helpline", body });
    await user.click(section.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(requests(calls, "drop_draft")).toEqual([{ form: "helpline" }]));
    expect(section.queryByRole("textbox")).toBeNull();
    expect(app.draft).toBe(null);
  });

  it("are twenty at most", async () => {
    const many = Array.from({ length: 20 }, (_, nth) => ({ ...two[0]!, entry: String(nth) }));
    await open(many);
    const section = await own();
    expect(section.queryByRole("button", { name: "Add a number" })).toBeNull();
    expect(section.getByText("There is room for twenty numbers here.")).toBeTruthy();
  });

  it("show hostile words as text", async () => {
    const hostile = "<img src=x onerror=alert(1)> {$name} \u202eabc";
    const { page } = await open([{ entry: "1", name: hostile, number: hostile, note: hostile }]);
    const section = await own();
    expect(section.getAllByText(hostile).length).toBeGreaterThanOrEqual(3);
    expect(page.container.querySelector("img")).toBe(null);
  });
});

it("nobody's own numbers are there when locked, together or during set-up", async () => {
  for (const now of [state({ phase: "locked", present: [] }), stateTogether(), state({ is_setup: true })]) {
    const { calls, page } = await open(two, {}, now);
    expect(screen.queryByText("My own numbers")).toBeNull();
    expect(requests(calls, "list_own_helplines")).toEqual([]);
    page.unmount();
  }
});
