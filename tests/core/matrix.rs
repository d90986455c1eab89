//! Which command may be used by whom: every command in every state of the program. What is not in the
//! table is refused, and a refused command changes nothing in the folder.

use std::collections::{BTreeMap, BTreeSet};

use hecht_core::ErrorCode;
use serde_json::{Value, json};
use support::{Folder, Person, Program, all_days, look_for};

/// `n` no household yet, `r` a file that was refused, `l` locked, `a` Robin alone, `b` Sam alone,
/// `t` together.
const STATES: &str = "nrlabt";

/// Every command, and the states in which it may be used.
pub(crate) const TABLE: &[(&str, &str)] = &[
    ("get_state", "nrlabt"),
    ("edit_device", "nrlabt"),
    ("open_example", "nrl"),
    ("close_example", "nrlabt"),
    ("check_again", "nrl"),
    ("list_helplines", "nrlabt"),
    ("list_own_helplines", "ab"),
    ("create_own_helpline", "ab"),
    ("edit_own_helpline", "ab"),
    ("withdraw_own_helpline", "ab"),
    ("print_page", "nrlabt"),
    ("quit", "nrlabt"),
    ("add_member", "nl"),
    ("suggest_passphrase", "nrlabt"),
    ("rate_passphrase", "nrlabt"),
    ("unlock", "l"),
    // Only on the first evening, which `session.rs` looks at.
    ("pass_keyboard", ""),
    ("lock", "nrlabt"),
    ("stay", "abt"),
    ("use_recovery_code", "l"),
    ("get_recovery", "ab"),
    ("make_recovery_code", "ab"),
    ("confirm_recovery_code", "ab"),
    ("decline_recovery_code", "ab"),
    ("list_spaces", "abt"),
    ("propose_space", "ab"),
    ("accept_space", "ab"),
    ("decline_space", "ab"),
    ("take_back_space", "ab"),
    ("set_turn", "t"),
    ("rename_space", "ab"),
    ("close_space", "ab"),
    ("keep_space", "ab"),
    ("leave_space", "ab"),
    ("get_steps_back", "ab"),
    ("step_back", "ab"),
    ("come_back", "ab"),
    ("change_passphrase", "ab"),
    ("edit_member", "ab"),
    ("delete_private_space", "ab"),
    ("delete_member", "ab"),
    ("get_today", "abt"),
    ("go_on", "ab"),
    ("create_checkin", "abt"),
    ("edit_checkin", "abt"),
    ("withdraw_checkin", "ab"),
    ("get_checkin", "abt"),
    ("list_checkins", "abt"),
    ("create_reply", "ab"),
    ("withdraw_reply", "ab"),
    ("get_card", "ab"),
    ("edit_card", "ab"),
    ("search", "abt"),
    ("get_backups", "abt"),
    ("get_draft", "ab"),
    ("save_draft", "ab"),
    ("drop_draft", "ab"),
    ("get_preferences", "abt"),
    ("edit_preferences", "ab"),
];

/// What a refusal may say, and nothing else.
const REFUSALS: [ErrorCode; 4] = [
    ErrorCode::Locked,
    ErrorCode::NotAlone,
    ErrorCode::NotAllowed,
    ErrorCode::NoHousehold,
];

#[test]
fn every_command_stands_in_the_table_once() {
    let all: BTreeSet<_> = hecht_core::call::COMMANDS.iter().copied().collect();
    let table: BTreeSet<_> = TABLE.iter().map(|(name, _)| *name).collect();
    assert_eq!(table, all);
    assert_eq!(TABLE.len(), all.len());
}

#[test]
fn each_command_works_where_the_table_says_and_is_refused_everywhere_else() {
    let mut world = world();
    for (name, allowed) in TABLE {
        for state in STATES.chars() {
            let mut program = world.sit(state);
            let request = world.request(&mut program, name, state);
            let before = program.folder.files();
            let outcome = program.try_call(name, request);
            let is_allowed = allowed.contains(state);
            match outcome {
                Ok(_) => assert!(is_allowed, "{name} works in state {state}"),
                Err(code) => {
                    assert!(!is_allowed, "{name} in state {state}: {code:?}");
                    assert!(
                        REFUSALS.contains(&code),
                        "{name} in state {state} is refused with {code:?}"
                    );
                    assert_eq!(
                        program.folder.files(),
                        before,
                        "{name}, refused in state {state}, changed a file"
                    );
                }
            }
        }
    }
}

/// What one person has at hand for their requests.
#[derive(Clone, Default)]
struct Things {
    /// A shared entry of their own.
    mine: String,
    /// A shared entry of the other.
    theirs: String,
    /// Their answer to it.
    reply: String,
    /// A space they are asked for.
    asked: String,
    /// A space they have proposed.
    proposed: String,
    /// Their spare key.
    code: String,
    /// A help line they have added.
    line: String,
}

