// The frame around the pages: each is mounted once for a place, also when the frame comes back to it.
import { render, screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { behindThePage, requests, state, today } from "../checkins/tests.replies";
import { app } from "./app.svelte";
import Frame from "./Frame.svelte";

test("a page that is already here is mounted once", async () => {
  const calls = behindThePage({ get_today: today }, state());
  const { unmount } = render(Frame);
  await screen.findByRole("heading", { level: 1 });
  unmount();
  expect(requests(calls, "get_today")).toHaveLength(1);
  render(Frame);
  await screen.findByRole("heading", { level: 1 });
  await new Promise((resolve) => setTimeout(resolve));
  expect(requests(calls, "get_today")).toHaveLength(2);
});

test("a page with another day is a page of its own", async () => {
  const calls = behindThePage({ get_today: today, list_checkins: { days: [], next_before: null } }, state());
  render(Frame);
  await screen.findByRole("heading", { level: 1 });
  app.go("checkins");
  await waitFor(() => expect(requests(calls, "list_checkins")).toHaveLength(1));
  app.go("checkins", { on: "2026-11-20" });
  await waitFor(() => expect(requests(calls, "list_checkins")).toHaveLength(2));
});
