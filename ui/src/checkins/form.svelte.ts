// The state of the check-in form: which questions are asked, what is typed, the draft, the one Save.
// Draws nothing. What stands on the screen is what is saved; a refused save keeps everything typed.

import { app } from "../app/app.svelte";
import type {
  Answers,
  Day,
  Draft,
  Field,
  NewCheckin,
  NewDraft,
  Preferences,
  SpaceId,
  SpaceRow,
  StepsBack,
} from "../ipc/bindings";
import { hecht, HechtError } from "../ipc/call";
import { errorText } from "../ipc/errors";
import { openSpaces } from "../spaces/names";
import { t } from "../text/text.svelte";
import {
  emptyAnswers,
  FIELDS,
  givenFields,
  inOrder,
  isGiven,
  isText,
  pick,
  pickOrNull,
  PRIVATE_DEFAULT,
  SHARED_DEFAULT,
  textNamed,
} from "./fields";

const FORM = "checkin";
/** Filled in by one of several who sit together, in their turn. */
const TOGETHER = "checkin:together";
/** Stands for "for nobody" among the spaces to choose from; null is "nothing chosen yet". */
export const NOBODY = "nobody";
const DRAFT_AFTER_MS = 1500;
// Who types on without a rest has it stored all the same: a sleeping computer does not ask first.
const DRAFT_AT_LATEST_MS = 5000;

export type Part = "mine" | "shared";
export interface Refusal {
  part: Part | null;
  field: string | null;
  text: string;
}

interface DraftBody {
  on: Day;
  space: string | null;
  mine: Answers;
  shared: Answers;
  /** By space: what was typed for others than those chosen last. */
  kept?: Record<string, Answers>;
}

function isAnyGiven(answers: Answers | undefined): boolean {
  return answers !== undefined && givenFields(answers).length > 0;
}

/** A draft's own JSON, or null when it is not of this form's making. */
function readDraft(draft: Draft): DraftBody | null {
  try {
    const body = JSON.parse(draft.body) as Partial<DraftBody>;
    if (typeof body.on !== "string") return null;
    return {
      on: body.on,
      space: body.space ?? null,
      mine: { ...emptyAnswers(), ...body.mine },
      shared: { ...emptyAnswers(), ...body.shared },
      kept: Object.fromEntries(
        Object.entries(body.kept ?? {}).map(([id, answers]) => [id, { ...emptyAnswers(), ...answers }]),
      ),
    };
  } catch {
    return null;
  }
}

export class CheckinForm {
  isLoading = $state(true);
  problem = $state<string | null>(null);
  isSaving = $state(false);
  isRestored = $state(false);
  refusal = $state<Refusal | null>(null);
  on = $state<Day>(app.state.today);
  mine = $state<Answers>(emptyAnswers());
  shared = $state<Answers>(emptyAnswers());
  #space = $state<string | null>(null);
  /** What was typed for readers who are not chosen now: words never go along to somebody else. */
  #kept = $state.raw<Record<string, Answers>>({});
  /** What this person has stepped back from; the form puts no questions about it before them. */
  #steps = $state.raw<StepsBack>({ all: null, spaces: [] });
  spaces = $state.raw<SpaceRow[]>([]);
  waiting = $state.raw<SpaceRow[]>([]);
  /** Fields of a draft's second part whose space is no longer there: they stand in the part only for me. */
  #rescued = $state.raw<Field[]>([]);
  preferences = $state.raw<Preferences | null>(null);

  #timer: ReturnType<typeof setTimeout> | undefined;
  #latest: ReturnType<typeof setTimeout> | undefined;
  #storing: Promise<void> = Promise.resolve();
  #isStored = false;
  #isDone = false;
  #last = "";

  get isTogether(): boolean {
    return app.state.phase === "together";
  }

