// Who started whom, from /proc: so that a test ends exactly what it has started.
import { readFileSync, readdirSync } from "node:fs";

/** The parent of every process, by process id. */
function parents() {
  const all = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      all.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It has ended since.
    }
  }
  return all;
}

/** A process and everything it has started. */
export function tree(pid) {
  const all = parents();
  const found = [pid];
  for (const one of found)
    for (const [child, parent] of all) if (parent === one && !found.includes(child)) found.push(child);
  return found.filter((one) => all.has(one));
}

/** Whether any thread of a process still runs: the first one may be gone while others still hold files open. */
export function isRunning(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).some(
      (thread) => !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8")),
    );
  } catch {
    return false;
  }
}

/** Ends a process and everything it has started, at once. */
export function killTree(pid) {
  for (const one of tree(pid).toReversed()) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It has ended since.
    }
  }
}
