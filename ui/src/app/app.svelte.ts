// What the whole page knows: the state from the core, the present route, the draft of an open form.
// Reads and keeps nothing that a person wrote.
import type { Feature, MemberId, MemberRow, NewDraft, SpaceId, State } from "../ipc/bindings";
import { hecht, onChanged } from "../ipc/call";
import { list, text } from "../text/text.svelte";
import { showAppearance } from "./appearance";

export type Route =
  | "today"
  | "checkins"
  | "checkin"
  | "plans"
  | "search"
  | "spaces"
  | "space"
  | "recovery"
  | "passphrase"
  | "erase"
  | "help"
  | "right"
  | "hides"
  | "settings"
  | "more"
  | "forgot"
  | "join";
export type Params = Record<string, string>;
interface Place {
  route: Route;
  params: Params;
}

const nothingYet: State = {
  phase: "locked",
  refusal: null,
  is_setup: false,
  is_example: false,
  example_passphrases: [],
  members: [],
  former: [],
  turn: null,
  present: [],
  device: {
    language: "en",
    theme: "system",
    text_size: "normal",
    lock_alone_minutes: 5,
    lock_together_minutes: 30,
    is_blurred_behind: false,
    is_content_protected: true,
  },
  language: "en",
  text_size: "normal",
  today: "1970-01-01",
  version: "",
};

class App {
  /** The newest state. Replaced as a whole, never changed in place. */
  state = $state.raw<State>(nothingYet);
  /** What went wrong at the very start, before there was a state. */
  failure = $state.raw<unknown>(null);
  /** A spare key opened this session: Today says so until there is a new key or none is wanted. */
  isSpareKeyUsed = $state(false);
  /** Counts the "changed" events; `changed` names the features of the last one. */
  changes = $state(0);
  changed = $state.raw<Feature[]>([]);
  /** An open form registers how to read its draft; sent along with lock. */
  draft: (() => NewDraft | null) | null = null;
  /** A save under way: the lock waits for it, or what is being saved would come back as a draft too. */
  saving: Promise<unknown> | null = null;

  #place = $state.raw<Place>({ route: "today", params: {} });
  #past: Place[] = [];

  get route(): Route {
    return this.#place.route;
  }

  get params(): Params {
    return this.#place.params;
  }

  /** Somebody has unlocked and the first evening is over. */
  get isOpen(): boolean {
    return !this.state.is_setup && (this.state.phase === "alone" || this.state.phase === "together");
  }

  /** The private space of the person who sits here alone: it has the id of its member. */
  get privateSpace(): SpaceId | null {
    return this.state.phase === "alone" ? (this.state.present[0] ?? null) : null;
  }

  async start(): Promise<void> {
    try {
      this.accept(await hecht.get_state());
    } catch (failure) {
      this.failure = failure;
    }
  }

  /** Hears of changes from now on. Called once the first picture is there: it makes the program run a script in the
   *  page, which takes longer than painting. What changed until then is asked for. */
  async listen(): Promise<void> {
    try {
      await onChanged((changed) => {
        this.changed = changed.features;
        this.changes += 1;
        if (changed.features.some((one) => one === "session" || one === "device" || one === "members"))
          void this.refresh();
      });
      await this.refresh();
    } catch (failure) {
      this.failure = failure;
    }
  }

  /** Takes over a state that a command gave back. A change of phase starts at the first page. */
  accept(state: State): void {
    if (state.phase !== this.state.phase || state.is_example !== this.state.is_example) {
      this.#past = [];
      this.#place = { route: "today", params: {} };
      this.draft = null;
      this.isSpareKeyUsed = false;
    }
    text.language = state.language;
    showAppearance(state.device.theme, state.text_size);
    this.state = state;
  }

  async refresh(): Promise<void> {
    this.accept(await hecht.get_state());
  }

  go(route: Route, params: Params = {}): void {
    const here = this.#place;
    if (here.route === route && JSON.stringify(here.params) === JSON.stringify(params)) return;
    this.#past.push(here);
    this.#place = { route, params };
  }

  back(): void {
    const before = this.#past.pop();
    if (before) this.#place = before;
    else if (this.route !== "today") this.#place = { route: "today", params: {} };
  }

  /** Everybody whose name is known: the household in its order, then those who have left it. */
  get everybody(): MemberRow[] {
    return [...this.state.members, ...this.state.former];
  }

  /** The row of somebody who is or was in the household; of somebody nobody here knows, an empty name. */
  member(id: MemberId): MemberRow {
    return this.everybody.find((member) => member.id === id) ?? { id, name: "", colour: 1 };
  }

  /** These people in the order of the household. */
  inOrder(ids: readonly MemberId[]): MemberId[] {
    const order = this.everybody.map((member) => member.id);
    return ids.toSorted((one, other) => order.indexOf(one) - order.indexOf(other));
  }

  /** "Robin and Sam", in the language of now and always in the order of the household. */
  names(ids: readonly MemberId[]): string {
    return list(this.inOrder(ids).map((id) => this.member(id).name));
  }
}

export const app = new App();
