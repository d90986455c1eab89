// Everything that is loaded after the lock screen is painted, in one chunk with its texts.
import "../text/rest";

export { default as ExamplePassphrases } from "../unlock/ExamplePassphrases.svelte";
export { default as Forgot } from "../unlock/Forgot.svelte";
export { default as Help } from "../help/HelpPage.svelte";
export { default as Hides } from "../help/HidesPage.svelte";
export { default as Right } from "../help/RightPage.svelte";
export { default as Setup } from "../setup/Setup.svelte";
export { default as Join } from "../unlock/Join.svelte";
export { default as Refused } from "../unlock/Refused.svelte";
export { default as Banner } from "./Banner.svelte";
export { default as Frame } from "./Frame.svelte";
