// From error code to text key and severity, complete by type. The sentences are in text/*/errors.ftl.
import { t } from "../text/text.svelte";
import { HechtError } from "./call";
import type { ErrorCode } from "./bindings";

/** input: something to type again; refused: not possible here; file: about the household file or the disk. */
export type Severity = "input" | "refused" | "file" | "internal";

export const errors: Record<ErrorCode, { key: string; severity: Severity }> = {
  locked: { key: "error-locked", severity: "refused" },
  not_alone: { key: "error-not-alone", severity: "refused" },
  not_allowed: { key: "error-not-allowed", severity: "refused" },
  wrong_passphrase: { key: "error-wrong-passphrase", severity: "input" },
  wrong_recovery_code: { key: "error-wrong-recovery-code", severity: "input" },
  wait: { key: "error-wait", severity: "input" },
  lock_too_long: { key: "error-lock-too-long", severity: "input" },
  not_your_turn: { key: "error-not-your-turn", severity: "refused" },
  passphrase_empty: { key: "error-passphrase-empty", severity: "input" },
  name_empty: { key: "error-name-empty", severity: "input" },
  name_taken: { key: "error-name-taken", severity: "input" },
  name_too_long: { key: "error-name-too-long", severity: "input" },
  text_too_long: { key: "error-text-too-long", severity: "input" },
  short_text_too_long: { key: "error-short-text-too-long", severity: "input" },
  checkin_empty: { key: "error-checkin-empty", severity: "input" },
  helpline_empty: { key: "error-helpline-empty", severity: "input" },
  too_many_helplines: { key: "error-too-many-helplines", severity: "refused" },
  day_invalid: { key: "error-day-invalid", severity: "input" },
  day_past: { key: "error-day-past", severity: "input" },
  day_in_future: { key: "error-day-in-future", severity: "input" },
  too_few_members: { key: "error-too-few-members", severity: "input" },
  space_exists: { key: "error-space-exists", severity: "input" },
  code_mismatch: { key: "error-code-mismatch", severity: "input" },
  not_found: { key: "error-not-found", severity: "refused" },
  not_yours: { key: "error-not-yours", severity: "refused" },
  space_not_open: { key: "error-space-not-open", severity: "refused" },
  space_closed: { key: "error-space-closed", severity: "refused" },
  household_exists: { key: "error-household-exists", severity: "refused" },
  no_household: { key: "error-no-household", severity: "refused" },
  too_many_members: { key: "error-too-many-members", severity: "refused" },
  file_damaged: { key: "error-file-damaged", severity: "file" },
  file_newer: { key: "error-file-newer", severity: "file" },
  file_not_hecht: { key: "error-file-not-hecht", severity: "file" },
  file_open_elsewhere: { key: "error-file-open-elsewhere", severity: "file" },
  file_read_only: { key: "error-file-read-only", severity: "file" },
  file_test_only: { key: "error-file-test-only", severity: "file" },
  folder_synchronised: { key: "error-folder-synchronised", severity: "file" },
  disk_full: { key: "error-disk-full", severity: "file" },
  disk_error: { key: "error-disk-error", severity: "file" },
  not_saved: { key: "error-not-saved", severity: "file" },
  record_damaged: { key: "error-record-damaged", severity: "file" },
  bad_request: { key: "error-bad-request", severity: "internal" },
  internal: { key: "error-internal", severity: "internal" },
};

/** The code of anything that was thrown; what is not known counts as internal. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof HechtError && error.code in errors ? error.code : "internal";
}

/** What to say about anything that was thrown, in the language of now. What somebody typed needs no reference. */
export function errorText(error: unknown): string {
  const { key, severity } = errors[errorCode(error)];
  const seconds = error instanceof HechtError ? (error.seconds ?? 0) : 0;
  if (key === "error-wait") return t(key, { seconds });
  const said = seconds > 0 ? `${t(key)} ${t("error-wait", { seconds })}` : t(key);
  const isForPage = severity === "input" || severity === "refused";
  const reference = error instanceof HechtError && !isForPage ? error.reference : undefined;
  return reference ? `${said} ${t("error-reference", { reference })}` : said;
}
