// The card for when it gets hard as a person meets it, on recorded replies. The core's rules are tested in the core.
import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import recordedAlone from "../../../tests/fixtures/replies/alone.json";
import recordedErrors from "../../../tests/fixtures/replies/errors.json";
import { app } from "../app/app.svelte";
import {
  behindThePage,
  refused,
  type Replies,
  requests,
  state,
  stateTogether,
  violations,
} from "../checkins/tests.replies";
import type { Card, ErrorBody } from "../ipc/bindings";
import { text } from "../text/text.svelte";
import PlansPage from "./PlansPage.svelte";

const [empty] = recordedAlone.get_card.$list as [Card, Card];
const filled = recordedAlone.edit_card as Card;
const tooLong = recordedErrors.edit_card.$error as ErrorBody;

afterEach(() => {
  vi.useRealTimers();
});

async function open(card: Card, replies: Replies = {}, now = state()) {
  const calls = behindThePage({ get_card: card, edit_card: (written) => written, ...replies }, now);
  app.go("plans");
  const page = render(PlansPage);
  await waitFor(() => expect(screen.queryByText(/^(One moment|Een ogenblik)/)).toBeNull());
  return { calls, page, user: userEvent.setup() };
}

const button = (name: string) => screen.getByRole("button", { name });
const field = (name: string) => screen.getByRole<HTMLTextAreaElement>("textbox", { name });

describe("an empty card", () => {
  it("teaches with one sentence and one button, and is written by keyboard alone", async () => {
    const { calls, user, page } = await open(empty);
    expect(screen.getByText(/^Write down at a calm moment/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Print/ })).toBeNull();
    expect(await violations(page.container)).toEqual([]);
    button("Write my card").focus();
    await user.keyboard("{Enter}");
    expect(screen.getByText("Only Robin reads this")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 }));
    await user.tab();
    expect(document.activeElement).toBe(field("What I do first"));
    await user.keyboard("Kettle on.");
    await user.tab();
    await user.keyboard("Tom 06 00 12 34 51{Enter}Marit");
    await user.tab();
    await user.tab();
    await user.tab();
    expect(document.activeElement).toBe(button("Save"));
    await user.keyboard("{Enter}");
    expect(await screen.findByText("Saved.")).toBeTruthy();
    expect(requests(calls, "edit_card")).toEqual([
      { first: "Kettle on.", call: "Tom 06 00 12 34 51\nMarit", ask: null, go: null },
    ]);
    // Only what was filled in is there to read.
    const headings = screen.getAllByRole("heading", { level: 2 }).map((one) => one.textContent);
    expect(headings).toEqual(["What I do first", "Who I call"]);
    expect(app.draft).toBe(null);
  });
});

describe("a filled card", () => {
  it("is there to read, with its audience, and each number can be copied", async () => {
    const { page, user } = await open(filled);
    expect(screen.getByText("Only Robin reads this")).toBeTruthy();
    expect(screen.getByText("The bench at the lock.")).toBeTruthy();
    expect(page.container.querySelector(".number")?.textContent).toBe("06 00 12 34 51");
    expect(screen.getByText("My neighbour at 14")).toBeTruthy();
    const copies = screen.getAllByRole("button", { name: /^Copy/ });
    expect(copies.map((one) => one.getAttribute("aria-label"))).toEqual([
      "Copy Tom from the group 06 00 12 34 51",
      "Copy Marit, until nine: 0031 600 123 452",
    ]);
    await user.click(copies[1]!);
    expect(await navigator.clipboard.readText()).toBe("0031 600 123 452");
    expect(copies[1]!.textContent).toMatch("Copied");
    expect(copies[0]!.textContent).not.toMatch("Copied");
    expect(await violations(page.container)).toEqual([]);
  });

  it("selects the number where the clipboard is forbidden", async () => {
    const { user } = await open(filled);
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("forbidden"));
    await user.click(screen.getAllByRole("button", { name: /^Copy/ })[0]!);
    expect(await screen.findByText("Selected; copy it with Ctrl C")).toBeTruthy();
    expect(window.getSelection()?.toString()).toBe("06 00 12 34 51");
  });

  it("is printed without a passphrase, the card and nothing else", async () => {
    const { calls, user, page } = await open(filled, { print_page: null });
    await user.click(button("Print for my pocket"));
    expect(requests(calls, "print_page")).toHaveLength(1);
    const printed = page.container.querySelector(".print-only-this")!;
    expect(printed.textContent).toMatch("Kettle on");
    for (const screenOnly of printed.querySelectorAll("button, p.audience"))
      expect(screenOnly.classList.contains("no-print")).toBe(true);
  });

  it("shows hostile and foreign words as text", async () => {
    const hostile = '<img src=x onerror=alert(1)> {$name} \u202eabc\u202c "><script>';
    const { page } = await open({ first: hostile, call: hostile, ask: hostile, go: "x".repeat(2_000) });
    expect(screen.getAllByText(hostile)).toHaveLength(3);
    expect(page.container.querySelector("img, script")).toBe(null);
  });
});