  /** Several who sit together keep what one has begun only in somebody's turn. */
  get #canKeep(): boolean {
    return !this.isTogether || app.state.turn !== null;
  }

  get #form(): string {
    return this.isTogether ? TOGETHER : FORM;
  }

  get when(): "today" | "earlier" {
    return this.on < app.state.today ? "earlier" : "today";
  }

  /** The space the second part is written for: the only one, or the one that was picked. */
  get target(): SpaceRow | null {
    if (this.spaces.length === 1) return this.spaces[0] ?? null;
    return this.spaces.find((space) => space.id === this.space) ?? null;
  }

  /** Whom the second part is for: the id of a space, or NOBODY; null before anything is chosen. */
  get space(): string | null {
    return this.#space;
  }

  set space(to: string | null) {
    const from = this.#space;
    if (to === from) return;
    this.#space = to;
    if (from === null || to === null) return;
    this.#kept = { ...this.#kept, [from]: this.shared };
    this.shared = this.#kept[to] ?? emptyAnswers();
  }

  /** Spaces for which something stands here that is not saved now, since another one is chosen. */
  get notSaved(): SpaceRow[] {
    return this.spaces.filter(({ id }) => id !== this.target?.id && isAnyGiven(this.#kept[id]));
  }

  /** This person has stepped back from the space of the second part, or from everything. */
  get isBack(): boolean {
    return this.#steps.all !== null || this.#steps.spaces.some(({ space }) => space === this.target?.id);
  }

  get hasShared(): boolean {
    return isAnyGiven(this.shared);
  }

  get mineFields(): Field[] {
    const chosen = this.preferences?.private_fields ?? PRIVATE_DEFAULT;
    const withoutSpace = this.spaces.length === 0 ? SHARED_DEFAULT : [];
    return inOrder([...chosen, ...withoutSpace, ...this.#rescued]);
  }

  get sharedFields(): Field[] {
    return [...SHARED_DEFAULT, ...inOrder(this.sharedChosen)];
  }

  /** What this person added for the space of the second part. */
  get sharedChosen(): Field[] {
    const own = this.preferences?.shared_fields.find((entry) => entry.space === this.target?.id);
    return (own?.fields ?? []).filter((field) => !SHARED_DEFAULT.includes(field));
  }

  get mineOffered(): Field[] {
    return this.spaces.length === 0 ? FIELDS.filter((field) => !SHARED_DEFAULT.includes(field)) : [...FIELDS];
  }

  get sharedOffered(): Field[] {
    return FIELDS.filter((field) => !SHARED_DEFAULT.includes(field));
  }

  async open(on: Day | null): Promise<void> {
    this.isLoading = true;
    this.problem = null;
    try {
      const spaces = await hecht.list_spaces();
      this.spaces = openSpaces(spaces);
      this.waiting = spaces.filter((space) => space.state === "waiting");
      if (on) this.on = on;
      if (!this.isTogether)
        [this.preferences, this.#steps] = await Promise.all([
          hecht.get_preferences(),
          hecht.get_steps_back(),
        ]);
      if (this.#canKeep) {
        let draft = await hecht.get_draft({ form: this.#form });
        // What one began in a sitting together is one's own to go on with.
        if (!draft && !this.isTogether) draft = await hecht.get_draft({ form: TOGETHER });
        if (draft) this.#restore(draft);
      }
      this.#last = this.body();
      this.isLoading = false;
    } catch (error) {
      this.problem = errorText(error);
      this.isLoading = false;
    }
  }

  #restore(draft: Draft): void {
    const body = readDraft(draft);
    if (!body) return;
    this.#isStored = true;
    this.isRestored = true;
    this.on = body.on > app.state.today ? app.state.today : body.on;
    this.mine = body.mine;
    this.shared = body.shared;
    this.#kept = body.kept ?? {};
    const isThere = body.space === NOBODY || this.spaces.some(({ id }) => id === body.space);
    this.#space = isThere ? body.space : null;
    const isLost = this.spaces.length === 0 || (body.space !== null && !isThere);
    if (isLost && body.space !== NOBODY) this.#keepForMe();
    for (const [space, answers] of Object.entries(this.#kept))
      if (!this.spaces.some(({ id }) => id === space)) {
        const shown = this.shared;
        this.shared = answers;
        this.#keepForMe();
        this.shared = shown;
      }
    // The only space left is what the second part is for, whatever was chosen.
    const only = this.spaces.length === 1 ? this.#kept[this.spaces[0]?.id ?? ""] : undefined;
    if (only && !this.hasShared) this.shared = only;
  }

  /** Words for a space that is gone must not go to other readers, nor get lost: they become part of what is only mine. */
  #keepForMe(): void {
    const rescued = givenFields(this.shared);
    this.#rescued = inOrder([...this.#rescued, ...rescued]);
    for (const field of rescued) {
      if (isText(field))
        this.mine[field] = [this.mine[field], this.shared[field]].filter((text) => text?.trim()).join("\n\n");
      else if (isGiven(this.mine, field)) continue;
      else if (field === "mood") this.mine.moods = [...this.shared.moods];
      else this.mine[field] = this.shared[field];
    }
    this.shared = emptyAnswers();
  }

  /** The draft as text; equal text means nothing changed. Reading it follows every answer. */
  body(): string {
    const body: DraftBody = {
      on: this.on,
      // The only space is written down too: tomorrow there may be two.
      space: this.target?.id ?? this.space,
      mine: pick(this.mine, this.mineFields),
      shared: pick(this.shared, this.sharedFields),
    };
    const kept = this.notSaved.map(({ id }) => [id, this.#kept[id]] as const);
    if (kept.length > 0) body.kept = Object.fromEntries(kept) as Record<string, Answers>;
    return JSON.stringify(body);
  }

  get isEmpty(): boolean {
    return !isAnyGiven(this.mine) && !this.hasShared && this.notSaved.length === 0;
  }

  /** What goes with a lock: null while there is nothing worth keeping, or nobody to keep it for. */
  draft(): NewDraft | null {
    if (!this.#canKeep || this.#isDone || this.isLoading || this.problem || this.isEmpty) {
      return null;
    }
    return { form: this.#form, body: this.body() };
  }

  /** Called after each change; stores the draft when the keys have rested. */
  touched(): void {
    if (this.isLoading || this.problem || this.body() === this.#last) return;
    this.#last = this.body();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.storeDraft(), DRAFT_AFTER_MS);
    this.#latest ??= setTimeout(() => void this.storeDraft(), DRAFT_AT_LATEST_MS);
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#latest);
    this.#timer = this.#latest = undefined;
  }

  /** Stores or drops the draft now. A failure is silent here: Save says it, and nothing typed is lost. */
  storeDraft(): Promise<void> {
    this.#stopWaiting();
    if (!this.#canKeep || this.#isDone || this.isLoading || this.problem) return this.#storing;
    const form = this.#form;
    const draft = this.draft();
    if (!draft && !this.#isStored) return this.#storing;
    this.#storing = this.#storing.then(async () => {
      try {
        if (draft) await hecht.save_draft(draft);
        else {
          await hecht.drop_draft({ form });
          if (form === FORM) await hecht.drop_draft({ form: TOGETHER });
        }
        this.#isStored = draft !== null;
      } catch {
        // Told by Save, where something can be done about it.
      }
    });
    return this.#storing;
  }

  /** Leaving the page, or the window: what waits to be stored is stored. */
  async close(): Promise<void> {
    if (this.#timer !== undefined) await this.storeDraft();
  }

  async startEmpty(): Promise<void> {
    this.on = app.state.today;
    this.#space = null;
    this.#kept = {};
    this.#rescued = [];
    this.mine = emptyAnswers();
    this.shared = emptyAnswers();
    this.isRestored = false;
    this.refusal = null;
    await this.storeDraft();
    this.#last = this.body();
  }

  /** Writes both parts in one go. True only after the core says that they are on the disk. */
  async save(): Promise<boolean> {
    if (this.isSaving) return false;
    this.refusal = null;
    // Shared words that are for nobody yet would be dropped with the draft.
    if (!this.target && this.space !== NOBODY && givenFields(this.shared).length > 0) {
      this.refusal = { part: null, field: "space", text: t("checkins-which-missing") };
      return false;
    }
    this.isSaving = true;
    this.#stopWaiting();
    try {
      await this.#storing;
      const saving = hecht.create_checkin(this.#request()).then(() => (this.#isDone = true));
      app.saving = saving;
      await saving;
      return true;
    } catch (error) {
      this.refusal = this.#refusalOf(error);
      return false;
    } finally {
      app.saving = null;
      this.isSaving = false;
    }
  }

  #request(): NewCheckin {
    const target = this.target;
    const shared = target ? pickOrNull(this.shared, this.sharedFields) : null;
    return {
      on: this.on,
      private: this.isTogether ? null : pickOrNull(this.mine, this.mineFields),
      shared: target && shared ? { space: target.id, answers: shared } : null,
    };
  }

  /** Where an error belongs: "shared.note" names a part and the text in it. */
  #refusalOf(error: unknown): Refusal {
    const about = error instanceof HechtError ? (error.field ?? null) : null;
    const field = textNamed(about);
    const part: Part | null = field && (about?.startsWith("shared.") ? "shared" : "mine");
    return { part, field: field ?? about, text: errorText(error) };
  }

  /** Chooses the questions of the private part, for good. */
  async choosePrivate(fields: Field[]): Promise<void> {
    await this.#prefer((preferences) => ({ ...preferences, private_fields: inOrder(fields) }));
  }

  /** Chooses the further questions of the space of the second part, for good. */
  async chooseShared(space: SpaceId, fields: Field[]): Promise<void> {
    await this.#prefer((preferences) => ({
      ...preferences,
      shared_fields: [
        ...preferences.shared_fields.filter((entry) => entry.space !== space),
        { space, fields: inOrder(fields) },
      ],
    }));
  }

  async #prefer(change: (preferences: Preferences) => Preferences): Promise<void> {
    if (!this.preferences) return;
    const before = this.preferences;
    this.preferences = change(before);
    try {
      this.preferences = await hecht.edit_preferences(this.preferences);
    } catch (error) {
      this.preferences = before;
      this.refusal = { part: null, field: null, text: errorText(error) };
    }
  }
}
