// Searching on prepared replies: own words first, no totals, and a status line without content.

import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { app } from "../app/app.svelte";
import { behindThePage, bothOfUs, requests, ROBIN, SAM, state, violations } from "../checkins/tests.replies";
import type { Hit, Hits } from "../ipc/bindings";
import SearchPage from "./SearchPage.svelte";

const hit: Hit = {
  entry: "1".repeat(32),
  on: "2026-11-18",
  space: bothOfUs.id,
  is_private: false,
  author: SAM,
  field: "liked",
  excerpt: [
    { text: "In the ", is_match: false },
    { text: "Café", is_match: true },
    { text: " <b>on the corner</b>", is_match: false },
  ],
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
  const { calls, user } = await open({ hits: [], is_complete: true, has_more: false });
  await waitFor(() => expect(requests(calls, "search")).toMatchObject([{ with_shared: false }]));
  expect(screen.queryByLabelText("Written by")).toBeNull();
  await user.click(screen.getByRole("checkbox", { name: "Also what others shared with me" }));
  await waitFor(() =>
    expect(requests(calls, "search").at(-1)).toMatchObject({ text: "cafe", with_shared: true }),
  );
});

it("marks what was found, as text, and opens its day in the log", async () => {
  const { container, user } = await open({ hits: [hit], is_complete: true, has_more: false });
  expect((await screen.findByText("Café")).tagName).toBe("MARK");
  expect(screen.getByText(/<b>on the corner<\/b>/)).toBeTruthy();
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole("button", { name: /^Read that day/ }));
  expect([app.route, app.params]).toEqual(["checkins", { on: "2026-11-18" }]);
});

it("tells no totals, and its status line never holds what was found", async () => {
  const { container } = await open({
    hits: [hit, { ...hit, field: "help" }],
    is_complete: true,
    has_more: true,
  });
  await screen.findAllByText("Café");
  for (const status of screen.getAllByRole("status")) expect(status.textContent).not.toContain("Café");
  expect(container.textContent).not.toMatch(/\b2\b/);
});

it("says that older pages are still being read", async () => {
  await open({ hits: [], is_complete: false, has_more: false });
  expect(await screen.findByText(/Still reading the older pages/)).toBeTruthy();
});

it("searches together in what is shared, without anybody's own settings", async () => {
  const { calls } = await open(
    { hits: [hit], is_complete: true, has_more: false },
    state({ phase: "together", present: [ROBIN, SAM] }),
  );
  await waitFor(() => expect(requests(calls, "search")).toMatchObject([{ with_shared: true }]));
  expect(requests(calls, "get_preferences")).toEqual([]);
  expect(screen.queryByRole("checkbox")).toBeNull();
});
