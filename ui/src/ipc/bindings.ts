// Written by `cargo xtask bindings` from the core's command table; not edited by hand.

export type Answer = "thank_you" | "talk";

export type Answers = {
  /** How today was: 1 hard to 5 very good. */
  today: number | null;
  /** Moods, each once. */
  moods: Array<Mood>;
  /** Something I want to put down; at most 100 000 characters, like the other texts. */
  note: string | null;
  /** What was nice. */
  liked: string | null;
  /** What would help tomorrow. */
  help: string | null;
  /** Craving: 1 none to 5 very strong. */
  craving: number | null;
  /** Stress: 1 none to 5 very strong. */
  stress: number | null;
  /** Sleep: 1 very badly to 5 very well. */
  sleep: number | null;
  /** Closeness: 1 far to 5 very close. */
  closeness: number | null;
};

export type Backups = {
  /** The day of the last verified copy, if it is still there. */
  last_on: Day | null;
  /** The day since which no copy could be made. */
  failed_on: Day | null;
  /** Something in the last copy is damaged, as in the file itself. */
  is_damaged: boolean;
  /** The day of the last copy from before that, if it is still there. */
  whole_on: Day | null;
  /** Where they are. */
  folder: string;
};

export type Card = {
  /** What I do first; at most 2 000 characters, like the others. */
  first: string | null;
  /** Whom I call: names and numbers, a line each. */
  call: string | null;
  /** What I would ask of the other. */
  ask: string | null;
  /** Where I go. */
  go: string | null;
};

export type ChangePassphrase = {
  /** The one that opens now. */
  old: string;
  /** The one that opens from then on. */
  passphrase: string;
};

export type Changed = {
  /** Each feature once. */
  features: Array<Feature>;
};

export type ChangedPassphrase = {
  /** There was a spare key, and it opens nothing any more: a new one is offered. */
  had_recovery_code: boolean;
};

export type Checkin = {
  /** As it is now. */
  row: CheckinRow;
  /** As it was. */
  earlier: Array<EarlierCheckin>;
};

export type CheckinDay = {
  /** The day. */
  on: Day;
  /** In the order they were written. */
  checkins: Array<CheckinRow>;
};

export type CheckinPage = {
  /** Days that hold something; empty days are just not there. */
  days: Array<CheckinDay>;
  /** Where the next page begins, when there is one. */
  next_before: Day | null;
};

export type CheckinRow = {
  /** Which. */
  entry: EntryId;
  /** Where. */
  space: SpaceId;
  /** Only its author reads it. */
  is_private: boolean;
  /** `null`: written together. */
  author: MemberId | null;
  /** Who sat there, when written together. */
  present: Array<MemberId>;
  /** Whose turn it was then, when it was taken in turns. */
  turn: MemberId | null;
  /** The day it is about. */
  on: Day;
  /** The day it was written. */
  written_on: Day;
  /** When it was written, milliseconds UTC. */
  written_at: number;
  /** It was written on another day than the one it is about. */
  is_late: boolean;
  /** What was answered. */
  answers: Answers;
  /** It was changed after the half hour of grace. */
  is_changed: boolean;
  /** The person at the keyboard may change it. */
  can_edit: boolean;
  /** The person at the keyboard may withdraw it. */
  can_withdraw: boolean;
  /** The person at the keyboard may answer it. */
  can_reply: boolean;
  /** The answers to it. */
  replies: Array<ReplyRow>;
};

export type ComeBack = {
  /** To which space; `null`: to all that one stepped back from as a whole. */
  space: SpaceId | null;
};

export type ConfirmRecoveryCode = {
  /** Four characters. */
  group: string;
};

export type Day = string;

export type DeleteMember = {
  /** The passphrase again. */
  passphrase: string;
  /** What becomes of one's own words in shared spaces. */
  words: OwnWords;
  /** The copies go too. They are everybody's copies. */
  removes_copies: boolean;
};

export type DeletePrivateSpace = {
  /** The passphrase again. */
  passphrase: string;
  /** The copies go too: in them the records would still be there, and with the passphrase of then they would open. They are everybody's copies. */
  removes_copies: boolean;
};

