// A space's own page on recorded replies: naming it, stepping back, leaving, closing; a closed one; together nothing.

import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { app } from "../app/app.svelte";
import {
  afterLeaving,
  afterName,
  afterYesToClose,
  backFromAll,
  backFromOne,
  behindThePage,
  bothOfUs,
  leftAlone,
  leftWithNoa,
  logLeft,
  notBack,
  preferences,
  refused,
  requests,
  state,
  stateLeft,
  stateTogether,
  violations,
  type Replies,
} from "../checkins/tests.replies";
import CheckinPage from "../checkins/CheckinPage.svelte";
import CheckinsPage from "../checkins/CheckinsPage.svelte";
import SpacePage from "./SpacePage.svelte";
import SpacesPage from "./SpacesPage.svelte";

const WARNING =
  "The others will see that you are no longer in this space. If that could be dangerous, call a helpline first, from another device.";

async function open(replies: Replies = {}, now = state(), space = bothOfUs.id) {
  const calls = behindThePage(replies, now);
  app.go("space", { space });
  const { container } = render(SpacePage);
  await waitFor(() => expect(screen.queryByText("One moment.")).toBeNull());
  return { calls, container, user: userEvent.setup() };
}

it("has no problem that axe can see, and warns in the exact words before leaving", async () => {
  const { container } = await open();
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Robin and Sam");
  expect(screen.getByText(WARNING)).toBeTruthy();
  expect(await violations(container)).toEqual([]);
});

