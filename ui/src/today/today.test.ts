// Today on prepared replies: what it shows, and what it never says.

import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { app } from "../app/app.svelte";
import {
  allOfUs,
  behindThePage,
  bothOfUs,
  requests,
  ROBIN,
  SAM,
  state,
  TODAY,
  violations,
  type Replies,
} from "../checkins/tests.replies";
import type { Today } from "../ipc/bindings";
import TodayPage from "./TodayPage.svelte";

const quiet: Today = {
  on: TODAY,
  part_of_day: "evening",
  nice: [],
  asked: [],
  has_draft: false,
  offers_recovery: false,
  damaged: [],
};

async function open(today: Partial<Today>, replies: Replies = {}, now = state()) {
  const calls = behindThePage({ get_today: { ...quiet, ...today }, ...replies }, now);
  const { container } = render(TodayPage);
  await screen.findByRole("heading", { level: 1 });
  return { calls, container, user: userEvent.setup() };
}

describe("today", () => {
  it("greets by name, and with nothing there shows one thing to do", async () => {
    const { container } = await open({});
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Good evening, Robin");
    expect(screen.getAllByRole("button").map((button) => button.textContent?.trim())).toEqual([
      "Start",
      "Close and lock",
    ]);
    expect(screen.queryByText(/nice/)).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it("goes on with a check-in that was begun", async () => {
    const { user } = await open({ has_draft: true });
    await user.click(screen.getByRole("button", { name: "Continue where I was" }));
    expect(app.route).toBe("checkin");
  });

  it("lets a proposal be declined, and says that this looks like no answer", async () => {
    const { calls, user, container } = await open(
      { asked: [{ ...bothOfUs, state: "asked" }] },
      { decline_space: [] },
    );
    expect(screen.getByText("Robin and Sam read this")).toBeTruthy();
    expect(screen.getByText(/Declining looks the same as not answering/)).toBeTruthy();
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Decline" }));
    expect(requests(calls, "decline_space")).toEqual([{ space: bothOfUs.id }]);
  });

  it("says what is missing, what is safe and what to do, and goes on when asked", async () => {
    const { calls, user, container } = await open(
      { damaged: [allOfUs.id] },
      { list_spaces: [bothOfUs, allOfUs], go_on: quiet },
    );
    expect(screen.getByText("Something is missing in the space of Family")).toBeTruthy();
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Go on with what is here" }));
    await waitFor(() => expect(screen.queryByText(/Something is missing/)).toBeNull());
    expect(requests(calls, "go_on")).toEqual([{ space: allOfUs.id }]);
  });

  it("offers a spare key that may be declined", async () => {
    const { calls, user } = await open(
      { offers_recovery: true },
      { decline_recovery_code: { state: "declined", is_offered: false } },
    );
    await user.click(screen.getByRole("button", { name: "I want none" }));
    expect(requests(calls, "decline_recovery_code")).toHaveLength(1);
  });

  it("shows together only what is shared", async () => {
    await open(
      {
        asked: [{ ...bothOfUs, state: "asked" }],
        offers_recovery: true,
        has_draft: true,
        nice: [
          { entry: "1".repeat(32), author: SAM, on: "2026-11-20", text: "The soup.", space: bothOfUs.id },
        ],
      },
      {},
      state({ phase: "together", present: [ROBIN, SAM] }),
    );
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Good evening, Robin and Sam");
    expect(screen.getByText("The soup.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Start" })).toBeTruthy();
    expect(screen.queryByText(/spare key/)).toBeNull();
    expect(screen.queryByRole("button", { name: "Accept" })).toBeNull();
  });

  it("says what went wrong when nothing could be read", async () => {
    behindThePage({});
    render(TodayPage);
    expect((await screen.findByRole("alert")).textContent).toContain("Something went wrong");
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });
});
