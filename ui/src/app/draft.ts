// What was typed in an open form and is not saved yet: stored when the keys have rested, sent along with a lock.
// Knows nothing of what is in it. The check-in form, which is also filled in together, has its own.
import type { NewDraft } from "../ipc/bindings";
import { hecht } from "../ipc/call";
import { app } from "./app.svelte";

const STORE_AFTER_MS = 1500;

export class KeptDraft {
  readonly #form: string;
  readonly #body: () => string | null;
  #last: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #storing: Promise<void> = Promise.resolve();
  #isStored = false;
  #isOpen = false;

  /** `body` gives what is typed, or null when there is nothing worth keeping. */
  constructor(form: string, body: () => string | null) {
    this.#form = form;
    this.#body = body;
  }

  readonly #now = (): NewDraft | null => {
    const body = this.#isOpen ? this.#body() : null;
    return body === null ? null : { form: this.#form, body };
  };

  /** The form is open. `isStored` says that it was filled from what was kept. */
  open(isStored: boolean): void {
    this.#isStored = isStored;
    this.#isOpen = true;
    this.#last = this.#body();
    app.draft = this.#now;
  }

  /** Called after each change. */
  touched(): void {
    const body = this.#body();
    if (!this.#isOpen || body === this.#last) return;
    this.#last = body;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.store(), STORE_AFTER_MS);
  }

  /** Stores or drops it now. A failure is silent: Save says it, and what is typed still stands there. */
  store(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const draft = this.#now();
    if (!draft && !this.#isStored) return this.#storing;
    this.#storing = this.#storing.then(async () => {
      try {
        if (draft) await hecht.save_draft(draft);
        else await hecht.drop_draft({ form: this.#form });
        this.#isStored = draft !== null;
      } catch {
        // Told by Save, where something can be done about it.
      }
    });
    return this.#storing;
  }

  /** Saves the form: the core drops the draft in the same write, and a lock waits for it. */
  async save<T>(write: () => Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#storing;
    const saving = write().then((saved) => {
      this.#isOpen = false;
      this.#isStored = false;
      return saved;
    });
    app.saving = saving;
    try {
      return await saving;
    } finally {
      app.saving = null;
    }
  }

  /** The form closes and nothing of it is kept. */
  async drop(): Promise<void> {
    this.#isOpen = false;
    await this.store();
  }

  /** The form closes: what waits to be stored is stored. */
  async close(): Promise<void> {
    const storing = this.#timer === undefined ? this.#storing : this.store();
    this.#isOpen = false;
    if (app.draft === this.#now) app.draft = null;
    await storing;
  }
}
