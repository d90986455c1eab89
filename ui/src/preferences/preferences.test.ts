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
  expect(requests(calls, "edit_device")).toEqual([{ language: null, theme: "dark", text_size: null }]);
  expect(await violations(container)).toEqual([]);
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
