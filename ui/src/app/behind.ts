// Blurs the page while another window has the focus, where this computer's setting says so: a class on the root, which
// base.css draws and print.css takes away on paper.
import { app } from "./app.svelte";

let isBehind = !document.hasFocus();

export function showBehind(): void {
  const isBlurred = isBehind && app.isOpen && app.state.device.is_blurred_behind;
  document.documentElement.classList.toggle("is-behind", isBlurred);
}

function onBlur(): void {
  isBehind = true;
  showBehind();
}

function onFocus(): void {
  isBehind = false;
  showBehind();
}

/** Starts listening; gives back how to stop. */
export function watchFocus(): () => void {
  window.addEventListener("blur", onBlur);
  window.addEventListener("focus", onFocus);
  return () => {
    window.removeEventListener("blur", onBlur);
    window.removeEventListener("focus", onFocus);
  };
}
