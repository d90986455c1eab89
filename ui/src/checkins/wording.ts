// From fields, scales and moods to their Fluent keys: questions, short names, five words per scale.
// Holds no wording itself.

import type { Field, Mood } from "../ipc/bindings";
import { t } from "../text/text.svelte";
import type { ScaleField } from "./fields";
import { MOODS } from "./fields";

export interface Asked {
  /** The others, by name; empty for a person alone. */
  names: string;
  /** The person's own word for craving. */
  craving: string;
  when: "today" | "earlier";
  who: "me" | "us";
  isShared: boolean;
}

export function question(field: Field, asked: Asked): string {
  const { names, when, who } = asked;
  switch (field) {
    case "liked":
      return names && who === "me"
        ? t("checkins-q-liked-with", { names, when })
        : t("checkins-q-liked", { when, who });
    case "closeness":
      return t(names ? "checkins-q-closeness" : "checkins-q-closeness-alone", { names, when });
    case "note":
      return asked.isShared ? t("checkins-q-note-shared", { who }) : t("checkins-q-note");
    case "craving":
      return t("checkins-q-craving", { word: asked.craving, when });
    case "today":
    case "mood":
    case "help":
    case "stress":
    case "sleep":
      return t(`checkins-q-${field}`, { when, who });
  }
}

/** A short name, for choosing questions. */
export function fieldName(field: Field, craving: string): string {
  return t(`checkins-name-${field}`, { word: craving });
}

/** A heading above what was given. */
export function givenName(field: Field, craving: string): string {
  return t(`checkins-given-${field}`, { word: craving });
}

/** The five words of a scale; a number is a school mark. */
export function scaleWords(field: ScaleField): string[] {
  return [1, 2, 3, 4, 5].map((step) => t(`checkins-${field}-${step}`));
}

export function moodOptions(): { value: Mood; label: string }[] {
  return MOODS.map((mood) => ({ value: mood, label: t(`checkins-mood-${mood}`) }));
}

/** The person's own word for craving, or the usual one. */
export function cravingWord(own: string | null | undefined): string {
  return own?.trim() || t("checkins-word-craving");
}