struct World {
    folder: std::sync::Arc<Folder>,
    robin: Person,
    sam: Person,
    noa: Person,
    shared: String,
    things: BTreeMap<char, Things>,
}

/// Four people, one open space, one proposal by and one for each of Robin and Sam, answers, spare keys,
/// and a row missing in the shared space.
fn world() -> World {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let noa = program.add("Noa");
    let kim = program.add("Kim");
    let shared = program.share(&[&robin, &sam]);
    let mut things = BTreeMap::from([('a', Things::default()), ('b', Things::default())]);
    let propose = |program: &mut Program, to: &Person| {
        let before = ids(&program.call("list_spaces", json!({})));
        let spaces = program.call("propose_space", json!({ "members": [to.id], "name": null }));
        let new = ids(&spaces).into_iter().find(|id| !before.contains(id));
        new.expect("a new space")
    };
    program.sit(&[&noa]);
    things.get_mut(&'a').unwrap().asked = propose(&mut program, &robin);
    things.get_mut(&'b').unwrap().asked = propose(&mut program, &sam);
    let mut lost = String::new();
    for (letter, person) in [('a', &robin), ('b', &sam)] {
        program.sit(&[person]);
        let mine = things.get_mut(&letter).unwrap();
        mine.proposed = propose(&mut program, &kim);
        let answers = json!({ "liked": "Something nice" });
        mine.mine = program.check_in(Value::Null, Some((&shared, answers))).1;
        lost = program
            .check_in(Value::Null, Some((&shared, json!({ "help": "Lost" }))))
            .1;
        let made = program.call(
            "make_recovery_code",
            json!({ "passphrase": person.passphrase }),
        );
        mine.code = made["code"].as_str().unwrap().to_owned();
        program.call(
            "confirm_recovery_code",
            json!({ "group": asked_group(&made) }),
        );
        program.call("save_draft", json!({ "form": "checkin", "body": "{}" }));
        program.call("edit_card", json!({ "first": "Kettle on." }));
        let line = json!({ "name": "Tom", "number": "06 00 12 34 51", "note": null });
        let lines = program.call("create_own_helpline", line);
        mine.line = lines[0]["entry"].as_str().unwrap().to_owned();
    }
    for (letter, other, person) in [('a', 'b', &robin), ('b', 'a', &sam)] {
        program.sit(&[person]);
        let theirs = things[&other].mine.clone();
        let replied = program.call("create_reply", json!({ "entry": theirs, "answer": "talk" }));
        let mine = things.get_mut(&letter).unwrap();
        mine.reply = replied["row"]["replies"][0]["entry"]
            .as_str()
            .unwrap()
            .to_owned();
        mine.theirs = theirs;
    }
    // One row of the shared space vanishes, so that there is something to go on without.
    let before = rows(&program.folder, &shared);
    program.sit(&[&sam]);
    program.call("withdraw_checkin", json!({ "entry": lost }));
    let after = rows(&program.folder, &shared);
    program.lock();
    let folder = program.folder.copied();
    let gone = after.difference(&before).next().expect("a row").clone();
    let connection = rusqlite::Connection::open(folder.file()).unwrap();
    let changed = connection.execute("DELETE FROM record WHERE id = ?1", [gone]);
    assert_eq!(changed, Ok(1));
    World {
        folder,
        robin,
        sam,
        noa,
        shared,
        things,
    }
}

fn rows(folder: &Folder, space: &str) -> BTreeSet<Vec<u8>> {
    let copy = folder.copied();
    let connection = rusqlite::Connection::open(copy.file()).unwrap();
    let mut statement = connection
        .prepare("SELECT id FROM record WHERE hex(space) = upper(?1)")
        .unwrap();
    let found = statement.query_map([space], |row| row.get(0)).unwrap();
    found.collect::<Result<_, _>>().unwrap()
}

fn ids(spaces: &Value) -> Vec<String> {
    let rows = spaces.as_array().cloned().unwrap_or_default();
    rows.iter()
        .filter_map(|row| row["id"].as_str().map(ToOwned::to_owned))
        .collect()
}

fn asked_group(made: &Value) -> String {
    let at = usize::try_from(made["asks_group"].as_u64().unwrap_or(1)).unwrap() - 1;
    let code = made["code"].as_str().unwrap_or("0000");
    code.split('-').nth(at).unwrap_or("0000").to_owned()
}

