// The last backup on recorded replies: which there is, where, and what it does not help against.
import { render, screen, waitFor } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { app } from "../app/app.svelte";
import { backups, behindThePage, requests, state, violations } from "../checkins/tests.replies";
import { dayPlain } from "../text/text.svelte";
import LastBackup from "./LastBackup.svelte";

it("says which backup is the last, where it lies, and that it is the same disk", async () => {
  behindThePage({});
  const { container } = render(LastBackup);
  expect((await screen.findByText(/Last backup/)).textContent).toBe(
    `Last backup: ${dayPlain("2026-11-22")}, in /data/hecht/backups`,
  );
  expect(screen.getByText(/same disk/)).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
  expect(await violations(container)).toEqual([]);
});

it("does not claim a backup that is not there, and says since when none could be made", async () => {
  behindThePage({ get_backups: { ...backups, last_on: null, failed_on: "2026-11-20" } });
  render(LastBackup);
  expect((await screen.findByRole("alert")).textContent).toContain(
    `Since ${dayPlain("2026-11-20")} no backup`,
  );
  expect(screen.getByText(/no backup yet/)).toBeTruthy();
});

it("says that something is damaged, and which backup is from before that", async () => {
  behindThePage({ get_backups: { ...backups, is_damaged: true, whole_on: "2026-11-20" } });
  const { container } = render(LastBackup);
  const message = await screen.findByRole("status");
  expect(message.textContent).toContain("is damaged, and so it is in the last backup.");
  expect(message.textContent).toContain(`The backup of ${dayPlain("2026-11-20")} is from before`);
  expect(await violations(container)).toEqual([]);
});

it("claims no earlier backup that is not there", async () => {
  behindThePage({ get_backups: { ...backups, is_damaged: true, whole_on: null } });
  render(LastBackup);
  expect((await screen.findByRole("status")).textContent).not.toContain("from before");
});

it("looks again when a backup was made, and at nothing else", async () => {
  const calls = behindThePage({});
  render(LastBackup);
  await screen.findByText(/Last backup/);
  app.changed = ["checkins"];
  app.changes += 1;
  app.changed = ["backups"];
  app.changes += 1;
  await waitFor(() => expect(requests(calls, "get_backups")).toHaveLength(2));
});

it("makes none of the example", async () => {
  behindThePage({}, state({ is_example: true }));
  render(LastBackup);
  expect(await screen.findByText(/of the example/)).toBeTruthy();
  expect(screen.queryByText(/same disk/)).toBeNull();
});
