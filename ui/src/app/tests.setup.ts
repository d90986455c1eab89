// Before every test file: all texts are loaded, as in the running page after its first picture.
import { configure } from "@testing-library/svelte";

// A page comes with a chunk of its own; on a busy computer its first coming takes longer than a second.
configure({ asyncUtilTimeout: 10_000 });
import { afterEach } from "vitest";
import { text } from "../text/text.svelte";
import "../text/rest";

// jsdom has no modal dialogs.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false;
  this.dispatchEvent(new Event("close"));
};
window.scrollTo = () => undefined;
// jsdom has no CSS.escape, which keyboard tests of radio groups need.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

afterEach(() => {
  text.language = "en";
});
