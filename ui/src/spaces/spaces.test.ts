// Shared spaces on recorded replies: proposing, answering, taking back; nothing of it together.

import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import {
  behindThePage,
  bothOfUs,
  lunch,
  NOA,
  refused,
  requests,
  spacesBefore,
  state,
  stateTogether,
  violations,
  type Replies,
} from "../checkins/tests.replies";
import SpacesPage from "./SpacesPage.svelte";

async function open(replies: Replies, now = state()) {
  const calls = behindThePage(replies, now);
  const { container } = render(SpacesPage);
  await waitFor(() => expect(screen.queryByText("One moment.")).toBeNull());
  return { calls, container, user: userEvent.setup() };
}

it("names each space by its people, and says only that it is not open yet", async () => {
  const { container } = await open({ list_spaces: [bothOfUs, { ...lunch, name: null, state: "waiting" }] });
  expect(screen.getByRole("heading", { name: "Robin and Sam" })).toBeTruthy();
  expect(screen.getByText("not open yet")).toBeTruthy();
  expect(await violations(container)).toEqual([]);
});

it("proposes a space with any of the others", async () => {
  const { calls, user } = await open({ propose_space: [bothOfUs] });
  await user.click(screen.getByRole("checkbox", { name: "Noa" }));
  await user.click(screen.getByRole("button", { name: "Propose" }));
  expect(requests(calls, "propose_space")).toEqual([{ members: [NOA], name: null }]);
  expect(await screen.findByText(/^Proposed/)).toBeTruthy();
});

it("says why a proposal is refused and keeps what was filled in", async () => {
  const { user } = await open({ propose_space: () => refused({ code: "space_exists" }) });
  await user.click(screen.getByRole("checkbox", { name: "Sam" }));
  await user.type(screen.getByLabelText("A name, if you like"), "Home");
  await user.click(screen.getByRole("button", { name: "Propose" }));
  expect((await screen.findByRole("alert")).textContent).toContain("already a space");
  expect(screen.getByDisplayValue("Home")).toBeTruthy();
});

it("takes back a proposal of one's own", async () => {
  const mine = { ...bothOfUs, state: "waiting" as const, is_mine_to_take_back: true };
  const { calls, user } = await open({ list_spaces: [mine], take_back_space: [] });
  await user.click(screen.getByRole("button", { name: "Take the proposal back" }));
  expect(requests(calls, "take_back_space")).toEqual([{ space: bothOfUs.id }]);
});

it("says yes to a proposal, alone", async () => {
  const { calls, user } = await open({ list_spaces: spacesBefore, accept_space: [bothOfUs, lunch] });
  await user.click(screen.getByRole("button", { name: "Yes, please" }));
  expect(requests(calls, "accept_space")).toEqual([{ space: lunch.id }]);
  expect(await screen.findByText("You said yes.")).toBeTruthy();
});

it("offers nothing to agree to while several sit together", async () => {
  await open({ list_spaces: [{ ...bothOfUs, state: "asked" }] }, stateTogether());
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.queryByText("Only for me")).toBeNull();
});
