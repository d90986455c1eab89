// Keeping an unfinished form as a draft while it is filled in: when the keys rest, at the latest after five seconds, and
// behind another window, so that no lock takes more than that. For one person; a turn of several who sit
// together is kept by the check-in form itself.
import type { NewDraft } from "../ipc/bindings";
import { hecht } from "../ipc/call";
import { app } from "./app.svelte";

const AFTER_MS = 1_500;
const AT_LATEST_MS = 5_000;

export class Keeping {
  readonly #form: string;
  readonly #read: () => string | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #latest: ReturnType<typeof setTimeout> | undefined;
  #storing: Promise<unknown> = Promise.resolve();
  #last: string | null;
  #isStored: boolean;
  #isDone = false;

  /** `read` gives the form as text, or null while there is nothing worth keeping; `isStored` when it began as a draft. */
  constructor(form: string, read: () => string | null, isStored = false) {
    this.#form = form;
    this.#read = read;
    this.#last = read();
    this.#isStored = isStored;
    app.draft = this.#draft;
    window.addEventListener("blur", this.#flush);
  }

  #draft = (): NewDraft | null => {
    const body = this.#isDone || app.state.phase !== "alone" ? null : this.#read();
    return body === null ? null : { form: this.#form, body };
  };

  #flush = (): void => {
    if (this.#timer !== undefined) void this.store();
  };

  /** Called after each change. */
  touched(): void {
    const body = this.#read();
    if (this.#isDone || body === this.#last) return;
    this.#last = body;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#flush, AFTER_MS);
    this.#latest ??= setTimeout(this.#flush, AT_LATEST_MS);
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#latest);
    this.#timer = this.#latest = undefined;
  }

  /** Stores or drops it now. A failure is silent: Save says it, and nothing typed is lost. */
  store(): Promise<unknown> {
    this.#stopWaiting();
    const draft = this.#draft();
    if (!draft && !this.#isStored) return this.#storing;
    this.#isStored = draft !== null;
    this.#storing = this.#storing
      .then(() => (draft ? hecht.save_draft(draft) : hecht.drop_draft({ form: this.#form })))
      .catch(() => undefined);
    return this.#storing;
  }

  /** Saves the form; a lock waits for it. When that fails it is a draft again. */
  async save<T>(write: () => Promise<T>): Promise<T> {
    await this.pause();
    const saving = write();
    app.saving = saving;
    try {
      return await saving;
    } catch (failure) {
      this.resume();
      throw failure;
    } finally {
      app.saving = null;
    }
  }

  /** It is being saved: the core removes the draft with it, so nothing may be stored after it. */
  async pause(): Promise<void> {
    this.#stopWaiting();
    this.#isDone = true;
    await this.#storing;
  }

  /** It could not be saved: it is a draft again. */
  resume(): void {
    this.#isDone = false;
    this.#last = null;
    this.touched();
  }

  /** It is not wanted any more. */
  async drop(): Promise<void> {
    await this.pause();
    if (this.#isStored) await hecht.drop_draft({ form: this.#form }).catch(() => undefined);
  }

  /** As `stop`, and waits until it is stored. */
  async close(): Promise<void> {
    this.stop();
    await this.#storing;
  }

  /** The form goes: what waits to be stored is stored. */
  stop(): void {
    this.#flush();
    window.removeEventListener("blur", this.#flush);
    if (app.draft === this.#draft) app.draft = null;
  }
}
