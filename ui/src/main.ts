// Boots the page: asks for the state once, then paints. Everything but the lock screen follows afterwards (app/rest.ts).
import "@fontsource-variable/atkinson-hyperlegible-next/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/print.css";
import { mount } from "svelte";
import App from "./app/App.svelte";
import { app } from "./app/app.svelte";

const target = document.getElementById("app");
if (target) void app.start().then(() => mount(App, { target }));