export type Device = {
  /** Of the lock screen. */
  language: Language;
  /** Of the program. */
  theme: Theme;
  /** Of the lock screen. */
  text_size: TextSize;
  /** After how many minutes without a key or a click it locks when one person sits here: 2, 5, 10, 15 or 30. */
  lock_alone_minutes: number;
  /** Likewise when several sit together: 10, 30 or 60. */
  lock_together_minutes: number;
  /** The page is blurred while another window has the focus. */
  is_blurred_behind: boolean;
  /** Other programs get no picture of the window, where the system can forbid it. */
  is_content_protected: boolean;
};

export type Draft = {
  /** Which form. */
  form: string;
  /** What was filled in. */
  body: string;
};

export type DraftRef = {
  /** Which form. */
  form: string;
};

export type EarlierCheckin = {
  /** What was answered. */
  answers: Answers;
  /** When, milliseconds UTC. */
  written_at: number;
  /** On which day. */
  written_on: Day;
};

export type EditCheckin = {
  /** Which. */
  entry: EntryId;
  /** All answers; those left out are gone. */
  answers: Answers;
};

export type EditDevice = {
  /** Of the lock screen. */
  language?: Language | null;
  /** Of the program. */
  theme?: Theme | null;
  /** Of the lock screen. */
  text_size?: TextSize | null;
  /** See `Device`; this and what follows only after unlocking. */
  lock_alone_minutes?: number | null;
  /** See `Device`. */
  lock_together_minutes?: number | null;
  /** See `Device`. */
  is_blurred_behind?: boolean | null;
  /** See `Device`. */
  is_content_protected?: boolean | null;
};

export type EditMember = {
  /** 1 to 6. */
  colour: number;
};

export type EditOwnHelpline = {
  /** Which. */
  entry: EntryId;
  /** All of it; what is left out is gone. */
  line: NewOwnHelpline;
};

export type EntryId = string;

export type EntryRef = {
  /** Which. */
  entry: EntryId;
};

export type ErrorBody = {
  /** The condition. */
  code: ErrorCode;
  /** The request's field it is about. */
  field?: string;
  /** An id it is about. */
  reference?: string;
  /** How long to wait before the next try. */
  seconds?: number;
};

export type ErrorCode = "locked" | "not_alone" | "not_allowed" | "wrong_passphrase" | "wrong_recovery_code" | "wait" | "lock_too_long" | "not_your_turn" | "passphrase_empty" | "name_empty" | "name_taken" | "name_too_long" | "text_too_long" | "short_text_too_long" | "checkin_empty" | "helpline_empty" | "too_many_helplines" | "day_invalid" | "day_in_future" | "day_past" | "too_few_members" | "space_exists" | "code_mismatch" | "not_found" | "not_yours" | "space_not_open" | "space_closed" | "household_exists" | "no_household" | "too_many_members" | "file_damaged" | "file_newer" | "file_not_hecht" | "file_open_elsewhere" | "file_read_only" | "file_test_only" | "folder_synchronised" | "disk_full" | "disk_error" | "not_saved" | "record_damaged" | "bad_request" | "internal";

export type ExamplePassphrase = {
  /** Who. */
  member: MemberId;
  /** PRIVACY: the sample household's passphrases are printed in the program itself. */
  passphrase: string;
};

export type Feature = "session" | "device" | "members" | "spaces" | "checkins" | "replies" | "plans" | "help" | "drafts" | "preferences" | "recovery" | "backups";

export type Field = "today" | "mood" | "note" | "liked" | "help" | "craving" | "stress" | "sleep" | "closeness";

export type GoOn = {
  /** In which space. */
  space: SpaceId | null;
  /** With whose keys. */
  member: MemberId | null;
};

export type Helpline = {
  /** ISO 3166 code, UK for the United Kingdom. */
  country: string;
  /** What for; the text is `helpline-purpose-…`. */
  purpose: string;
  /** The line's own name. */
  name: string;
  /** As it is dialled in its country. */
  number: string;
  /** When; the text is `helpline-hours-…`. */
  hours: string | null;
};

export type Helplines = {
  /** The day of the last check. */
  checked_on: Day;
  /** By country, the emergency number first. */
  lines: Array<Helpline>;
};

export type Hit = {
  /** Which. */
  entry: EntryId;
  /** The day it is about. */
  on: Day;
  /** Where. */
  space: SpaceId;
  /** Only its author reads it. */
  is_private: boolean;
  /** `null`: written together. */
  author: MemberId | null;
  /** The question it answers. */
  field: Field;
  /** The words around the first match. */
  excerpt: Array<Piece>;
};

