// The way through the first evening: which step is next, whose turn it is, what can still be gone back on.
// Holds no typed passphrase and no answer; those live in the step that asks for them. Name, mark and drawn words of
// the person who is choosing are kept for a step back and a step on again, and forgotten once they are stored.
import { app } from "../app/app.svelte";
import type { MemberId, SpaceId, SpaceRow } from "../ipc/bindings";
import { hecht } from "../ipc/call";
import { errorText } from "../ipc/errors";

export type Step =
  | "welcome"
  | "right"
  | "who"
  | "curtain"
  | "right-alone"
  | "person"
  | "people"
  | "space"
  | "question"
  | "waiting"
  | "joined"
  | "read";

const stitches: Record<Step, number> = {
  welcome: 0,
  right: 1,
  who: 2,
  curtain: 3,
  "right-alone": 3,
  person: 3,
  people: 3,
  space: 4,
  question: 5,
  waiting: 6,
  joined: 0,
  read: 6,
};

interface Choosing {
  name: string;
  colour: number | null;
  /** The four words drawn, and whether they were taken as the passphrase. */
  words: string;
  takesWords: boolean;
}

class Setup {
  step = $state<Step>("welcome");
  isTogether = $state<boolean | null>(null);
  /** Who is behind the curtain: a member, or null for somebody who has no name yet. */
  nextMember = $state<MemberId | null>(null);
  space = $state.raw<SpaceRow | null>(null);
  /** Somebody comes to a household that is there already; the others are not here for a first evening. */
  isJoining = $state(false);
  isBusy = $state(false);
  problem = $state("");
  choosing: Choosing | null = null;

  #afterCurtain: Step = "person";
  #turns: MemberId[] = [];
  #past = $state.raw<Step[]>([]);
  /** Who said no before anybody had said yes: said to the core in their next turn, when there is a proposal. */
  #noes = new Set<MemberId>();

  constructor() {
    this.start();
  }

  /** Begins at the beginning, or among the people when somebody has already been added. */
  start(): void {
    const isHere = app.state.is_setup && app.state.members.length > 0;
    if (!isHere) this.isJoining = false;
    this.step = !isHere ? "welcome" : this.isJoining ? "joined" : "people";
    this.isTogether = null;
    this.nextMember = null;
    this.space = null;
    this.problem = "";
    this.choosing = null;
    this.#turns = [];
    this.#past = [];
    this.#noes.clear();
  }

  get me(): MemberId | null {
    return app.state.present[0] ?? null;
  }

  get canGoBack(): boolean {
    return this.#past.length > 0 && !this.isBusy;
  }

  get stitches(): number {
    return this.isTogether === false ? 5 : 6;
  }

  /** Where the thread is; alone there is no step for a shared space. */
  get at(): number {
    const at = stitches[this.step];
    return this.isTogether === false && at > 3 ? at - 1 : at;
  }

  to(step: Step): void {
    this.#past = [...this.#past, this.step];
    this.#show(step);
  }

  back(): void {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#past = this.#past.slice(0, -1);
    this.#show(before);
  }

  /** Goes on after something that cannot be undone by going back. */
  onward(step: Step): void {
    this.#past = [];
    this.#show(step);
  }

  chooseWho(isTogether: boolean): void {
    this.isTogether = isTogether;
    if (isTogether) this.newPerson();
    else this.to("person");
  }

  newPerson(): void {
    this.nextMember = null;
    this.#afterCurtain = "right-alone";
    this.to("curtain");
  }

  async openCurtain(): Promise<void> {
    const next = this.nextMember;
    if (next === null) {
      this.to(this.#afterCurtain);
      return;
    }
    await this.run(async () => {
      if (next !== this.me) app.accept(await hecht.pass_keyboard({ member: next }));
      if (this.space && this.#noes.has(next)) await this.#sayNo(next);
      this.onward(this.#afterCurtain);
    });
  }

  afterPerson(): void {
    this.choosing = null;
    if (this.isJoining) this.onward("joined");
    else if (this.isTogether === false) this.onward("question");
    else if (app.state.members.length < 2) {
      this.#past = [];
      this.nextMember = null;
      this.#afterCurtain = "right-alone";
      this.#show("curtain");
    } else this.onward("people");
  }

  afterPeople(): void {
    if (app.state.members.length > 1) {
      this.isTogether = true;
      this.#askAll("space");
    } else {
      this.isTogether = false;
      this.onward("question");
    }
  }

  /**
   * Everybody is asked the same, and the same comes next after every answer: nobody at the keyboard later learns
   * from it what somebody before them said. The first yes proposes the space, each further one accepts it.
   */
  answer(answer: "yes" | "later" | "no"): Promise<void> {
    return this.run(async () => {
      if (answer === "yes") await this.#sayYes();
      else if (answer === "no") await this.#sayNo(this.me);
      if (this.#turns.length > 0) this.#nextTurn("space");
      else {
        this.#turns = this.#others();
        this.onward("question");
      }
    });
  }

  afterQuestion(): void {
    if (this.#turns.length > 0) this.#nextTurn("question");
    else this.onward(this.isTogether === false ? "read" : "waiting");
  }

  /** Runs something that may fail, once at a time, and keeps what to say about the failure. */
  async run(what: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = "";
    try {
      await what();
    } catch (failure) {
      this.problem = errorText(failure);
    }
    this.isBusy = false;
  }

  #show(step: Step): void {
    this.problem = "";
    this.step = step;
  }

  #others(): MemberId[] {
    return app.state.members.map((one) => one.id).filter((id) => id !== this.me);
  }

  /** A turn for each, beginning with who sits there: also the first answers behind the curtain. */
  #askAll(step: Step): void {
    this.#turns = [...(this.me ? [this.me] : []), ...this.#others()];
    this.#nextTurn(step);
  }

  async #sayYes(): Promise<void> {
    const space = this.space?.id;
    if (space) this.#note(await hecht.accept_space({ space }), space);
    else this.#note(await hecht.propose_space({ members: this.#others(), name: null }));
  }

  async #sayNo(member: MemberId | null): Promise<void> {
    if (!member) return;
    if (!this.space) this.#noes.add(member);
    else {
      await hecht.decline_space({ space: this.space.id });
      this.#noes.delete(member);
    }
  }

  #nextTurn(step: Step): void {
    const [next = null, ...later] = this.#turns;
    this.#turns = later;
    this.nextMember = next;
    this.#afterCurtain = step;
    this.onward("curtain");
  }

  #note(spaces: SpaceRow[], id?: SpaceId): void {
    const count = app.state.members.length;
    this.space = spaces.find((one) => (id ? one.id === id : one.members.length === count)) ?? this.space;
  }
}

export const setup = new Setup();
