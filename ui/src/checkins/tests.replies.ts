// For tests of pages: two people, and a program behind the page that gives prepared replies.
// Replies are in the shape of the contract; nothing here decides anything.

import axe from "axe-core";
import { app } from "../app/app.svelte";
import type {
  Answers,
  CheckinRow,
  Commands,
  ErrorBody,
  MemberId,
  Preferences,
  SpaceRow,
  State,
} from "../ipc/bindings";
import { emptyAnswers } from "./fields";

export const ROBIN = "0".repeat(31) + "1";
export const SAM = "0".repeat(31) + "2";
export const KIM = "0".repeat(31) + "3";
export const TODAY = "2026-11-22";

export const bothOfUs: SpaceRow = {
  id: "a".repeat(32),
  name: null,
  members: [ROBIN, SAM],
  state: "open",
  is_mine_to_take_back: false,
};
export const allOfUs: SpaceRow = {
  id: "b".repeat(32),
  name: "Family",
  members: [ROBIN, SAM, KIM],
  state: "open",
  is_mine_to_take_back: false,
};

export const preferences: Preferences = {
  language: null,
  text_size: null,
  private_fields: ["today", "mood", "note"],
  shared_fields: [],
  words: { craving: null, slip: null, use: null },
};

export function state(change: Partial<State> = {}): State {
  return {
    phase: "alone",
    refusal: null,
    is_setup: false,
    is_example: false,
    example_passphrases: [],
    members: [
      { id: ROBIN, name: "Robin", colour: 1 },
      { id: SAM, name: "Sam", colour: 2 },
      { id: KIM, name: "Kim", colour: 3 },
    ],
    present: [ROBIN],
    device: { language: "en", theme: "light", text_size: "normal" },
    language: "en",
    text_size: "normal",
    today: TODAY,
    version: "0.1.0",
    ...change,
  };
}

export function answers(given: Partial<Answers>): Answers {
  return { ...emptyAnswers(), ...given };
}

export function row(change: Partial<CheckinRow> & { author: MemberId | null }): CheckinRow {
  return {
    entry: "e".repeat(32),
    space: bothOfUs.id,
    is_private: false,
    present: [],
    on: TODAY,
    written_on: TODAY,
    written_at: Date.UTC(2026, 10, 22, 19),
    is_late: false,
    answers: emptyAnswers(),
    is_changed: false,
    can_edit: false,
    can_withdraw: false,
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
    get_preferences: preferences,
    edit_preferences: (chosen: Preferences) => chosen,
    get_draft: null,
    save_draft: null,
    drop_draft: null,
    get_state: now,
    ...replies,
  };
  const invoke = async (command: string, { request }: { request?: unknown } = {}) => {
    calls.push({ command, request });
    if (!(command in known)) throw { code: "internal" } satisfies ErrorBody;
    const reply = known[command];
    return structuredClone(typeof reply === "function" ? reply(request) : reply);
  };
  Object.assign(window, { __TAURI_INTERNALS__: { invoke } });
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
