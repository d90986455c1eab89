// Somebody joins from the lock screen, in the whole page: what follows is theirs alone.
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import App from "../app/App.svelte";
import { robin, sam, stateWith } from "../app/tests.state";
import { behindThePage, requests } from "../checkins/tests.replies";

test("after Done the new person is welcomed, and nobody is asked for anything", async () => {
  const kim = { id: "9".repeat(32), name: "Kim", colour: 3 };
  const joined = stateWith({
    phase: "alone",
    is_setup: true,
    members: [robin, sam, kim],
    present: [kim.id],
  });
  const calls = behindThePage(
    {
      add_member: joined,
      suggest_passphrase: { passphrase: "permit rare range page" },
      rate_passphrase: { strength: 4, reason: "good" },
    },
    stateWith(),
  );
  const user = userEvent.setup();
  render(App);
  await user.click(await screen.findByRole("button", { name: "Add somebody" }));
  await user.click(await screen.findByRole("button", { name: "Continue" }));
  await user.type(screen.getByLabelText("What shall Hecht call you?"), "Kim");
  await user.click(await screen.findByRole("button", { name: "Use these words" }));
  await user.click(screen.getByRole("button", { name: "Done" }));
  expect(await screen.findByRole("heading", { name: "Welcome, Kim" })).toBeTruthy();
  expect(requests(calls, "add_member")).toMatchObject([{ name: "Kim" }]);
  expect(requests(calls, "propose_space")).toEqual([]);
});