impl World {
    /// A copy of the household in this state.
    fn sit(&mut self, state: char) -> Program {
        if state == 'n' {
            return Program::new();
        }
        let copy = self.folder.copied();
        if state == 'r' {
            std::fs::write(copy.file(), "not a household").unwrap();
        }
        let mut program = Program::open(copy, 11);
        match state {
            'a' => program.sit(&[&self.robin]),
            'b' => program.sit(&[&self.sam]),
            't' => program.sit(&[&self.robin, &self.sam]),
            _ => {}
        }
        program
    }

    /// A request that is good for the person at the keyboard; Robin's when it is not one person.
    fn request(&self, program: &mut Program, name: &str, state: char) -> Value {
        let things = self.things.get(&state).unwrap_or(&self.things[&'a']);
        let me = if state == 'b' { &self.sam } else { &self.robin };
        let shared = json!({ "space": self.shared, "answers": { "liked": "New words" } });
        let line = json!({ "name": "Anja", "number": null, "note": "After six." });
        match name {
            "edit_device" => json!({ "language": "nl", "theme": null, "text_size": null }),
            "add_member" => {
                json!({ "name": "Alex", "colour": 3, "passphrase": "letter window canal heron" })
            }
            "suggest_passphrase" => json!({ "language": "nl" }),
            "rate_passphrase" => json!({ "passphrase": "hoi" }),
            "unlock" => json!({ "people": [{ "member": me.id, "passphrase": me.passphrase }] }),
            "pass_keyboard" => json!({ "member": self.sam.id }),
            "lock" => json!({ "draft": { "form": "checkin", "body": "{}" } }),
            "use_recovery_code" => {
                json!({ "member": me.id, "code": things.code, "passphrase": "letter window canal heron" })
            }
            "make_recovery_code" => json!({ "passphrase": me.passphrase }),
            "confirm_recovery_code" => {
                let made =
                    program.try_call("make_recovery_code", json!({ "passphrase": me.passphrase }));
                json!({ "group": asked_group(&made.unwrap_or_default()) })
            }
            "propose_space" => {
                json!({ "members": [self.robin.id, self.sam.id, self.noa.id], "name": null })
            }
            "accept_space" | "decline_space" => json!({ "space": things.asked }),
            "take_back_space" => json!({ "space": things.proposed }),
            "set_turn" => json!({ "member": self.sam.id }),
            "rename_space" => json!({ "space": self.shared, "name": "Us" }),
            "close_space" => json!({ "space": self.shared }),
            "keep_space" => {
                // Without a yes to take back there would be nothing to refuse.
                program
                    .try_call("close_space", json!({ "space": self.shared }))
                    .unwrap_or_default();
                json!({ "space": self.shared })
            }
            "leave_space" => json!({ "space": self.shared, "words": "withdraw" }),
            "step_back" => json!({ "space": self.shared, "until": null }),
            "come_back" => json!({ "space": self.shared }),
            "edit_member" => json!({ "colour": 4 }),
            "change_passphrase" => {
                json!({ "old": me.passphrase, "passphrase": "letter window canal heron" })
            }
            "delete_private_space" => {
                json!({ "passphrase": me.passphrase, "removes_copies": false })
            }
            "delete_member" => {
                json!({ "passphrase": me.passphrase, "words": "stay", "removes_copies": true })
            }
            "go_on" => json!({ "space": self.shared, "member": null }),
            "create_checkin" => json!({ "on": "2026-11-22", "private": null, "shared": shared }),
            "edit_checkin" => {
                let entry = if state == 't' {
                    program
                        .check_in(
                            Value::Null,
                            Some((&self.shared, json!({ "liked": "Ours" }))),
                        )
                        .1
                } else {
                    things.mine.clone()
                };
                json!({ "entry": entry, "answers": { "liked": "Other words" } })
            }
            "withdraw_checkin" => json!({ "entry": things.mine }),
            "get_checkin" => json!({ "entry": things.theirs }),
            "list_checkins" => all_days(),
            "create_reply" => json!({ "entry": things.theirs, "answer": "thank_you" }),
            "withdraw_reply" => json!({ "entry": things.reply }),
            "create_own_helpline" => line,
            "edit_own_helpline" => json!({ "entry": things.line, "line": line }),
            "withdraw_own_helpline" => json!({ "entry": things.line }),
            "edit_card" => json!({ "first": "Breathe.", "call": "Marit" }),
            "search" => look_for("nice"),
            "get_draft" | "drop_draft" => json!({ "form": "checkin" }),
            "save_draft" => json!({ "form": "checkin", "body": "{}" }),
            "edit_preferences" => {
                json!({ "private_fields": ["note"], "shared_fields": [], "words": {} })
            }
            _ => json!({}),
        }
    }
}