export type Hits = {
  /** Own words first, then newest first; at most 50. */
  hits: Array<Hit>;
  /** Every page has been read; `false` for a moment after unlocking. */
  is_complete: boolean;
  /** There is more than is shown. */
  has_more: boolean;
};

export type Language = "en" | "nl";

export type LeaveSpace = {
  /** Which. */
  space: SpaceId;
  /** What becomes of one's own words there. */
  words: OwnWords;
};

export type ListCheckins = {
  /** Days before this one; from the newest when `null`. */
  before: Day | null;
  /** How many days that hold something, 1 to 60. */
  days: number;
  /** By this person only. */
  member: MemberId | null;
  /** In this space only. */
  space: SpaceId | null;
  /** On this day or later. */
  from: Day | null;
  /** On this day or earlier. */
  until: Day | null;
};

export type Lock = {
  /** The form that is open, to be kept. */
  draft: NewDraft | null;
};

export type MakeRecoveryCode = {
  /** The passphrase again. */
  passphrase: string;
};

export type MemberId = string;

export type MemberRow = {
  /** Who. */
  id: MemberId;
  /** The chosen name. */
  name: string;
  /** The chosen colour, 1 to 6. */
  colour: number;
};

export type Mood = "calm" | "content" | "hopeful" | "grateful" | "close" | "tired" | "tense" | "restless" | "sad" | "lonely" | "irritable" | "ashamed";

export type NewCheckin = {
  /** Today or an earlier day. */
  on: Day;
  /** Only for the person at the keyboard. */
  private: Answers | null;
  /** For a shared space. */
  shared: SharedAnswers | null;
};

export type NewDraft = {
  /** Which form: 1 to 80 of a-z, 0-9, `-` and `:`. */
  form: string;
  /** What was filled in, as the form writes it. */
  body: string;
};

export type NewMember = {
  /** The name the others see; 1 to 40 characters. */
  name: string;
  /** 1 to 6. */
  colour: number;
  /** Their own. */
  passphrase: string;
};

export type NewOwnHelpline = {
  /** Who; at most 2 000 characters, like the others. */
  name: string | null;
  /** The number, as it is dialled. */
  number: string | null;
  /** When, what for, or anything else. */
  note: string | null;
};

export type NewReply = {
  /** To which entry. */
  entry: EntryId;
  /** What. */
  answer: Answer;
};

export type NewSpace = {
  /** The others; the maker is added. */
  members: Array<MemberId>;
  /** At most 60 characters; blank means none. */
  name: string | null;
};

export type NiceRow = {
  /** Where it was written. */
  entry: EntryId;
  /** `null`: written together. */
  author: MemberId | null;
  /** The day it is about. */
  on: Day;
  /** In the author's words. */
  text: string;
  /** The space it stands in. */
  space: SpaceId;
};

export type OwnHelpline = {
  /** Which. */
  entry: EntryId;
  /** Who. */
  name: string | null;
  /** The number, as it is dialled. */
  number: string | null;
  /** When, what for, or anything else. */
  note: string | null;
};

export type OwnWords = "stay" | "withdraw";

export type PartOfDay = "morning" | "afternoon" | "evening" | "night";

export type PassKeyboard = {
  /** Who. */
  member: MemberId;
};

export type PassphraseReason = "short" | "common" | "repeats" | "sequence" | "date" | "name" | "keyboard" | "guessable" | "good";

export type PassphraseStrength = {
  /** 0 to 4 by the steps of zxcvbn (Wheeler, USENIX Security 2016): 3 means 10^8 guesses or more. */
  strength: number;
  /** Why. */
  reason: PassphraseReason;
};

export type Phase = "new" | "locked" | "alone" | "together" | "refused";

export type Piece = {
  /** The author's words. */
  text: string;
  /** They are what was looked for. */
  is_match: boolean;
};

export type Preferences = {
  /** `null`: the computer's. */
  language: Language | null;
  /** `null`: the computer's. */
  text_size: TextSize | null;
  /** After how many minutes it locks when I am alone: 1, 2, 5, 10, 15 or 30, and not more than the computer's; `null`: the computer's. */
  lock_minutes: number | null;
  /** What is asked in the private part of a check-in. */
  private_fields: Array<Field>;
  /** What is asked besides in each space. */
  shared_fields: Array<SpaceFields>;
  /** Own words. */
  words: Words;
};

export type RatePassphrase = {
  /** As typed so far. */
  passphrase: string;
};

