// The building blocks: accessible as axe sees it, and usable by keyboard alone.
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test } from "vitest";
import Everything from "./Everything.test.svelte";

test("axe finds nothing wrong with any of them", async () => {
  const { container } = render(Everything);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test("a page puts the focus on its heading", () => {
  render(Everything);
  expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 }));
});

test("a scale is answered with the arrow keys and cleared with Delete", async () => {
  const user = userEvent.setup();
  render(Everything);
  expect(screen.getByTestId("scale").textContent).toBe("nothing");
  screen.getByRole("radio", { name: "hard" }).focus();
  await user.keyboard(" ");
  expect(screen.getByTestId("scale").textContent).toBe("1");
  await user.keyboard("{ArrowRight}");
  expect(screen.getByTestId("scale").textContent).toBe("2");
  await user.keyboard("{Delete}");
  expect(screen.getByTestId("scale").textContent).toBe("nothing");
});

test("chips are one stop for Tab; arrows go through them and Space chooses", async () => {
  const user = userEvent.setup();
  render(Everything);
  const chip = (name: string) => screen.getByRole("checkbox", { name });
  chip("calm").focus();
  await user.keyboard("{ArrowLeft} ");
  expect(document.activeElement).toBe(chip("sad"));
  await user.keyboard("{ArrowRight}{ArrowDown}");
  expect(document.activeElement).toBe(chip("tired"));
  await user.keyboard(" {Home}");
  expect(document.activeElement).toBe(chip("calm"));
  await user.keyboard("{End}{ArrowUp}");
  expect(screen.getByTestId("chips").textContent).toBe("sad tired");
  await user.tab();
  expect(document.activeElement?.getAttribute("type")).not.toBe("checkbox");
  await user.tab({ shift: true });
  expect(document.activeElement).toBe(chip("tired"));
});

test("a day is chosen in three lists; the 31st becomes the last day of a shorter month", async () => {
  const user = userEvent.setup();
  render(Everything);
  const list = (name: string) => screen.getByRole("combobox", { name });
  const isWrong = () => screen.getByRole("group", { name: "Which day" }).hasAttribute("aria-describedby");
  await user.selectOptions(list("Month"), "September");
  expect(screen.getByTestId("day").textContent).toBe("2026-09-30");
  expect(isWrong()).toBe(false);
  await user.selectOptions(list("Month"), "December");
  expect(screen.getByText(/still to come/)).toBeTruthy();
  expect(isWrong()).toBe(true);
  await user.selectOptions(list("Month"), "February");
  expect(screen.getByTestId("day").textContent).toBe("2026-02-28");
  expect(screen.getByText(/This day is over/)).toBeTruthy();
});

test("a passphrase is hidden until it is asked to be shown", async () => {
  const user = userEvent.setup();
  render(Everything);
  const field = screen.getByLabelText("Passphrase");
  expect(field.getAttribute("type")).toBe("password");
  await user.click(screen.getByRole("button", { name: "Show passphrase" }));
  expect(field.getAttribute("type")).toBe("text");
});

test("a dialog opens and closes with the page knowing it", async () => {
  const user = userEvent.setup();
  render(Everything);
  await user.click(screen.getByRole("button", { name: "Open" }));
  const dialog = screen.getByRole("dialog", { name: "Sure?" });
  // Not on a control, which a stray key could answer.
  expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Sure?" }));
  (dialog as HTMLDialogElement).close();
  expect(screen.queryByRole("dialog")).toBeNull();
});