it("gives the space a name, or none", async () => {
  const { calls, user } = await open({ rename_space: afterName });
  const name = screen.getByLabelText("A name, if you like");
  await user.type(name, " Home ");
  await user.click(screen.getByRole("button", { name: "Save the name" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Home" })).toBeTruthy();
  expect(screen.getByText("Saved.")).toBeTruthy();
  await user.clear(name);
  await user.click(screen.getByRole("button", { name: "Save the name" }));
  expect(requests(calls, "rename_space")).toEqual([
    { space: bothOfUs.id, name: "Home" },
    { space: bothOfUs.id, name: null },
  ]);
});

it("steps back from this space until one comes back, and says so to oneself only", async () => {
  const { calls, user } = await open({ step_back: backFromOne, come_back: notBack });
  await user.click(screen.getByRole("button", { name: "Step back" }));
  expect(requests(calls, "step_back")).toEqual([{ space: bothOfUs.id, until: null }]);
  expect(await screen.findByText(/The last day is Sunday.* 2026/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Come back" }));
  expect(requests(calls, "come_back")).toEqual([{ space: bothOfUs.id }]);
  expect(await screen.findByRole("button", { name: "Step back" })).toBeTruthy();
});

it("steps back from everything until a day", async () => {
  const { calls, user } = await open({ step_back: backFromAll });
  await user.click(screen.getByRole("radio", { name: /From everything/ }));
  await user.click(screen.getByRole("radio", { name: /Until a day/ }));
  await user.selectOptions(screen.getByRole("combobox", { name: "Day" }), "24");
  await user.click(screen.getByRole("button", { name: "Step back" }));
  expect(requests(calls, "step_back")).toEqual([{ space: null, until: "2026-12-24" }]);
});

it("leaves only after a choice about one's words, which is not made beforehand, and one confirmation", async () => {
  const { calls, container, user } = await open({ leave_space: afterLeaving });
  expect(screen.getByRole("radio", { name: /My words stay/ })).toHaveProperty("checked", false);
  expect(screen.getByRole("radio", { name: /Withdraw my words/ })).toHaveProperty("checked", false);
  await user.click(screen.getByRole("button", { name: "Leave this space" }));
  expect(screen.getByText("Choose what becomes of your words.")).toBeTruthy();
  expect(screen.queryByRole("dialog")).toBeNull();
  await user.click(screen.getByRole("radio", { name: /Withdraw my words/ }));
  await user.click(screen.getByRole("button", { name: "Leave this space" }));
  const dialog = within(screen.getByRole("dialog", { name: "Leave your space with Sam?" }));
  expect(dialog.getByText(WARNING)).toBeTruthy();
  expect(dialog.getByText("Your words disappear from this space, for everybody.")).toBeTruthy();
  expect(dialog.getByRole("button", { name: "Help and crisis" })).toBeTruthy();
  expect(await violations(container)).toEqual([]);
  expect(requests(calls, "leave_space")).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Leave" }));
  expect(await screen.findByText(/You have left your space with Sam/)).toBeTruthy();
  expect(requests(calls, "leave_space")).toEqual([{ space: bothOfUs.id, words: "withdraw" }]);
});

it("stays when the question is answered with staying, and keeps the choice when leaving is refused", async () => {
  const { calls, user } = await open({ leave_space: () => refused({ code: "disk_full" }) });
  await user.click(screen.getByRole("radio", { name: /My words stay/ }));
  await user.click(screen.getByRole("button", { name: "Leave this space" }));
  await user.click(screen.getByRole("button", { name: "Stay" }));
  expect(requests(calls, "leave_space")).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Leave this space" }));
  await user.click(screen.getByRole("button", { name: "Leave" }));
  expect((await screen.findByRole("alert")).textContent).toContain("disk is full");
  expect(screen.getByRole("radio", { name: /My words stay/ })).toHaveProperty("checked", true);
});

/** One's yes may be the last one: it is asked once more. */
async function yesToClose(user: ReturnType<typeof userEvent.setup>) {
  await user.click(screen.getByRole("button", { name: "Yes, close it" }));
  const dialog = within(screen.getByRole("dialog", { name: /^Close / }));
  expect(dialog.getByText(/it closes now and for good/)).toBeTruthy();
  await user.click(dialog.getByRole("button", { name: "Close it" }));
}

it("says yes to closing and takes it back, without a word about anybody else", async () => {
  const { calls, user } = await open({ close_space: afterYesToClose, keep_space: [bothOfUs] });
  expect(screen.getByText(/Nobody sees whether you have said so until all have/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Yes, close it" }));
  await user.click(screen.getByRole("button", { name: "Do not close" }));
  expect(requests(calls, "close_space")).toEqual([]);
  await yesToClose(user);
  expect(await screen.findByText("You have said yes to closing.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Take my yes back" }));
  expect(await screen.findByRole("button", { name: "Yes, close it" })).toBeTruthy();
  expect(requests(calls, "close_space")).toEqual([{ space: bothOfUs.id }]);
  expect(requests(calls, "keep_space")).toEqual([{ space: bothOfUs.id }]);
});

it("says when everybody has said yes; then the space is only read", async () => {
  const { user } = await open({ close_space: [{ ...bothOfUs, state: "closed" }] });
  await yesToClose(user);
  expect(await screen.findByText(/Everybody has said yes/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Save the name" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Step back" })).toBeNull();
  expect(screen.getByRole("button", { name: "Leave this space" })).toBeTruthy();
});

it("tells the last one in a space plainly what goes, and asks nothing about words", async () => {
  const { calls, user, container } = await open(
    { list_spaces: [leftAlone, leftWithNoa], leave_space: [leftWithNoa] },
    stateLeft,
    leftAlone.id,
  );
  expect(screen.getByText("Sam is no longer in this space.")).toBeTruthy();
  expect(screen.queryByRole("radio")).toBeNull();
  expect(screen.queryByText(WARNING)).toBeNull();
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Leave this space" }));
  await user.click(screen.getByRole("button", { name: "Leave" }));
  expect(requests(calls, "leave_space")).toEqual([{ space: leftAlone.id, words: "stay" }]);
});

it("is not there together, and says that it is done alone", async () => {
  const { calls } = await open({}, stateTogether());
  expect(screen.getByText(/are done alone/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Leave|Step back|close/ })).toBeNull();
  expect(calls.filter(({ command }) => command === "get_steps_back")).toEqual([]);
});

it("says when the space is not there any more", async () => {
  await open({ list_spaces: [] });
  expect(screen.getByText(/This is not here any more/)).toBeTruthy();
});

it("names in the list who has left and what is closed, with a way to each space's page", async () => {
  behindThePage({ list_spaces: [leftAlone, leftWithNoa] }, stateLeft);
  const { container } = render(SpacesPage);
  expect(await screen.findByText("closed")).toBeTruthy();
  expect(screen.getAllByText("Sam is no longer in this space.")).toHaveLength(2);
  expect(screen.getByRole("heading", { name: "Robin and Sam" })).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Robin and Noa" })).toBeTruthy();
  expect(await violations(container)).toEqual([]);
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: /Name, step back, leave or close Robin and Noa/ }));
  expect([app.route, app.params]).toEqual(["space", { space: leftWithNoa.id }]);
});

it("lets somebody who shares nothing step back from everything too, and come back", async () => {
  const calls = behindThePage({ list_spaces: [], step_back: backFromAll, come_back: notBack });
  render(SpacesPage);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Step back" }));
  expect(requests(calls, "step_back")).toEqual([{ space: null, until: null }]);
  await user.click(await screen.findByRole("button", { name: "Come back" }));
  expect(requests(calls, "come_back")).toEqual([{ space: null }]);
});

it("offers no check-in for a closed space", async () => {
  behindThePage({ list_spaces: [leftAlone], get_preferences: preferences }, stateLeft);
  render(CheckinPage);
  expect(await screen.findByRole("button", { name: "Save" })).toBeTruthy();
  expect(screen.queryByRole("heading", { name: /^For / })).toBeNull();
  expect(screen.queryByText(/Not open yet/)).toBeNull();
});

it("goes on showing the words of somebody who has left the household, under their name", async () => {
  behindThePage({ list_spaces: [leftAlone, leftWithNoa], list_checkins: logLeft }, stateLeft);
  render(CheckinsPage);
  expect(await screen.findByText("The soup that Noa made.")).toBeTruthy();
  expect(screen.getAllByRole("heading", { level: 3, name: "Sam" }).length).toBeGreaterThan(0);
  await userEvent.setup().click(screen.getByText("Choose what to see"));
  const people = within(screen.getByRole("combobox", { name: "Written by" }));
  expect(people.getByRole("option", { name: "Sam" })).toBeTruthy();
  const spaces = within(screen.getByRole("combobox", { name: "Who can read it" }));
  expect(spaces.getByRole("option", { name: "Robin and Sam" })).toBeTruthy();
});
