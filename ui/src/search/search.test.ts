// Searching on recorded replies: own words first, no totals, and a status line without content.

import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { app } from "../app/app.svelte";
import {
  behindThePage,
  hits,
  hitsTogether,
  requests,
  ROBIN,
  state,
  stateTogether,
  violations,
} from "../checkins/tests.replies";
import type { Hits } from "../ipc/bindings";
import SearchPage from "./SearchPage.svelte";

const none: Hits = { ...hits, hits: [] };
const shared = hits.hits.find((hit) => !hit.is_private)!;
const hostile = {
  ...shared,
  excerpt: [...shared.excerpt, { text: " <b>on the corner</b>", is_match: false }],
};

async function open(hits: Hits, now = state()) {
  const calls = behindThePage({ search: hits }, now);
  const { container } = render(SearchPage);
  await waitFor(() => expect(requests(calls, "list_spaces")).toHaveLength(1));
  const user = userEvent.setup();
  await user.type(screen.getByRole("searchbox"), "cafe{Enter}");
  return { calls, container, user };
}

it("looks in my own words first, and in what was shared once switched on", async () => {
  const { calls, user } = await open(none);
  await waitFor(() => expect(requests(calls, "search")).toMatchObject([{ with_shared: false }]));
  expect(screen.queryByLabelText("Written by")).toBeNull();
  await user.click(screen.getByRole("checkbox", { name: "Also what others shared with me" }));
  await waitFor(() =>
    expect(requests(calls, "search").at(-1)).toMatchObject({ text: "cafe", with_shared: true }),
  );
});

it("marks what was found, as text, and opens its day in the log", async () => {
  const { container, user } = await open({ ...hits, hits: [hostile] });
  expect((await screen.findByText("café")).tagName).toBe("MARK");
  expect(screen.getByText(/<b>on the corner<\/b>/)).toBeTruthy();
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole("button", { name: /^Read that day/ }));
  expect([app.route, app.params]).toEqual(["checkins", { on: shared.on }]);
});

it("tells no totals, and its status line never holds what was found", async () => {
  const { container } = await open({ ...hits, has_more: true });
  await screen.findAllByText("café");
  for (const status of screen.getAllByRole("status")) expect(status.textContent).not.toContain("café");
  expect(container.textContent).not.toMatch(/\b3\b/);
});

it("has the cursor in its field, and says what was not searched", async () => {
  const { user } = await open(none);
  expect(document.activeElement).toBe(screen.getByRole("searchbox"));
  expect((await screen.findByRole("status")).textContent).toContain("Searched only what you wrote yourself.");
  await user.click(screen.getByRole("checkbox", { name: "Also what others shared with me" }));
  await waitFor(() => expect(screen.getByRole("status").textContent).not.toContain("Searched only"));
});

it("can be narrowed to what is only for me, which has my own id", async () => {
  const { calls, user } = await open(none);
  await user.selectOptions(screen.getByLabelText("Who can read it"), "Only for me");
  await waitFor(() => expect(requests(calls, "search").at(-1)).toMatchObject({ space: ROBIN }));
});

it("says that older pages are still being read", async () => {
  await open({ ...none, is_complete: false });
  expect(await screen.findByText(/Still reading the older pages/)).toBeTruthy();
});

it("searches together in what is shared, without anybody's own settings", async () => {
  const { calls } = await open(hitsTogether, stateTogether());
  await waitFor(() => expect(requests(calls, "search")).toMatchObject([{ with_shared: true }]));
  expect(requests(calls, "get_preferences")).toEqual([]);
  expect(screen.queryByRole("checkbox")).toBeNull();
});
