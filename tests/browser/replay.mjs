// Stands in for the core: answers the page's commands with replies recorded from the real one, scene by scene.
// Decides nothing; a command nobody recorded is refused and named.
import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("../fixtures/replies/", import.meta.url);

/** All recorded scenes by name. */
export const scenes = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.replace(".json", ""),
    JSON.parse(readFileSync(new URL(file, folder), "utf8")),
  ]),
);

/**
 * What a page needs to start in a scene. `state` changes fields of every state, `replies` replaces replies.
 * What a scene has no reply for comes from the scene of a new household and from those of one person.
 */
export function script(scene, { language, theme, state = {}, replies = {} }) {
  const known = { ...scenes.new, ...scenes.locked, ...scenes.alone, ...scenes[scene], ...replies };
  return [answerFrom, { known, language, theme, state }];
}

/** Runs in the page before anything of its own. */
function answerFrom({ known, language, theme, state }) {
  const asked = new Map();
  window.recorded = { calls: [], unknown: [], violations: [] };
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    window.recorded.violations.push(`${violatedDirective} ${blockedURI}`),
  );

  const inTurn = (command) => {
    const reply = known[command];
    if (!reply?.$list) return reply;
    const turn = asked.get(command) ?? 0;
    asked.set(command, turn + 1);
    return reply.$list[Math.min(turn, reply.$list.length - 1)];
  };
  const asWished = (reply) =>
    reply?.phase ? { ...reply, language, device: { ...reply.device, language, theme }, ...state } : reply;

  window.__TAURI_INTERNALS__ = {
    transformCallback: () => 1,
    unregisterCallback: () => undefined,
    async invoke(command, { request } = {}) {
      if (command.startsWith("plugin:event|")) return 1;
      window.recorded.calls.push({ command, request });
      if (!(command in known)) {
        window.recorded.unknown.push(command);
        throw { code: "internal" };
      }
      const reply = inTurn(command);
      if (reply?.$error) throw reply.$error;
      return asWished(structuredClone(reply));
    },
  };
  window.__TAURI_EVENT_PLUGIN_INTERNALS__ = { unregisterListener: () => undefined };
}
