// The state of the log: which days are read, the filters, and the changes to single entries.
// Draws nothing; the form has its own state in form.svelte.ts.

import { app } from "../app/app.svelte";
import type {
  Answer,
  Answers,
  Checkin,
  CheckinDay,
  CheckinRow,
  Day,
  EntryId,
  SpaceRow,
} from "../ipc/bindings";
import { hecht } from "../ipc/call";
import { errorText } from "../ipc/errors";
import { cravingWord } from "./wording";
import { addDays, isFiltering, noFilter, rangeOf, type Filter } from "./days";

const DAYS_AT_ONCE = 20;

let toSay: "saved" | null = null;

/** The form leaves a word for the log, which says it once. */
export function sayOnLog(what: "saved"): void {
  toSay = what;
}

export function takeSaid(): "saved" | null {
  const said = toSay;
  toSay = null;
  return said;
}

export class Log {
  days = $state.raw<CheckinDay[]>([]);
  spaces = $state.raw<SpaceRow[]>([]);
  filter = $state<Filter>(noFilter());
  /** The log was opened at an earlier day, so newer days are not in view. */
  startsAt = $state<Day | null>(null);
  isLoading = $state(true);
  problem = $state<string | null>(null);
  nextBefore = $state<Day | null>(null);
  ownCraving = $state<string | null>(null);

  #asked = 0;

  get isFiltering(): boolean {
    return isFiltering(this.filter);
  }

  get craving(): string {
    return cravingWord(this.ownCraving);
  }

  async open(at: Day | null): Promise<void> {
    this.startsAt = at;
    try {
      this.spaces = await hecht.list_spaces();
      if (app.state.phase === "alone") {
        this.ownCraving = (await hecht.get_preferences()).words.craving;
      }
    } catch (error) {
      this.problem = errorText(error);
    }
    await this.load();
  }

  /** Reads the newest days, or those from the day the log was opened at. */
  async load(): Promise<void> {
    const before = this.startsAt ? addDays(this.startsAt, 1) : null;
    await this.#read(before, (days) => days);
  }

  /** Reads the days before those in view. */
  async loadEarlier(): Promise<void> {
    const inView = this.days;
    await this.#read(this.nextBefore, (days) => [...inView, ...days]);
  }

  async #read(before: Day | null, join: (days: CheckinDay[]) => CheckinDay[]): Promise<void> {
    const turn = ++this.#asked;
    this.isLoading = true;
    this.problem = null;
    try {
      const range = rangeOf(this.filter, app.state.today);
      const page = await hecht.list_checkins({ before, days: DAYS_AT_ONCE, ...range });
      if (turn !== this.#asked) return;
      this.days = join(page.days);
      this.nextBefore = page.next_before;
    } catch (error) {
      if (turn === this.#asked) this.problem = errorText(error);
    } finally {
      if (turn === this.#asked) this.isLoading = false;
    }
  }

  async toNewest(): Promise<void> {
    this.startsAt = null;
    await this.load();
  }

  async clearFilter(): Promise<void> {
    this.filter = noFilter();
    await this.load();
  }

  #replace(row: CheckinRow): void {
    this.days = this.days.map((day) => ({
      ...day,
      checkins: day.checkins.map((known) => (known.entry === row.entry ? row : known)),
    }));
  }

  async reply(entry: EntryId, answer: Answer): Promise<void> {
    const { row } = await hecht.create_reply({ entry, answer });
    this.#replace(row);
  }

  async takeReplyBack(entry: EntryId, reply: EntryId): Promise<void> {
    await hecht.withdraw_reply({ entry: reply });
    const { row } = await hecht.get_checkin({ entry });
    this.#replace(row);
  }

  async edit(entry: EntryId, answers: Answers): Promise<void> {
    const { row } = await hecht.edit_checkin({ entry, answers });
    this.#replace(row);
  }

  async withdraw(entry: EntryId): Promise<void> {
    await hecht.withdraw_checkin({ entry });
    this.days = this.days
      .map((day) => ({ ...day, checkins: day.checkins.filter((known) => known.entry !== entry) }))
      .filter((day) => day.checkins.length > 0);
  }

  read(entry: EntryId): Promise<Checkin> {
    return hecht.get_checkin({ entry });
  }
}
