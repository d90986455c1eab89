// Puts the chosen theme and text size on the page. "system" follows the computer and changes with it.
import type { TextSize, Theme } from "../ipc/bindings";

let chosen: Theme = "system";
const systemIsDark = window.matchMedia?.("(prefers-color-scheme: dark)");

function showTheme(): void {
  const isDark = chosen === "dark" || (chosen === "system" && systemIsDark?.matches);
  document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
}

systemIsDark?.addEventListener("change", showTheme);

export function showAppearance(theme: Theme, size: TextSize): void {
  chosen = theme;
  showTheme();
  document.documentElement.classList.toggle("text-large", size === "large");
  document.documentElement.classList.toggle("text-largest", size === "largest");
}
