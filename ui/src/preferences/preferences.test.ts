// Settings and More on recorded replies.

import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { app } from "../app/app.svelte";
import {
  behindThePage,
  preferences,
  requests,
  state,
  stateTogether,
  violations,
} from "../checkins/tests.replies";
import MorePage from "../more/MorePage.svelte";
import SettingsPage from "./SettingsPage.svelte";

it("keeps language and text size with the person and the theme with the computer", async () => {
  const now = state();
  const calls = behindThePage({ edit_device: now }, now);
  const { container } = render(SettingsPage);
  const user = userEvent.setup();
  await user.selectOptions(await screen.findByLabelText("Size of the text"), "large");
  await user.selectOptions(screen.getByLabelText("Light or dark"), "dark");
  expect(requests(calls, "edit_preferences")).toEqual([{ ...preferences, text_size: "large" }]);
  expect(requests(calls, "edit_device")).toEqual([{ theme: "dark" }]);
  expect(await violations(container)).toEqual([]);
});

it("offers for oneself only times that are shorter than the computer's", async () => {
  const now = state();
  const calls = behindThePage({}, now);
  render(SettingsPage);
  const own = await screen.findByLabelText("Lock by itself when I am alone");
  const offered = [...own.querySelectorAll("option")].map((one) => one.textContent?.trim());
  expect(offered).toEqual(["as this computer: 5 minutes", "after 1 minute", "after 2 minutes"]);
  const user = userEvent.setup();
  await user.selectOptions(own, "after 2 minutes");
  await user.selectOptions(own, "as this computer: 5 minutes");
  expect(requests(calls, "edit_preferences")).toMatchObject([{ lock_minutes: 2 }, { lock_minutes: null }]);
});

it("shows the computer's time where one's own is not shorter any more", async () => {
  behindThePage({ get_preferences: { ...preferences, lock_minutes: 15 } });
  render(SettingsPage);
  const own: HTMLSelectElement = await screen.findByLabelText("Lock by itself when I am alone");
  expect(own.value).toBe("");
});

it("sets for everybody when it locks, whether it blurs, and whether pictures of it can be taken", async () => {
  for (const now of [state(), stateTogether()]) {
    const calls = behindThePage({ edit_device: now }, now);
    const { unmount } = render(SettingsPage);
    const user = userEvent.setup();
    await user.selectOptions(screen.getByLabelText("Lock by itself, one person here"), "after 15 minutes");
    await user.selectOptions(
      screen.getByLabelText("Lock by itself, several people here"),
      "after 60 minutes",
    );
    const blur: HTMLInputElement = screen.getByRole("checkbox", { name: /^Blur the page/ });
    const protect: HTMLInputElement = screen.getByRole("checkbox", { name: /taking pictures/ });
    expect([blur.checked, protect.checked]).toEqual([false, true]);
    await user.click(blur);
    await user.click(protect);
    expect(requests(calls, "edit_device")).toEqual([
      { lock_alone_minutes: 15 },
      { lock_together_minutes: 60 },
      { is_blurred_behind: true },
      { is_content_protected: false },
    ]);
    unmount();
  }
});

it("stores my own words, and an empty one as the usual word", async () => {
  const calls = behindThePage({});
  render(SettingsPage);
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("My word for craving"), " urge ");
  await user.click(screen.getByRole("button", { name: "Save my words" }));
  await screen.findByText("Saved.");
  expect(requests(calls, "edit_preferences")).toMatchObject([
    { words: { craving: "urge", slip: null, use: null } },
  ]);
});

it("shows together only what belongs to the computer", async () => {
  const calls = behindThePage({}, stateTogether());
  render(SettingsPage);
  expect(screen.getByLabelText("Light or dark")).toBeTruthy();
  expect(screen.queryByText("My own words")).toBeNull();
  expect(requests(calls, "get_preferences")).toEqual([]);
});

it("lists under More what exists, and the spare key only for a person alone", async () => {
  behindThePage({});
  const { container, unmount } = render(MorePage);
  expect(await violations(container)).toEqual([]);
  await userEvent.setup().click(screen.getByRole("button", { name: /Spare key/ }));
  await waitFor(() => expect(app.route).toBe("recovery"));
  unmount();
  behindThePage({}, stateTogether());
  render(MorePage);
  expect(screen.queryByRole("button", { name: /Spare key/ })).toBeNull();
});
