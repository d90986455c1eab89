// The one door to the program behind the page: `hecht`, a typed function per command, and the "changed" event.
// Every failure arrives as a HechtError with a code; the wording of codes is in errors.ts.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Changed, Commands, ErrorBody, ErrorCode } from "./bindings";

export class HechtError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly reference: string | undefined;
  /** How long to wait before the next try of a passphrase or spare key. */
  readonly seconds: number | undefined;

  constructor(body: ErrorBody) {
    super(body.code);
    this.name = "HechtError";
    this.code = body.code;
    this.field = body.field;
    this.reference = body.reference;
    this.seconds = body.seconds;
  }
}

type Calls = {
  [Name in keyof Commands]: (...request: Parameters<Commands[Name]>) => Promise<ReturnType<Commands[Name]>>;
};

function isErrorBody(value: unknown): value is ErrorBody {
  return typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
}

async function call(command: string, request?: unknown): Promise<unknown> {
  try {
    return await invoke(command, request === undefined ? {} : { request });
  } catch (failure) {
    throw new HechtError(isErrorBody(failure) ? failure : { code: "internal" });
  }
}

export const hecht = new Proxy({} as Calls, {
  get: (_, command) =>
    typeof command === "string" && command !== "then"
      ? (request?: unknown) => call(command, request)
      : undefined,
});

/** Calls `then` with the features named by each "changed" event; gives back how to stop. */
export function onChanged(then: (changed: Changed) => void): Promise<() => void> {
  return listen<Changed>("changed", (event) => then(event.payload));
}
