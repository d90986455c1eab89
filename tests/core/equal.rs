//! Equal: every scene gives the mirrored result with the two people exchanged, and whatever one does in
//! private makes no difference to anything the other can see.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use support::{MINUTE, Person, Program, all_days, look_for};

/// Replies with people and all other ids by the order of their coming, and lists of people sorted.
#[derive(Default)]
struct Seen {
    names: BTreeMap<String, String>,
    replies: Vec<Value>,
}

impl Seen {
    fn of(a: &Person, b: &Person) -> Self {
        let names = [(a, "A"), (b, "B")];
        let names = names.iter().flat_map(|(person, letter)| {
            let id = (person.id.clone(), (*letter).to_owned());
            [id, (person.name.to_owned(), format!("name of {letter}"))]
        });
        Self {
            names: names.collect(),
            replies: Vec::new(),
        }
    }

    fn take(&mut self, name: &str, reply: Result<Value, hecht_core::ErrorCode>) {
        let reply = match reply {
            Ok(reply) => self.mirrored(&reply),
            Err(code) => json!(format!("{code:?}")),
        };
        self.replies.push(json!([name, reply]));
    }

    fn mirrored(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.word(text)),
            Value::Array(list) => {
                let mut list: Vec<Value> = list.iter().map(|one| self.mirrored(one)).collect();
                let is_people = |one: &Value| {
                    ["A", "B"]
                        .iter()
                        .any(|letter| one == letter || one["id"] == *letter)
                };
                if list.iter().all(is_people) {
                    list.sort_by_key(ToString::to_string);
                }
                Value::Array(list)
            }
            Value::Object(fields) => fields
                .iter()
                // Each run has a folder of its own.
                .filter(|(key, _)| *key != "folder")
                .map(|(key, one)| (key.clone(), self.mirrored(one)))
                .collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    fn word(&mut self, text: &str) -> String {
        if let Some(known) = self.names.get(text) {
            return known.clone();
        }
        if text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let name = format!("id {}", self.names.len());
            self.names.insert(text.to_owned(), name.clone());
            return name;
        }
        text.to_owned()
    }
}

fn couple() -> (Program, Person, Person) {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    program.lock();
    (program, robin, sam)
}

/// Everything that can be read, by whoever sits there.
fn read_all(program: &mut Program, seen: &mut Seen) {
    program.finish_work();
    for name in hecht_core::call::COMMANDS {
        let request = match *name {
            "list_checkins" => all_days(),
            "search" => look_for("o"),
            "get_draft" => json!({ "form": "checkin" }),
            _ => json!({}),
        };
        if name.starts_with("get_") && *name != "get_checkin" || name.starts_with("list_") {
            seen.take(name, program.try_call(name, request));
        }
    }
    seen.take("search", program.try_call("search", look_for("o")));
}

