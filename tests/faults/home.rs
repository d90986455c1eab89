//! The household that the faults are done to, a session on any folder, and everything its people can
//! see, so that two moments can be compared.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use hecht_core::household::Cost;
use hecht_core::random::Random;
use hecht_core::time::Clock;
use hecht_core::{ErrorCode, Options, Session};
use serde_json::{Value, json};
use support::{EVENING, Folder, MINUTE, Person, Program, all_days, look_for};

/// A session on a folder that belongs to somebody else.
pub(crate) struct Desk {
    pub(crate) session: Session,
    hand: Arc<AtomicI64>,
}

impl Desk {
    pub(crate) fn open(folder: &Path, seed: u64) -> Self {
        let (clock, hand) = Clock::held(EVENING, "Europe/Amsterdam".parse().unwrap());
        let session = Session::start(Options {
            folder: folder.to_owned(),
            clock,
            random: Random::from_seed(seed),
            cost: Cost::Cheap,
            system_language: None,
        });
        Self { session, hand }
    }

    pub(crate) fn ask(&mut self, name: &str, request: Value) -> Result<Value, ErrorCode> {
        hecht_core::call::call(&mut self.session, name, request).map_err(|error| error.code)
    }

    /// The code with which the file was refused.
    pub(crate) fn refusal(&mut self) -> Option<String> {
        let state = self.ask("get_state", json!({})).unwrap_or_default();
        state["refusal"]["code"].as_str().map(ToOwned::to_owned)
    }

    /// Locks, and unlocks for these people.
    pub(crate) fn sit(&mut self, people: &[(&str, &str)]) -> Result<Value, ErrorCode> {
        self.ask("lock", json!({ "draft": null }))?;
        let people: Vec<_> = people
            .iter()
            .map(|(member, passphrase)| json!({ "member": member, "passphrase": passphrase }))
            .collect();
        let mut outcome = self.ask("unlock", json!({ "people": people }));
        while outcome == Err(ErrorCode::Wait) {
            self.hand.fetch_add(MINUTE, Ordering::SeqCst);
            outcome = self.ask("unlock", json!({ "people": people }));
        }
        outcome
    }

    /// Everything that whoever sits here can read.
    pub(crate) fn everything(&mut self) -> Value {
        while self.session.work(std::time::Duration::from_millis(10)) {}
        let mut seen = json!({});
        for (name, request) in [
            ("list_checkins", all_days()),
            ("list_spaces", json!({})),
            ("get_preferences", json!({})),
            ("get_recovery", json!({})),
            ("get_draft", json!({ "form": "checkin" })),
            ("search", look_for("word")),
            // Last: what reading found to be damaged stands in it.
            ("get_today", json!({})),
        ] {
            seen[name] = match self.ask(name, request) {
                Ok(reply) => reply,
                Err(code) => json!({ "$error": code }),
            };
        }
        let days = seen["list_checkins"]["days"].as_array().cloned();
        let rows = days.unwrap_or_default();
        let rows = rows.iter().flat_map(|day| {
            let rows = day["checkins"].as_array().cloned();
            rows.unwrap_or_default()
        });
        let entries: Vec<Value> = rows.map(|row| row["entry"].clone()).collect();
        let entries = entries
            .into_iter()
            .map(|entry| self.ask("get_checkin", json!({ "entry": entry })));
        seen["entries"] = entries
            .map(|entry| entry.unwrap_or_else(|code| json!({ "$error": code })))
            .collect();
        seen
    }
}

/// What every person of a folder's household sees, and which of `passphrases` open each of them.
/// `Err` when the file was refused.
pub(crate) fn view(folder: &Path, passphrases: &[String]) -> Result<Value, String> {
    let mut desk = Desk::open(folder, 900);
    let state = desk.ask("get_state", json!({})).map_err(said)?;
    if let Some(code) = state["refusal"]["code"].as_str() {
        return Err(format!("the file is refused: {code}"));
    }
    let mut seen = json!({ "members": state["members"] });
    let mut opened = Vec::new();
    for member in state["members"].as_array().into_iter().flatten() {
        let id = member["id"].as_str().unwrap_or_default();
        let mut opens = Vec::new();
        for passphrase in passphrases {
            match desk.sit(&[(id, passphrase)]) {
                Ok(_) => {
                    opens.push(passphrase.as_str());
                    seen[id] = desk.everything();
                }
                Err(ErrorCode::WrongPassphrase) => {}
                Err(code) => return Err(format!("{} meets {code:?}", member["name"])),
            }
        }
        if opens.len() != 1 {
            return Err(format!("{} opens with {opens:?}", member["name"]));
        }
        seen["opens"][id] = json!(opens);
        opened.push((id.to_owned(), opens[0].to_owned()));
    }
    if let [first, second, ..] = opened.as_slice() {
        desk.sit(&[(&first.0, &first.1), (&second.0, &second.1)])
            .map_err(said)?;
        seen["together"] = desk.everything();
    }
    Ok(seen)
}

pub(crate) fn said(code: ErrorCode) -> String {
    format!("{code:?}")
}

/// The first place in which two values differ, for the report.
pub(crate) fn difference(one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys());
            keys.into_iter().find_map(|key| {
                let none = Value::Null;
                let inner = difference(a.get(key).unwrap_or(&none), b.get(key).unwrap_or(&none))?;
                Some(format!("{key}.{inner}"))
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            (0..a.len()).find_map(|at| Some(format!("{at}.{}", difference(&a[at], &b[at])?)))
        }
        _ if one == other => None,
        _ => Some(format!(": {} is not {}", short(one), short(other))),
    }
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(160).collect()
}

/// Robin and Sam with a shared space, and Noa with none of theirs; locked.
pub(crate) struct Home {
    pub(crate) folder: Arc<Folder>,
    pub(crate) robin: Person,
    pub(crate) sam: Person,
    pub(crate) noa: Person,
    pub(crate) space: String,
}

impl Home {
    /// With `days` check-ins of Robin and of Sam, private and shared.
    pub(crate) fn new(days: usize) -> Self {
        let mut program = Program::new();
        let robin = program.add("Robin");
        let sam = program.add("Sam");
        let noa = program.add("Noa");
        let space = program.share(&[&robin, &sam]);
        for person in [&robin, &sam] {
            program.sit(&[person]);
            for day in 0..days {
                let text = |part: &str| format!("word of {} {part} {day}", person.name);
                program.check_in(
                    json!({ "today": 3, "note": text("private") }),
                    Some((&space, json!({ "liked": text("shared") }))),
                );
            }
        }
        program.sit(&[&noa]);
        program.check_in(json!({ "note": "word of Noa private" }), None);
        program.lock();
        Self {
            folder: program.end(),
            robin,
            sam,
            noa,
            space,
        }
    }

    pub(crate) fn people(&self) -> [&Person; 3] {
        [&self.robin, &self.sam, &self.noa]
    }

    pub(crate) fn passphrases(&self) -> Vec<String> {
        self.people()
            .iter()
            .map(|person| person.passphrase.clone())
            .collect()
    }
}

/// A new folder with a copy of everything in another.
pub(crate) fn copied(from: &Path) -> Folder {
    let copy = Folder::new();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    copy
}

/// One of a list.
pub(crate) fn one_of<'a, T>(random: &mut Random, list: &'a [T]) -> &'a T {
    &list[random.below(list.len())]
}
