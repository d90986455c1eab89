// One end-to-end test: a home of its own, programs on it, and everything ended and removed afterwards.
// When it fails, a picture and the words of the page are kept beside the failure.
import { test } from "node:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Home, Program } from "./program.mjs";

/**
 * `act` gets the home and `open()`, which starts the program on it (again). With a reason in `skip` it is not run,
 * and the reason is printed.
 */
export function scene(name, act, { skip } = {}) {
  test(name, { timeout: 120_000, skip }, async (context) => {
    const home = new Home();
    const programs = [];
    const open = async (how) => {
      const program = await Program.open(home, how);
      programs.push(program);
      return program;
    };
    try {
      await act({ home, open });
    } catch (problem) {
      await keepEvidence(context, programs.at(-1), name).catch(() => undefined);
      throw problem;
    } finally {
      for (const program of programs) await program.close();
      home.remove();
    }
  });
}

async function keepEvidence(context, program, name) {
  if (!program) return;
  context.diagnostic(`On the page: ${await program.page.text()}`);
  const file = join(tmpdir(), `hecht-failed-${name.replaceAll(/\W+/g, "-")}.png`);
  await program.page.picture(file);
  context.diagnostic(`Picture: ${file}`);
}
