// The fields of a check-in: their order, which hold words or a scale, what counts as given, and the
// default questions. Pure; no wording and no calls to the core.

import type { Answers, Field, Mood } from "../ipc/bindings";

/** Every field in the order in which it is asked and shown. */
export const FIELDS: readonly Field[] = [
  "today",
  "mood",
  "craving",
  "stress",
  "sleep",
  "closeness",
  "liked",
  "help",
  "note",
];

export const SCALES = ["today", "craving", "stress", "sleep", "closeness"] as const;
export type ScaleField = (typeof SCALES)[number];

export const TEXTS = ["note", "liked", "help"] as const;
export type TextField = (typeof TEXTS)[number];

export const MOODS: readonly Mood[] = [
  "calm",
  "content",
  "hopeful",
  "grateful",
  "close",
  "tired",
  "tense",
  "restless",
  "sad",
  "lonely",
  "irritable",
  "ashamed",
];

/** What is asked only for me when nothing was chosen. */
export const PRIVATE_DEFAULT: readonly Field[] = ["today", "mood", "note"];

/** What is always asked for a shared space; also asked privately while no shared space is open. */
export const SHARED_DEFAULT: readonly Field[] = ["liked", "help"];

export function isScale(field: Field): field is ScaleField {
  return (SCALES as readonly Field[]).includes(field);
}

export function isText(field: Field): field is TextField {
  return (TEXTS as readonly Field[]).includes(field);
}

export function emptyAnswers(): Answers {
  return {
    today: null,
    moods: [],
    note: null,
    liked: null,
    help: null,
    craving: null,
    stress: null,
    sleep: null,
    closeness: null,
  };
}

/** The fields of a list, each once and in the order in which they are asked. */
export function inOrder(fields: Iterable<Field>): Field[] {
  const wanted = new Set(fields);
  return FIELDS.filter((field) => wanted.has(field));
}

/** Whether somebody answered this field. Text of only spaces is not an answer. */
export function isGiven(answers: Answers, field: Field): boolean {
  if (field === "mood") return answers.moods.length > 0;
  if (isText(field)) return (answers[field] ?? "").trim() !== "";
  return answers[field] !== null;
}

/** The fields that were given, in order; the others are never drawn. */
export function givenFields(answers: Answers): Field[] {
  return FIELDS.filter((field) => isGiven(answers, field));
}

/** Only what is given in one of these fields: what stands on the screen is what is saved. */
export function pick(answers: Answers, fields: readonly Field[]): Answers {
  const picked = emptyAnswers();
  for (const field of fields) {
    if (!isGiven(answers, field)) continue;
    if (field === "mood") picked.moods = [...answers.moods];
    else if (isText(field)) picked[field] = answers[field];
    else picked[field] = answers[field];
  }
  return picked;
}

/** The picked answers, or null when nothing was given: an empty part writes no record. */
export function pickOrNull(answers: Answers, fields: readonly Field[]): Answers | null {
  const picked = pick(answers, fields);
  return givenFields(picked).length > 0 ? picked : null;
}

/** The text an error of the core names: "note" of "private.note". */
export function textNamed(path: string | null | undefined): TextField | null {
  const name = path?.split(".").at(-1);
  return TEXTS.find((field) => field === name) ?? null;
}
