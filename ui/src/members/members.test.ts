// Changing the passphrase and erasing what is one's own, on recorded replies.

import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { app } from "../app/app.svelte";
import {
  backups,
  behindThePage,
  passphraseChanged,
  refused,
  requests,
  state,
  stateErased,
  stateTogether,
  stateWithoutMe,
  violations,
  type Replies,
} from "../checkins/tests.replies";
import type { PassphraseStrength } from "../ipc/bindings";
import ErasePage from "./ErasePage.svelte";
import PassphrasePage from "./PassphrasePage.svelte";

const strong: PassphraseStrength = { strength: 4, reason: "good" };

function openPassphrase(replies: Replies = {}, now = state()) {
  const calls = behindThePage(
    {
      suggest_passphrase: { passphrase: "gravel piano tulip snow" },
      rate_passphrase: strong,
      change_passphrase: passphraseChanged,
      ...replies,
    },
    now,
  );
  const { container } = render(PassphrasePage);
  return { calls, container, user: userEvent.setup() };
}

describe("changing the passphrase", () => {
  it("asks the old and a new one, and leads to a new spare key when there was one", async () => {
    const { calls, container, user } = openPassphrase();
    expect(screen.getByText(/neither does your spare key/)).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Use these words" }));
    expect(await violations(container)).toEqual([]);
    await user.type(screen.getByLabelText("Your passphrase now"), "the old one");
    await user.click(screen.getByRole("button", { name: "Change passphrase" }));
    expect(await screen.findByText(/Your new passphrase works from now on/)).toBeTruthy();
    expect(requests(calls, "change_passphrase")).toEqual([
      { old: "the old one", passphrase: "gravel piano tulip snow" },
    ]);
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Make a new spare key" }));
    expect(app.route).toBe("recovery");
  });

  it("says nothing about a spare key when there was none", async () => {
    const { user } = openPassphrase({ change_passphrase: { had_recovery_code: false } });
    await user.type(screen.getByLabelText("Your passphrase now"), "the old one");
    await user.click(await screen.findByRole("button", { name: "Use these words" }));
    await user.click(screen.getByRole("button", { name: "Change passphrase" }));
    await screen.findByText(/Your new passphrase works from now on/);
    expect(screen.queryByText(/Your spare key no longer works/)).toBeNull();
    expect(screen.queryByRole("button", { name: /spare key/ })).toBeNull();
  });

  it("goes to the old one when it is missing or wrong, and keeps the new one", async () => {
    const { calls, user } = openPassphrase({
      change_passphrase: () => refused({ code: "wrong_passphrase", field: "old" }),
    });
    await user.click(await screen.findByRole("button", { name: "Use these words" }));
    await user.click(screen.getByRole("button", { name: "Change passphrase" }));
    const old = screen.getByLabelText("Your passphrase now");
    await waitFor(() => expect(document.activeElement).toBe(old));
    expect(requests(calls, "change_passphrase")).toEqual([]);
    await user.type(old, "not it{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain("That passphrase is not right");
    expect(screen.getByDisplayValue("gravel piano tulip snow")).toBeTruthy();
  });

  it("shows that it is at work, and a lock asked for meanwhile comes after it", async () => {
    let end: (changed: typeof passphraseChanged) => void = () => undefined;
    const working = new Promise<typeof passphraseChanged>((resolve) => (end = resolve));
    const { user } = openPassphrase();
    const behind = (window as unknown as { __TAURI_INTERNALS__: { invoke: (name: string) => unknown } })
      .__TAURI_INTERNALS__;
    const before = behind.invoke;
    behind.invoke = (...call) => (call[0] === "change_passphrase" ? working : before(...call));
    await user.type(screen.getByLabelText("Your passphrase now"), "the old one");
    await user.click(await screen.findByRole("button", { name: "Use these words" }));
    await user.click(screen.getByRole("button", { name: "Change passphrase" }));
    expect(await screen.findByText(/This takes a few seconds/)).toBeTruthy();
    expect(app.saving).not.toBeNull();
    end(passphraseChanged);
    await screen.findByText(/Your new passphrase works from now on/);
    expect(app.saving).toBeNull();
  });

  it("is not there together", () => {
    openPassphrase({}, stateTogether());
    expect(screen.getByText(/one person who sits here alone/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Change passphrase" })).toBeNull();
  });
});

function openErase(what: string | null, replies: Replies = {}, now = state()) {
  const calls = behindThePage(replies, now);
  app.go("erase", what ? { what } : {});
  const { container } = render(ErasePage);
  return { calls, container, user: userEvent.setup() };
}

describe("erasing", () => {
  it("first lets one choose what, and does nothing yet", async () => {
    const { calls, container, user } = openErase(null);
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Leave Hecht, and erase what is mine" }));
    expect(app.params).toEqual({ what: "me" });
    expect(calls.filter(({ command }) => command.startsWith("delete"))).toEqual([]);
  });

  it("erases what is only for me after the passphrase and one confirmation", async () => {
    const { calls, container, user } = openErase("private", { delete_private_space: stateErased });
    expect(screen.getByText(/Other copies of the file/)).toBeTruthy();
    expect(await screen.findByText(backups.folder)).toBeTruthy();
    expect(await violations(container)).toEqual([]);
    const erase = screen.getByRole("button", { name: "Erase what is only for me" });
    await user.click(erase);
    expect((await screen.findByRole("alert")).textContent).toContain("Type your passphrase first");
    await user.type(screen.getByLabelText("Your passphrase"), "mine");
    await user.click(erase);
    expect(screen.getByText("Choose what becomes of the backups.")).toBeTruthy();
    expect(screen.queryByRole("dialog")).toBeNull();
    await user.click(screen.getByRole("radio", { name: /Erase them too/ }));
    await user.click(erase);
    const dialog = within(screen.getByRole("dialog", { name: "Erase what is only for you?" }));
    expect(requests(calls, "delete_private_space")).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Erase" }));
    expect(await screen.findByText(/What was only for you is erased/)).toBeTruthy();
    expect(requests(calls, "delete_private_space")).toEqual([{ passphrase: "mine", removes_copies: true }]);
  });

  it("erases nothing when the passphrase is wrong or the question is answered with no", async () => {
    const { calls, user } = openErase("private", {
      delete_private_space: () => refused({ code: "wrong_passphrase" }),
    });
    await user.click(screen.getByRole("radio", { name: /They stay/ }));
    await user.type(screen.getByLabelText("Your passphrase"), "not mine{Enter}");
    await user.click(screen.getByRole("button", { name: "Do not erase" }));
    expect(requests(calls, "delete_private_space")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Erase what is only for me" }));
    await user.click(screen.getByRole("button", { name: "Erase" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Nothing has changed");
  });

  it("erases me with a choice about my words, and ends at the lock screen", async () => {
    const { calls, container, user } = openErase("me", { delete_member: stateWithoutMe });
    expect(screen.getByText(/call a helpline first, from another device/)).toBeTruthy();
    expect(await violations(container)).toEqual([]);
    await user.type(screen.getByLabelText("Your passphrase"), "mine");
    await user.click(screen.getByRole("button", { name: "Leave Hecht, and erase what is mine" }));
    expect(screen.getByText("Choose what becomes of your words.")).toBeTruthy();
    await user.click(screen.getByRole("radio", { name: /My words stay/ }));
    await user.click(screen.getByRole("radio", { name: /They stay/ }));
    await user.click(screen.getByRole("button", { name: "Leave Hecht, and erase what is mine" }));
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByText(/call a helpline first/)).toBeTruthy();
    expect(dialog.getByText(/The backups stay/)).toBeTruthy();
    expect(dialog.getByRole("button", { name: "Help and crisis" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Erase" }));
    await waitFor(() => expect(app.state.phase).toBe("locked"));
    expect(requests(calls, "delete_member")).toEqual([
      { passphrase: "mine", words: "stay", removes_copies: false },
    ]);
    expect(app.state.members.map(({ name }) => name)).toEqual(["Sam", "Noa"]);
  });

  it("tells the only one that the file goes, and asks nothing about words", async () => {
    const only = state({ members: state().members.slice(0, 1) });
    const { calls, user } = openErase("me", { delete_member: { ...stateWithoutMe, members: [] } }, only);
    expect(screen.getByText(/you are the only one here/)).toBeTruthy();
    expect(screen.queryByRole("radio", { name: /My words/ })).toBeNull();
    await user.click(screen.getByRole("radio", { name: /Erase them too/ }));
    await user.type(screen.getByLabelText("Your passphrase"), "mine{Enter}");
    await user.click(screen.getByRole("button", { name: "Erase" }));
    await waitFor(() => expect(requests(calls, "delete_member")).toHaveLength(1));
  });

  it("is not there together", () => {
    openErase("me", {}, stateTogether());
    expect(screen.getByText(/one person who sits here alone/)).toBeTruthy();
    expect(screen.queryByRole("button")).toBeNull();
  });
});
