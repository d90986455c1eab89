// Which component shows which route. Each page is its own chunk, fetched before it is first asked for.
// The help pages come with the frame, since they are also shown before unlocking.
import type { Component } from "svelte";
import HelpPage from "../help/HelpPage.svelte";
import HidesPage from "../help/HidesPage.svelte";
import RightPage from "../help/RightPage.svelte";
import type { Route } from "./app.svelte";

type Load = () => Promise<{ default: Component }>;

const pages: Record<Exclude<Route, "forgot" | "join" | "help" | "right" | "hides">, Load> = {
  today: () => import("../today/TodayPage.svelte"),
  checkins: () => import("../checkins/CheckinsPage.svelte"),
  checkin: () => import("../checkins/CheckinPage.svelte"),
  plans: () => import("../plans/PlansPage.svelte"),
  search: () => import("../search/SearchPage.svelte"),
  spaces: () => import("../spaces/SpacesPage.svelte"),
  space: () => import("../spaces/SpacePage.svelte"),
  settings: () => import("../preferences/SettingsPage.svelte"),
  more: () => import("../more/MorePage.svelte"),
  recovery: () => import("../recovery/RecoveryPage.svelte"),
  passphrase: () => import("../members/PassphrasePage.svelte"),
  erase: () => import("../members/ErasePage.svelte"),
};

const loaded = new Map<Route, Component>([
  ["help", HelpPage],
  ["right", RightPage],
  ["hides", HidesPage],
]);

/** The page of a route when it is already here. */
export function pageNow(route: Route): Component | undefined {
  return loaded.get(route);
}

export async function loadPage(route: Route): Promise<Component> {
  const here = loaded.get(route);
  if (here) return here;
  const load = pages[route as keyof typeof pages] ?? pages.today;
  const { default: page } = await load();
  loaded.set(route, page);
  return page;
}

/** Fetches all other pages while nothing else is happening, so that a click paints at once. */
export function loadAllPages(): void {
  for (const route of Object.keys(pages) as Route[]) loadPage(route).catch(() => undefined);
}
