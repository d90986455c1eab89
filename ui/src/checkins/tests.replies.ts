// For tests of pages: the program behind the page gives replies that were recorded from the real core
// (tests/fixtures/replies, written by `cargo xtask bindings`). What a test needs besides is a small edit of one.

import axe from "axe-core";
import recordedAlone from "../../../tests/fixtures/replies/alone.json";
import recordedLeft from "../../../tests/fixtures/replies/left.json";
import recordedQuiet from "../../../tests/fixtures/replies/quiet.json";
import recordedTogether from "../../../tests/fixtures/replies/together.json";
import { app } from "../app/app.svelte";
import type {
  Answers,
  CheckinPage,
  CheckinRow,
  Commands,
  ErrorBody,
  Hits,
  MemberId,
  Preferences,
  SpaceRow,
  State,
  StepsBack,
  Today,
} from "../ipc/bindings";
import { emptyAnswers } from "./fields";

type Recorded<Name extends keyof Commands> = ReturnType<Commands[Name]>;

/** A reply of the core to a person alone; of several in turn, the first. */
function alone<Name extends keyof typeof recordedAlone & keyof Commands>(command: Name): Recorded<Name> {
  return first(recordedAlone[command]) as Recorded<Name>;
}

/** A reply of the core to two people together. */
function together<Name extends keyof typeof recordedTogether & keyof Commands>(
  command: Name,
): Recorded<Name> {
  return first(recordedTogether[command]) as Recorded<Name>;
}

function first(reply: unknown): unknown {
  const several = (reply as { $list?: unknown[] } | null)?.$list;
  return several ? several[0] : reply;
}

function named(name: string): MemberId {
  return recordedAlone.get_state.members.find((member) => member.name === name)!.id;
}

export const ROBIN = named("Robin");
export const SAM = named("Sam");
export const NOA = named("Noa");
export const TODAY = recordedAlone.get_state.today;

/** Robin's space with Sam, and the one with Noa that has a name; both open, as after Robin's yes. */
export const [bothOfUs, lunch] = alone("accept_space") as [SpaceRow, SpaceRow];
/** The same two before: the second is proposed to Robin. */
export const spacesBefore = alone("list_spaces");
export const today: Today = alone("get_today");
export const log: CheckinPage = alone("list_checkins");
export const logTogether: CheckinPage = together("list_checkins");
export const hits: Hits = alone("search");
export const hitsTogether: Hits = together("search");
export const saved = alone("create_checkin");
export const changedEntry = alone("get_checkin");
/** After Sam has gone: Robin alone in the one space, with Noa in the other. */
export const stateLeft = recordedLeft.get_state as State;
export const [leftAlone, leftWithNoa] = recordedLeft.list_spaces as [SpaceRow, SpaceRow];
export const logLeft = recordedLeft.list_checkins as CheckinPage;
/** Robin has stepped back from everything. */
export const todayQuiet = first(recordedQuiet.get_today) as Today;
export const backFromAll = recordedQuiet.get_steps_back as StepsBack;
export const backFromOne: StepsBack = alone("step_back");
export const notBack: StepsBack = alone("come_back");
export const afterName = alone("rename_space");
export const afterYesToClose = alone("close_space");
export const afterLeaving = alone("leave_space");
export const passphraseChanged = alone("change_passphrase");
export const stateErased: State = alone("delete_private_space");
export const stateWithoutMe: State = alone("delete_member");
export const backups = alone("get_backups");
export const ownPreferences: Preferences = alone("get_preferences");

/** Of somebody who has chosen nothing yet. */
export const preferences: Preferences = {
  ...ownPreferences,
  language: null,
  private_fields: ["today", "mood", "note"],
  shared_fields: [],
  lock_minutes: null,
  words: { craving: null, slip: null, use: null },
};

export function state(change: Partial<State> = {}): State {
  return { ...alone("get_state"), ...change };
}

/** Robin and Sam sit here together. */
export function stateTogether(): State {
  return together("get_state");
}

export function answers(given: Partial<Answers>): Answers {
  return { ...emptyAnswers(), ...given };
}

/** A shared entry of today, with nothing in it but what the test gives. */
export function row(change: Partial<CheckinRow> & { author: MemberId | null }): CheckinRow {
  return {
    ...changedEntry.row,
    on: TODAY,
    written_on: TODAY,
    answers: emptyAnswers(),
    is_changed: false,
    can_reply: false,
    replies: [],
    ...change,
  };
}

export type Replies = {
  [Name in keyof Commands]?:
    ReturnType<Commands[Name]> | ((...request: Parameters<Commands[Name]>) => ReturnType<Commands[Name]>);
};

export interface Call {
  command: string;
  request: unknown;
}

/** Sits behind the page. A reply may be a function of the request; it refuses by throwing a `Refused`. */
export function behindThePage(replies: Replies, now: State = state()): Call[] {
  const calls: Call[] = [];
  const known: Record<string, unknown> = {
    list_spaces: [bothOfUs],
    get_steps_back: notBack,
    get_preferences: preferences,
    edit_preferences: (chosen: Preferences) => chosen,
    get_backups: backups,
    get_draft: null,
    save_draft: null,
    drop_draft: null,
    get_state: now,
    "plugin:event|listen": 1,
    ...replies,
  };
  const invoke = async (command: string, { request }: { request?: unknown } = {}) => {
    calls.push({ command, request });
    if (!(command in known)) throw { code: "internal" } satisfies ErrorBody;
    const reply = known[command];
    return structuredClone(typeof reply === "function" ? reply(request) : reply);
  };
  Object.assign(window, { __TAURI_INTERNALS__: { invoke, transformCallback: () => 1 } });
  app.accept(now);
  app.draft = null;
  return calls;
}

/** Throw this from a reply to have the core refuse. */
export function refused(body: ErrorBody): never {
  throw body;
}

/** What was asked of one command, in order. */
export function requests(calls: Call[], command: string): unknown[] {
  return calls.filter((call) => call.command === command).map((call) => call.request);
}

/** What axe objects to. */
export async function violations(node: Element): Promise<string[]> {
  const found = await axe.run(node, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    // Colours and regions need a real browser and the whole frame: tests/browser looks at them.
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
}
