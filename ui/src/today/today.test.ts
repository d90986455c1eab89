// Today on recorded replies: what it shows, and what it never says.

import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { app } from "../app/app.svelte";
import {
  behindThePage,
  bothOfUs,
  leftAlone,
  lunch,
  notBack,
  SAM,
  stateLeft,
  todayQuiet,
  requests,
  ROBIN,
  spacesBefore,
  state,
  stateTogether,
  today as recorded,
  violations,
  type Replies,
} from "../checkins/tests.replies";
import type { Today } from "../ipc/bindings";
import TodayPage from "./TodayPage.svelte";

const quiet: Today = { ...recorded, nice: [], asked: [], offers_recovery: false };

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

  it("says from which space one has stepped back, with the way to come back", async () => {
    const spaces = [{ space: bothOfUs.id, until: null }];
    const { calls, user } = await open(
      {},
      { list_spaces: spacesBefore, get_steps_back: { all: null, spaces }, come_back: notBack },
    );
    expect(await screen.findByText("You have stepped back from your space with Sam.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /^Come back/ }));
    expect(requests(calls, "come_back")).toEqual([{ space: bothOfUs.id }]);
  });

  it("goes on with a check-in that was begun", async () => {
    const { user } = await open({ has_draft: true });
    await user.click(screen.getByRole("button", { name: "Continue where I was" }));
    expect(app.route).toBe("checkin");
  });

  it("lets a proposal be declined, and says that this looks like no answer", async () => {
    const { calls, user, container } = await open({ asked: recorded.asked }, { decline_space: [bothOfUs] });
    expect(screen.getByText(/^Noa proposes a shared space for the two of you/)).toBeTruthy();
    expect(screen.getByText(/can then be read by Robin and Noa/)).toBeTruthy();
    expect(screen.getByText(/“Rather not” looks the same as no answer/)).toBeTruthy();
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Rather not" }));
    expect(requests(calls, "decline_space")).toEqual([{ space: lunch.id }]);
    const said = await screen.findByText(/You no longer see the proposal/);
    expect(document.activeElement?.contains(said)).toBe(true);
  });

  it.each([
    [lunch, "Open now: the space “Sunday lunch”."],
    [{ ...lunch, name: null }, "Open now: your space with Noa."],
  ])("says after a yes which space is open, as the person reading calls it", async (space, words) => {
    const { user } = await open({ asked: [{ ...space, state: "asked" }] }, { accept_space: [space] });
    await user.click(screen.getByRole("button", { name: "Yes, please" }));
    expect(await screen.findByText(words)).toBeTruthy();
  });

  it.each([
    [ROBIN, "Something is missing in what is only for you"],
    [bothOfUs.id, "Something is missing in your space with Sam"],
    [lunch.id, "Something is missing in the space “Sunday lunch”"],
  ])("names what is damaged", async (space, words) => {
    await open({ damaged: [space] }, { list_spaces: spacesBefore });
    expect(screen.getByText(words)).toBeTruthy();
  });

  it("says what is missing, what is safe and what to do, and goes on when asked", async () => {
    const { calls, user, container } = await open(
      { damaged: [lunch.id] },
      { list_spaces: [bothOfUs, lunch], go_on: quiet },
    );
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Go on with what is here" }));
    await waitFor(() => expect(screen.queryByText(/Something is missing/)).toBeNull());
    expect(requests(calls, "go_on")).toEqual([{ space: lunch.id, member: null }]);
  });

  it("offers a spare key that may be declined", async () => {
    const { calls, user } = await open(
      { offers_recovery: true },
      { decline_recovery_code: { state: "declined", is_offered: false } },
    );
    await user.click(screen.getByRole("button", { name: "I want none" }));
    expect(requests(calls, "decline_recovery_code")).toHaveLength(1);
  });

  it("warns calmly of keys that were replaced, and goes on when somebody has asked", async () => {
    const { calls, user, container } = await open({ changed_keys: [SAM] }, { go_on: quiet });
    expect(screen.getByRole("heading", { name: "Sam’s key is not the one Hecht knew" })).toBeTruthy();
    expect(screen.getByText(/Ask Sam before you share anything/)).toBeTruthy();
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "I have asked, go on" }));
    await waitFor(() => expect(screen.queryByText(/is not the one Hecht knew/)).toBeNull());
    expect(requests(calls, "go_on")).toEqual([{ space: null, member: SAM }]);
  });

  it("leaves going on with replaced keys to a person alone", async () => {
    await open({ changed_keys: [SAM] }, {}, stateTogether());
    expect(screen.queryByRole("button", { name: /go on/ })).toBeNull();
    expect(screen.getByText(/can go on, once they have asked/)).toBeTruthy();
  });

  it("asks and offers nothing to somebody who has stepped back from everything", async () => {
    const { calls, user, container } = await open(todayQuiet, { come_back: notBack });
    const buttons = () => screen.getAllByRole("button").map((button) => button.textContent?.trim());
    expect(buttons()).toEqual(["Come back", "Close and lock"]);
    expect(screen.queryByText("For today")).toBeNull();
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Come back" }));
    expect(requests(calls, "come_back")).toEqual([{ space: null }]);
    expect(await screen.findByText("You are back.")).toBeTruthy();
  });

  it("says to whom nice words were said: once when to the same people, else with each", async () => {
    await open({ nice: recorded.nice });
    expect(screen.getAllByText("Robin and Sam read this")).toHaveLength(1);
  });

  it("says it with each when they were said to different people, also of somebody who has gone", async () => {
    const [one, other] = recorded.nice as [(typeof recorded.nice)[0], (typeof recorded.nice)[0]];
    await open(
      {
        nice: [
          { ...one, space: leftAlone.id, author: SAM },
          { ...other, space: ROBIN, author: ROBIN },
        ],
      },
      { list_spaces: [leftAlone] },
      stateLeft,
    );
    expect(screen.getByText(/^Sam, /)).toBeTruthy();
    expect(screen.getByText("Only Robin reads this")).toBeTruthy();
  });

  it("shows together only what is shared", async () => {
    await open({ ...recorded, has_draft: true }, {}, stateTogether());
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Good evening, Robin and Sam");
    expect(screen.getByText("We laughed about the tent.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Start" })).toBeTruthy();
    expect(screen.queryByText(/spare key/)).toBeNull();
    expect(screen.queryByRole("button", { name: "Yes, please" })).toBeNull();
  });

  it("says what went wrong when nothing could be read", async () => {
    behindThePage({});
    render(TodayPage);
    expect((await screen.findByRole("alert")).textContent).toContain("Something went wrong");
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });
});