export type Recovery = {
  /** What was decided. */
  state: RecoveryState;
  /** It is offered on Today: in the first week, to the person alone. */
  is_offered: boolean;
};

export type RecoveryCode = {
  /** Eight groups of four, with hyphens. PRIVACY: this is the one reply that shows it, to its owner. */
  code: string;
  /** The group to type back, from 1. */
  asks_group: number;
};

export type RecoveryState = "none" | "made" | "declined";

export type RenameSpace = {
  /** Which. */
  space: SpaceId;
  /** At most 60 characters; blank means none. */
  name: string | null;
};

export type ReplyRow = {
  /** The answer's own entry. */
  entry: EntryId;
  /** Who answered. */
  author: MemberId;
  /** What. */
  answer: Answer;
  /** The person at the keyboard wrote it. */
  is_mine: boolean;
};

export type SavedCheckin = {
  /** The private one. */
  private: EntryId | null;
  /** The shared one. */
  shared: EntryId | null;
};

export type Search = {
  /** Words; each must begin a word of the text. */
  text: string;
  /** Others' shared words too. */
  with_shared: boolean;
  /** By this person only. */
  member: MemberId | null;
  /** In this space only. */
  space: SpaceId | null;
  /** On this day or later. */
  from: Day | null;
  /** On this day or earlier. */
  until: Day | null;
};

export type SetTurn = {
  /** Who writes next; `null`: nobody in particular. */
  member: MemberId | null;
};

export type SharedAnswers = {
  /** Whose members read it. */
  space: SpaceId;
  /** What was answered. */
  answers: Answers;
};

export type Sitting = {
  /** Who. */
  member: MemberId;
  /** Their passphrase. */
  passphrase: string;
};

export type SpaceFields = {
  /** Which space. */
  space: SpaceId;
  /** Beside `liked` and `help`, which are always asked. */
  fields: Array<Field>;
};

export type SpaceId = string;

export type SpaceRef = {
  /** Which. */
  space: SpaceId;
};

export type SpaceRow = {
  /** Which. */
  id: SpaceId;
  /** Its chosen name, if it has one. */
  name: string | null;
  /** Who is in it. */
  members: Array<MemberId>;
  /** Who was in it and has left. */
  left: Array<MemberId>;
  /** How far it is. */
  state: SpaceState;
  /** Not long ago the person at the keyboard did not want one with these people. It is only listed. */
  is_asked_again: boolean;
  /** The person at the keyboard proposed it and it is not open. */
  is_mine_to_take_back: boolean;
  /** The person at the keyboard has said yes to closing it. Nothing says whether anybody else has. */
  has_my_yes_to_close: boolean;
};

export type SpaceState = "open" | "asked" | "waiting" | "closed";

export type State = {
  /** How far the program is open. */
  phase: Phase;
  /** Why the file was not opened. */
  refusal: ErrorBody | null;
  /** The first evening: several people's keys are held, one sits alone at a time. */
  is_setup: boolean;
  /** The sample household. */
  is_example: boolean;
  /** Its passphrases. */
  example_passphrases: Array<ExamplePassphrase>;
  /** Everybody in the household. */
  members: Array<MemberRow>;
  /** People who have left the household and whose words in a shared space stay; only those of the spaces of the people at the keyboard. */
  former: Array<MemberRow>;
  /** Who sits at the keyboard. */
  present: Array<MemberId>;
  /** Whose turn it is to write, of those who sit together. */
  turn: MemberId | null;
  /** This computer's settings. */
  device: Device;
  /** The language now: the person's own when alone, else the computer's. */
  language: Language;
  /** The text size now, likewise. */
  text_size: TextSize;
  /** The calendar day. */
  today: Day;
  /** The program's version. */
  version: string;
};

export type StepBack = {
  /** From which space; `null`: from all. */
  space: SpaceId | null;
  /** The last day of it; `null`: until one comes back. */
  until: Day | null;
};

export type StepBackRow = {
  /** From which space; `null`: from all. */
  space: SpaceId | null;
  /** The last day; `null`: until one comes back. */
  until: Day | null;
};

export type StepsBack = {
  /** From all. */
  all: StepBackRow | null;
  /** From single spaces. */
  spaces: Array<StepBackRow>;
};

export type SuggestPassphrase = {
  /** In which language. */
  language: Language;
};

export type SuggestedPassphrase = {
  /** With spaces between. */
  passphrase: string;
};

