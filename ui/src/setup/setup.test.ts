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

test("together: the last one proposes, the other says yes and writes first, then the last one writes", async () => {
  setup.chooseWho(true);
  app.accept(sits(sam.id));
  setup.afterPerson();
  expect(setup.step).toBe("people");
  setup.afterPeople();
  await setup.propose();
  expect(core.propose_space).toHaveBeenCalledWith({ members: [robin.id], name: null });
  expect([setup.step, setup.nextMember]).toEqual(["curtain", robin.id]);
  await setup.openCurtain();
  expect(setup.step).toBe("accept");
  core.accept_space.mockResolvedValue(space("open"));
  await setup.answer("yes");
  expect([setup.step, setup.me]).toEqual(["question", robin.id]);
  setup.afterQuestion();
  expect([setup.step, setup.nextMember]).toEqual(["curtain", sam.id]);
  await setup.openCurtain();
  expect([setup.step, setup.me]).toEqual(["question", sam.id]);
  setup.afterQuestion();
  expect(setup.step).toBe("read");
});

test.each(["later", "no"] as const)("the answer %s leads to the same page", async (answer) => {
  setup.chooseWho(true);
  app.accept(sits(sam.id));
  setup.afterPeople();
  await setup.propose();
  await setup.openCurtain();
  await setup.answer(answer);
  expect(setup.step).toBe("waiting");
  expect(core.accept_space).not.toHaveBeenCalled();
  expect(core.decline_space).toHaveBeenCalledTimes(answer === "no" ? 1 : 0);
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