describe("writing", () => {
  it("says at the field what is too long and keeps every word", async () => {
    const { user, page } = await open(filled, { edit_card: () => refused(tooLong) });
    await user.click(button("Change"));
    await user.type(field("What I would ask of the other"), " More.");
    await user.click(button("Save"));
    expect(await screen.findByText(/^This is too long for here/)).toBeTruthy();
    const ask = field("What I would ask of the other");
    expect(document.activeElement).toBe(ask);
    expect(ask.value).toBe(`${filled.ask} More.`);
    expect(ask.getAttribute("aria-invalid")).toBe("true");
    expect(await violations(page.container)).toEqual([]);
  });

  it("says when nothing could be saved", async () => {
    const { user } = await open(filled, { edit_card: () => refused({ code: "disk_full" }) });
    await user.click(button("Change"));
    await user.click(button("Save"));
    expect((await screen.findByRole("alert")).textContent).toMatch("What you typed is still here.");
  });

  it("keeps what is typed when the keys rest, when one goes back, and with a lock", async () => {
    const { calls, user } = await open(empty);
    await user.click(button("Write my card"));
    expect(app.draft?.()).toBe(null);
    await user.type(field("Where I go"), "The bench");
    const body = JSON.stringify({ first: "", call: "", ask: "", go: "The bench" });
    expect(app.draft?.()).toEqual({ form: "card", body });
    await user.click(button("Continue later"));
    await waitFor(() => expect(requests(calls, "save_draft")).toEqual([{ form: "card", body }]));
    expect(requests(calls, "edit_card")).toEqual([]);
    expect(app.draft).toBe(null);
  });

  it("stores the draft after a rest of the keys, and drops it when the words are those of the card again", async () => {
    const { calls, user } = await open(filled);
    await user.click(button("Change"));
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const typing = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
    await typing.type(field("Where I go"), "x");
    await vi.advanceTimersByTimeAsync(1_500);
    expect(requests(calls, "save_draft")).toHaveLength(1);
    await typing.type(field("Where I go"), "{Backspace}");
    await vi.advanceTimersByTimeAsync(1_500);
    expect(requests(calls, "drop_draft")).toEqual([{ form: "card" }]);
  });

  it("goes on where it was left off, or starts again from the card", async () => {
    const body = JSON.stringify({ first: "Half", call: "", ask: "", go: "" });
    const { calls, user } = await open(filled, { get_draft: { form: "card", body } });
    // Whoever is in a hard hour reads first.
    expect(screen.getByText("The bench at the lock.")).toBeTruthy();
    await user.click(button("Go on writing"));
    expect(field("What I do first").value).toBe("Half");
    await user.click(button("Start again from the saved card"));
    expect(field("Where I go").value).toBe(filled.go);
    await waitFor(() => expect(requests(calls, "drop_draft")).toEqual([{ form: "card" }]));
  });

  it("is not put off by a draft that is none", async () => {
    await open(empty, { get_draft: { form: "card", body: "{not" } });
    expect(button("Write my card")).toBeTruthy();
  });
});

it("asks again when the card could not be read", async () => {
  let isBroken = true;
  const { user } = await open(filled, {
    get_card: () => (isBroken ? refused({ code: "internal" }) : filled),
  });
  isBroken = false;
  await user.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText("The bench at the lock.")).toBeTruthy();
});

it("says together that it is private, asks the program nothing and offers only the way out and to help", async () => {
  for (const [language, said] of [
    ["en", /does not open while you sit here together/],
    ["nl", /niet open als jullie hier samen zitten/],
  ] as const) {
    const { calls, page } = await open(filled, {}, { ...stateTogether(), language });
    text.language = language;
    expect(screen.getByText(said)).toBeTruthy();
    const ways = screen.getAllByRole("button").map((one) => one.textContent);
    expect(ways).toEqual(
      language === "en" ? ["Lock", "Help and crisis"] : ["Vergrendelen", "Hulp en crisis"],
    );
    expect(calls.filter(({ command }) => command !== "get_state")).toEqual([]);
    page.unmount();
  }
});
