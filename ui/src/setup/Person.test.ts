// Choosing name and passphrase: the focus goes to what is wrong, and a step back loses nothing that was written down.
import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { app } from "../app/app.svelte";
import { stateWith } from "../app/tests.state";
import { behindThePage, refused } from "../checkins/tests.replies";
import Person from "./Person.svelte";
import { setup } from "./setup.svelte";

let drawn = 0;

beforeEach(() => {
  drawn = 0;
  behindThePage(
    {
      suggest_passphrase: () => ({ passphrase: `gravel piano tulip ${(drawn += 1)}` }),
      rate_passphrase: ({ passphrase }) => ({ strength: passphrase.length > 12 ? 4 : 1, reason: "short" }),
      add_member: () => refused({ code: "name_taken" }),
    },
    stateWith({ phase: "new", members: [] }),
  );
  setup.start();
});

test("a step back and on again finds name, mark and words as they were", async () => {
  const user = userEvent.setup();
  const page = render(Person);
  await user.type(screen.getByRole("textbox", { name: /call you/ }), "Robin");
  await user.click(screen.getByRole("radio", { name: "blue triangle" }));
  await user.click(await screen.findByRole("button", { name: "Use these words" }));
  page.unmount();
  render(Person);
  expect(screen.getByDisplayValue("Robin")).toBeTruthy();
  expect(screen.getByDisplayValue("gravel piano tulip 1")).toBeTruthy();
  expect(screen.getByRole("radio", { name: "blue triangle" })).toHaveProperty("checked", true);
  expect(drawn).toBe(1);
});

test("the focus goes to the first field in error, or to the warning", async () => {
  const user = userEvent.setup();
  render(Person);
  const name = screen.getByRole("textbox", { name: /call you/ });
  const passphrase = screen.getByRole("textbox", { name: /these words, or your own/ });
  await user.click(screen.getByRole("button", { name: "Done" }));
  await waitFor(() => expect(document.activeElement).toBe(name));
  await user.type(name, "Robin");
  await user.click(screen.getByRole("button", { name: "Done" }));
  await waitFor(() => expect(document.activeElement).toBe(passphrase));
  await user.type(passphrase, "robin{Enter}");
  await waitFor(() => expect(document.activeElement?.textContent).toContain("easy to guess"));
  await user.click(screen.getByRole("button", { name: "Use it anyway" }));
  await waitFor(() => expect(document.activeElement).toBe(name));
  expect(app.state.phase).toBe("new");
});
