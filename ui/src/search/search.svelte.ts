// The state of the search: what is looked for, where, and what was found. Draws nothing.
// My own words first: what others shared is searched only when switched on. No totals are kept.

import { app } from "../app/app.svelte";
import { noFilter, rangeOf, type Filter } from "../checkins/days";
import { cravingWord } from "../checkins/wording";
import type { Hits, SpaceRow } from "../ipc/bindings";
import { hecht } from "../ipc/call";
import { errorText } from "../ipc/errors";

const AFTER_MS = 250;
const AGAIN_MS = 1000;

export class WordSearch {
  text = $state("");
  withShared = $state(false);
  filter = $state<Filter>(noFilter());
  spaces = $state.raw<SpaceRow[]>([]);
  hits = $state.raw<Hits | null>(null);
  problem = $state<string | null>(null);
  ownCraving = $state<string | null>(null);

  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get isTogether(): boolean {
    return app.state.phase === "together";
  }

  get craving(): string {
    return cravingWord(this.ownCraving);
  }

  async open(): Promise<void> {
    try {
      this.spaces = await hecht.list_spaces();
      if (!this.isTogether) this.ownCraving = (await hecht.get_preferences()).words.craving;
    } catch (error) {
      this.problem = errorText(error);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  /** Looks when the keys have rested. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), AFTER_MS);
  }

  async look(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    this.problem = null;
    if (this.text.trim() === "") {
      this.hits = null;
      return;
    }
    try {
      const range = rangeOf(this.filter, app.state.today);
      // Together nobody's own words are open: everything that can be searched is shared.
      const with_shared = this.withShared || this.isTogether;
      const member = with_shared ? range.member : null;
      const hits = await hecht.search({ text: this.text, with_shared, ...range, member });
      if (turn !== this.#turn) return;
      this.hits = hits;
      if (!hits.is_complete) this.#timer = setTimeout(() => void this.look(), AGAIN_MS);
    } catch (error) {
      if (turn === this.#turn) this.problem = errorText(error);
    }
  }
}
