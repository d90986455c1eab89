// After a refusal the focus goes to the first field that has something wrong, in the middle of what is in sight.
import { tick } from "svelte";

export async function focusFirstError(): Promise<void> {
  await tick();
  const wrong = document.querySelector<HTMLElement>("[aria-invalid]");
  const field = wrong?.matches("input, textarea, select")
    ? wrong
    : wrong?.querySelector<HTMLElement>("input, select");
  field?.focus();
  field?.scrollIntoView?.({ block: "center" });
}