export type TextSize = "normal" | "large" | "largest";

export type Theme = "system" | "light" | "dark";

export type Today = {
  /** The calendar day. */
  on: Day;
  /** For the greeting. */
  part_of_day: PartOfDay;
  /** At most three nice things of the last seven days: what was shared, or one's own as long as nothing can be shared. Never hard ones. */
  nice: Array<NiceRow>;
  /** Proposed spaces this person may accept or decline. */
  asked: Array<SpaceRow>;
  /** There is an unfinished check-in. */
  has_draft: boolean;
  /** A spare key is on offer. */
  offers_recovery: boolean;
  /** Spaces in which rows are missing or do not open. */
  damaged: Array<SpaceId>;
  /** People whose public keys were replaced without their old ones saying so. */
  changed_keys: Array<MemberId>;
  /** This person has stepped back from everything: nothing is offered or asked. */
  is_quiet: boolean;
};

export type Unlock = {
  /** One for alone, several for together. */
  people: Array<Sitting>;
};

export type UseRecoveryCode = {
  /** Whose. */
  member: MemberId;
  /** As typed from the paper. */
  code: string;
  /** The new passphrase. */
  passphrase: string;
};

export type Words = {
  /** For craving; at most 40 characters, like the others. */
  craving: string | null;
  /** For a slip. */
  slip: string | null;
  /** For use. */
  use: string | null;
};

/** Every command: its request, and what its promise gives. */
export interface Commands {
  get_state(): State;
  edit_device(request: EditDevice): State;
  open_example(): State;
  close_example(): State;
  check_again(): State;
  list_helplines(): Helplines;
  list_own_helplines(): Array<OwnHelpline>;
  create_own_helpline(request: NewOwnHelpline): Array<OwnHelpline>;
  edit_own_helpline(request: EditOwnHelpline): Array<OwnHelpline>;
  withdraw_own_helpline(request: EntryRef): Array<OwnHelpline>;
  print_page(): null;
  quit(): null;
  add_member(request: NewMember): State;
  edit_member(request: EditMember): State;
  suggest_passphrase(request: SuggestPassphrase): SuggestedPassphrase;
  rate_passphrase(request: RatePassphrase): PassphraseStrength;
  unlock(request: Unlock): State;
  pass_keyboard(request: PassKeyboard): State;
  set_turn(request: SetTurn): State;
  lock(request: Lock): State;
  change_passphrase(request: ChangePassphrase): ChangedPassphrase;
  delete_private_space(request: DeletePrivateSpace): State;
  delete_member(request: DeleteMember): State;
  stay(): null;
  use_recovery_code(request: UseRecoveryCode): State;
  get_recovery(): Recovery;
  make_recovery_code(request: MakeRecoveryCode): RecoveryCode;
  confirm_recovery_code(request: ConfirmRecoveryCode): Recovery;
  decline_recovery_code(): Recovery;
  list_spaces(): Array<SpaceRow>;
  propose_space(request: NewSpace): Array<SpaceRow>;
  accept_space(request: SpaceRef): Array<SpaceRow>;
  decline_space(request: SpaceRef): Array<SpaceRow>;
  take_back_space(request: SpaceRef): Array<SpaceRow>;
  rename_space(request: RenameSpace): Array<SpaceRow>;
  close_space(request: SpaceRef): Array<SpaceRow>;
  keep_space(request: SpaceRef): Array<SpaceRow>;
  leave_space(request: LeaveSpace): Array<SpaceRow>;
  get_steps_back(): StepsBack;
  step_back(request: StepBack): StepsBack;
  come_back(request: ComeBack): StepsBack;
  get_today(): Today;
  go_on(request: GoOn): Today;
  create_checkin(request: NewCheckin): SavedCheckin;
  edit_checkin(request: EditCheckin): Checkin;
  withdraw_checkin(request: EntryRef): null;
  get_checkin(request: EntryRef): Checkin;
  list_checkins(request: ListCheckins): CheckinPage;
  create_reply(request: NewReply): Checkin;
  withdraw_reply(request: EntryRef): null;
  get_card(): Card;
  edit_card(request: Card): Card;
  search(request: Search): Hits;
  get_backups(): Backups;
  get_draft(request: DraftRef): Draft | null;
  save_draft(request: NewDraft): null;
  drop_draft(request: DraftRef): null;
  get_preferences(): Preferences;
  edit_preferences(request: Preferences): Preferences;
}