#[test]
fn every_scene_is_mirrored_when_the_two_people_are_exchanged() {
    let scene = |is_exchanged: bool| {
        let (mut program, robin, sam) = couple();
        let (a, b) = if is_exchanged {
            (&sam, &robin)
        } else {
            (&robin, &sam)
        };
        let mut seen = Seen::of(a, b);
        let mut space = String::new();
        let ask = |program: &mut Program, seen: &mut Seen, name: &str, request: Value| {
            let reply = program.try_call(name, request);
            seen.take(name, reply.clone());
            reply.unwrap_or_default()
        };
        for turn in 0..4 {
            for (me, other) in [(a, b), (b, a)] {
                program.sit(&[me]);
                program.wait(MINUTE);
                let on = json!({ "space": space });
                let shared = json!({ "space": space, "answers": { "liked": "Soup" } });
                let checkin =
                    json!({ "on": "2026-11-22", "private": { "note": "Alone" }, "shared": shared });
                match (turn, me == a) {
                    (0, true) => {
                        let request = json!({ "members": [other.id], "name": "Home" });
                        let rows = ask(&mut program, &mut seen, "propose_space", request);
                        rows[0]["id"].as_str().unwrap().clone_into(&mut space);
                    }
                    (0, false) => {
                        ask(&mut program, &mut seen, "accept_space", on);
                    }
                    (1, _) => {
                        let saved = ask(&mut program, &mut seen, "create_checkin", checkin);
                        let mine = &saved["shared"];
                        let answers = json!({ "liked": "Good soup" });
                        program.wait(40 * MINUTE);
                        let edit = json!({ "entry": mine, "answers": answers });
                        ask(&mut program, &mut seen, "edit_checkin", edit);
                        let log = program.log();
                        let theirs = log.iter().find(|row| row["author"] == json!(other.id));
                        if let Some(theirs) = theirs {
                            let entry = &theirs["entry"];
                            let reply = json!({ "entry": entry, "answer": "thank_you" });
                            ask(&mut program, &mut seen, "create_reply", reply);
                            let entry = json!({ "entry": entry });
                            ask(&mut program, &mut seen, "withdraw_checkin", entry);
                        }
                    }
                    (2, true) => {
                        ask(&mut program, &mut seen, "close_space", on.clone());
                        ask(&mut program, &mut seen, "keep_space", on);
                        let request = json!({ "old": me.passphrase, "passphrase": me.passphrase });
                        ask(&mut program, &mut seen, "change_passphrase", request);
                    }
                    (2, false) => {
                        let name = json!({ "space": space, "name": "Us" });
                        ask(&mut program, &mut seen, "rename_space", name);
                    }
                    (_, true) => {
                        let leave = json!({ "space": space, "words": "stay" });
                        ask(&mut program, &mut seen, "leave_space", leave);
                    }
                    (_, false) => {
                        let gone = json!({ "passphrase": me.passphrase, "words": "withdraw", "removes_copies": false });
                        ask(&mut program, &mut seen, "delete_member", gone);
                        continue;
                    }
                }
                read_all(&mut program, &mut seen);
            }
        }
        program.sit(&[a]);
        read_all(&mut program, &mut seen);
        seen.replies
    };
    let (one, other) = (scene(false), scene(true));
    assert!(one.len() > 60);
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other);
    }
    assert_eq!(one.len(), other.len());
}

#[test]
fn what_one_does_in_private_makes_no_difference_to_anything_the_other_can_see() {
    let scene = |is_active: bool| {
        let (mut program, robin, sam) = couple();
        let space = program.share(&[&robin, &sam]);
        program.sit(&[&robin]);
        program.check_in(Value::Null, Some((&space, json!({ "liked": "Soup" }))));
        if is_active {
            for number in 0..30 {
                program.check_in(
                    json!({ "note": format!("Private {number}"), "today": 1 }),
                    None,
                );
            }
            let log = program.log();
            let entry = log.iter().find(|row| row["is_private"] == true).unwrap();
            program.call("withdraw_checkin", json!({ "entry": entry["entry"] }));
            program.call("save_draft", json!({ "form": "checkin", "body": "words" }));
            program.call("step_back", json!({ "space": space, "until": null }));
            program.call("close_space", json!({ "space": space }));
            program.call("decline_recovery_code", json!({}));
            program.call("search", look_for("private"));
            program.call(
                "edit_preferences",
                json!({ "private_fields": ["note", "craving"], "shared_fields": [],
                        "words": { "craving": "pull" }, "language": "nl", "text_size": "largest" }),
            );
            let made = program.call(
                "make_recovery_code",
                json!({ "passphrase": robin.passphrase }),
            );
            let at = usize::try_from(made["asks_group"].as_u64().unwrap()).unwrap() - 1;
            let group = made["code"].as_str().unwrap().split('-').nth(at).unwrap();
            program.call("confirm_recovery_code", json!({ "group": group }));
        }
        let mut seen = Seen::of(&robin, &sam);
        program.lock();
        program.wait(MINUTE);
        read_all(&mut program, &mut seen);
        program.sit(&[&sam]);
        read_all(&mut program, &mut seen);
        let shared = json!({ "space": space, "answers": { "liked": "Bread" } });
        let saved = program.try_call(
            "create_checkin",
            json!({ "on": "2026-11-22", "private": null, "shared": shared }),
        );
        seen.take("create_checkin", saved);
        program.sit(&[&robin, &sam]);
        read_all(&mut program, &mut seen);
        program.lock();
        read_all(&mut program, &mut seen);
        let files = program.folder.files().into_iter();
        let names: Vec<_> = files
            .filter_map(|(path, _)| path.file_name().map(ToOwned::to_owned))
            .collect();
        (seen.replies, names)
    };
    let (quiet, active) = (scene(false), scene(true));
    for (quiet, active) in quiet.0.iter().zip(&active.0) {
        assert_eq!(quiet, active);
    }
    assert_eq!(quiet.1, active.1);
}
