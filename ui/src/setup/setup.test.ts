// The order of the first evening: who proposes, who answers, who writes first, and that a "no" shows nothing more.
import { beforeEach, expect, test, vi } from "vitest";
import { app } from "../app/app.svelte";
import { robin, sam, stateWith } from "../app/tests.state";
import type { SpaceRow } from "../ipc/bindings";
import { setup } from "./setup.svelte";

const core = vi.hoisted(() => ({
  propose_space: vi.fn(),
  accept_space: vi.fn(),
  decline_space: vi.fn(),
  pass_keyboard: vi.fn(),
}));
vi.mock("../ipc/call", async (original) => ({ ...(await original<object>()), hecht: core }));

const space = (state: SpaceRow["state"]): SpaceRow[] => [
  {
    id: "a".repeat(32),
    name: null,
    members: [sam.id, robin.id],
    left: [],
    state,
    is_mine_to_take_back: false,
    has_my_yes_to_close: false,
    is_asked_again: false,
  },
];
const sits = (id: string) => stateWith({ phase: "alone", is_setup: true, present: [id] });

beforeEach(() => {
  vi.resetAllMocks();
  core.pass_keyboard.mockImplementation(({ member }) => Promise.resolve(sits(member)));
  core.propose_space.mockResolvedValue(space("waiting"));
  app.accept(stateWith({ phase: "new", members: [] }));
  setup.start();
});

test("nothing is chosen and nothing stored before somebody has a name", () => {
  expect(setup.step).toBe("welcome");
  setup.to("right");
  setup.to("who");
  setup.chooseWho(true);
  expect(setup.step).toBe("curtain");
  setup.back();
  expect(setup.step).toBe("who");
});

/** Two people, of whom Sam joined last, up to Sam's own turn to answer. */
async function toAnswering() {
  setup.chooseWho(true);
  app.accept(sits(sam.id));
  setup.afterPerson();
  expect(setup.step).toBe("people");
  setup.afterPeople();
  expect([setup.step, setup.nextMember]).toEqual(["curtain", sam.id]);
  await setup.openCurtain();
  expect(core.pass_keyboard).not.toHaveBeenCalled();
  expect([setup.step, setup.me]).toEqual(["space", sam.id]);
}

test("together: the first yes proposes, the second accepts, and then each writes", async () => {
  await toAnswering();
  await setup.answer("yes");
  expect(core.propose_space).toHaveBeenCalledWith({ members: [robin.id], name: null });
  expect([setup.step, setup.nextMember]).toEqual(["curtain", robin.id]);
  await setup.openCurtain();
  core.accept_space.mockResolvedValue(space("open"));
  await setup.answer("yes");
  expect(setup.space?.state).toBe("open");
  expect([setup.step, setup.me]).toEqual(["question", robin.id]);
});

const ANSWERS = ["yes", "later", "no"] as const;
const pairs = ANSWERS.flatMap((first) => ANSWERS.map((second) => [first, second] as const));

test.each(pairs)("whoever looks on sees the same steps after %s and %s", async (first, second) => {
  core.accept_space.mockResolvedValue(space("open"));
  const seen: unknown[] = [];
  const look = () => seen.push([setup.step, setup.nextMember, setup.me, setup.problem]);
  await toAnswering();
  for (const answer of [first, second]) {
    look();
    await setup.answer(answer);
    look();
    if (setup.step === "curtain") await setup.openCurtain();
  }
  look();
  setup.afterQuestion();
  look();
  await setup.openCurtain();
  look();
  setup.afterQuestion();
  look();
  expect(seen).toEqual([
    ["space", sam.id, sam.id, ""],
    ["curtain", robin.id, sam.id, ""],
    ["space", robin.id, robin.id, ""],
    ["question", robin.id, robin.id, ""],
    ["question", robin.id, robin.id, ""],
    ["curtain", sam.id, robin.id, ""],
    ["question", sam.id, sam.id, ""],
    ["waiting", sam.id, sam.id, ""],
  ]);
  // A "no" is said to the core once there is something to say no to, and to nobody else.
  const isProposed = first === "yes" || second === "yes";
  expect(core.propose_space).toHaveBeenCalledTimes(isProposed ? 1 : 0);
  expect(core.accept_space).toHaveBeenCalledTimes(first === "yes" && second === "yes" ? 1 : 0);
  const noes = [first, second].filter((answer) => answer === "no").length;
  expect(core.decline_space).toHaveBeenCalledTimes(isProposed ? noes : 0);
});

test("alone: straight to the two questions", () => {
  setup.chooseWho(false);
  expect(setup.step).toBe("person");
  app.accept(stateWith({ phase: "alone", is_setup: true, members: [robin], present: [robin.id] }));
  setup.afterPerson();
  expect(setup.step).toBe("question");
  setup.afterQuestion();
  expect(setup.step).toBe("read");
});

test("somebody who joins a household that is there is asked nothing on behalf of the others", () => {
  setup.isJoining = true;
  app.accept(stateWith({ phase: "alone", is_setup: true, present: [sam.id] }));
  setup.afterPerson();
  expect(setup.step).toBe("joined");
  setup.start();
  expect(setup.step).toBe("joined");
  expect(core.propose_space).not.toHaveBeenCalled();
  setup.isJoining = false;
});
