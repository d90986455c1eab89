// The lock screen: one after the other behind each other, and clear words when a passphrase is wrong.
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, test, vi } from "vitest";
import { app } from "../app/app.svelte";
import { robin, sam, stateWith } from "../app/tests.state";
import { HechtError } from "../ipc/call";
import LockScreen from "./LockScreen.svelte";

const core = vi.hoisted(() => ({ unlock: vi.fn() }));
vi.mock("../ipc/call", async (original) => ({ ...(await original<object>()), hecht: core }));

beforeEach(() => {
  core.unlock.mockReset();
  app.accept(stateWith());
});

test("two people give their passphrases one after the other and open together", async () => {
  core.unlock.mockResolvedValue(stateWith({ phase: "together", present: [robin.id, sam.id] }));
  const user = userEvent.setup();
  render(LockScreen);
  await user.click(screen.getByRole("checkbox", { name: "Robin" }));
  await user.click(screen.getByRole("checkbox", { name: "Sam" }));
  await user.type(screen.getByLabelText("Robin’s passphrase"), "one two{Enter}");
  await user.type(screen.getByLabelText("Sam’s passphrase"), "three four{Enter}");
  expect(core.unlock).toHaveBeenCalledWith({
    people: [
      { member: robin.id, passphrase: "one two" },
      { member: sam.id, passphrase: "three four" },
    ],
  });
});

test.each([
  ["wrong_passphrase", /not right/],
  ["file_damaged", /damaged/],
  ["file_newer", /newer version/],
  ["file_open_elsewhere", /already open/],
  ["disk_full", /disk is full/],
] as const)("%s has words of its own", async (code, words) => {
  core.unlock.mockRejectedValue(new HechtError({ code }));
  const user = userEvent.setup();
  render(LockScreen);
  await user.click(screen.getByRole("checkbox", { name: "Robin" }));
  await user.type(screen.getByLabelText("Robin’s passphrase"), "one{Enter}");
  expect((await screen.findByRole("alert")).textContent).toMatch(words);
  expect((screen.getByLabelText("Robin’s passphrase") as HTMLInputElement).value).toBe("");
});

test("of several people the one whose passphrase was wrong is asked again, and only that one", async () => {
  const body = { code: "wrong_passphrase", field: "passphrase", reference: robin.id } as const;
  core.unlock.mockRejectedValueOnce(new HechtError(body));
  core.unlock.mockResolvedValueOnce(stateWith({ phase: "together", present: [robin.id, sam.id] }));
  const user = userEvent.setup();
  render(LockScreen);
  await user.click(screen.getByRole("checkbox", { name: "Robin" }));
  await user.click(screen.getByRole("checkbox", { name: "Sam" }));
  await user.type(screen.getByLabelText("Robin’s passphrase"), "one{Enter}");
  await user.type(screen.getByLabelText("Sam’s passphrase"), "three four{Enter}");
  const said = (await screen.findByRole("alert")).textContent;
  expect(said).toMatch(/not right/);
  expect(said).not.toContain(robin.id);
  expect(screen.getByRole("checkbox", { name: /Sam/ }).closest("label")?.textContent).toContain("ready");
  await user.type(screen.getByLabelText("Robin’s passphrase"), "one two{Enter}");
  expect(core.unlock).toHaveBeenLastCalledWith({
    people: [
      { member: sam.id, passphrase: "three four" },
      { member: robin.id, passphrase: "one two" },
    ],
  });
});

test("without a name every passphrase is asked again", async () => {
  core.unlock.mockRejectedValueOnce(new HechtError({ code: "wrong_passphrase", field: "passphrase" }));
  const user = userEvent.setup();
  render(LockScreen);
  await user.click(screen.getByRole("checkbox", { name: "Robin" }));
  await user.click(screen.getByRole("checkbox", { name: "Sam" }));
  await user.type(screen.getByLabelText("Robin’s passphrase"), "one{Enter}");
  await user.type(screen.getByLabelText("Sam’s passphrase"), "two{Enter}");
  expect((await screen.findByRole("alert")).textContent).toMatch(/One of these/);
  expect(screen.getByLabelText("Robin’s passphrase")).toBeTruthy();
});

/** Chooses Robin and types a passphrase that the core answers with `body`. */
async function refusedWith(body: ConstructorParameters<typeof HechtError>[0]) {
  core.unlock.mockRejectedValueOnce(new HechtError(body));
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  render(LockScreen);
  await user.click(screen.getByRole("checkbox", { name: "Robin" }));
  const field: HTMLInputElement = screen.getByLabelText("Robin’s passphrase");
  await user.type(field, "one{Enter}");
  await vi.waitFor(() => expect(screen.getByRole("status").textContent).toMatch(/in \d+ second/));
  return user;
}

const passphraseField = () => screen.getByLabelText("Robin’s passphrase") as HTMLInputElement;

test("after wrong tries it counts down for the eye, says so once, and tries nothing meanwhile", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const user = await refusedWith({ code: "wrong_passphrase", reference: robin.id, seconds: 16 });
    expect(screen.getByRole("alert").textContent).toMatch(/not right/);
    const spoken = screen.getByRole("status");
    const said = spoken.textContent;
    expect(said).toMatch(/Try again in 16 seconds/);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(screen.getByText(/Try again in [67] seconds/).getAttribute("aria-hidden")).toBe("true");
    expect(spoken.textContent).toBe(said);
    await user.type(passphraseField(), "one two{Enter}");
    await user.click(screen.getByRole("button", { name: "Open" }));
    expect(core.unlock).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(7_500);
    expect(spoken.textContent).toMatch(/try again now/);
    core.unlock.mockResolvedValueOnce(stateWith({ phase: "alone", present: [robin.id] }));
    await user.click(screen.getByRole("button", { name: "Open" }));
    expect(core.unlock).toHaveBeenLastCalledWith({
      people: [{ member: robin.id, passphrase: "one two" }],
    });
  } finally {
    vi.useRealTimers();
  }
});

test("what was not tried because of the wait has not to be typed again", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    await refusedWith({ code: "wait", seconds: 2 });
    expect(screen.queryByRole("alert")).toBeNull();
    expect(passphraseField().value).toBe("one");
  } finally {
    vi.useRealTimers();
  }
});

test("an empty passphrase is refused without asking the core", async () => {
  const user = userEvent.setup();
  render(LockScreen);
  await user.click(screen.getByRole("checkbox", { name: "Robin" }));
  await user.click(screen.getByRole("button", { name: "Open" }));
  expect(core.unlock).not.toHaveBeenCalled();
});

test("axe finds nothing wrong", async () => {
  const { container } = render(LockScreen);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("somebody new can join without anybody's permission, up to six people", async () => {
  const user = userEvent.setup();
  const { unmount } = render(LockScreen);
  await user.click(screen.getByRole("button", { name: "Add somebody" }));
  expect(app.route).toBe("join");
  unmount();
  const six = [1, 2, 3, 4, 5, 6].map((n) => ({ ...robin, id: String(n).repeat(32) }));
  app.accept(stateWith({ members: six }));
  render(LockScreen);
  expect(screen.queryByRole("button", { name: "Add somebody" })).toBeNull();
});
