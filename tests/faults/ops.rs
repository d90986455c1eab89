//! What a person does, as a table: each line is one change, at most one of whose verbs writes. A new
//! verb is one line here, and then it is killed at every step and at any time.

use std::path::Path;

use hecht_core::ErrorCode;
use hecht_core::random::Random;
use serde_json::{Value, json};

use crate::home::{Desk, Home, one_of};

type Act = fn(&mut Actor) -> Result<Value, ErrorCode>;

/// Every change, by name.
pub(crate) const OPS: &[(&str, Act)] = &[
    ("unlock", Actor::sit_again),
    ("unlock the other", Actor::sit_other),
    ("unlock together", Actor::sit_together),
    ("write", Actor::write),
    ("write in private", Actor::write_private),
    ("edit", Actor::edit),
    ("withdraw", Actor::withdraw),
    ("answer", Actor::answer),
    ("keep a draft", Actor::save_draft),
    ("drop a draft", Actor::drop_draft),
    ("lock with a draft", Actor::lock_with_draft),
    ("settings", Actor::settings),
    ("spare key", Actor::spare_key),
    ("new passphrase by spare key", Actor::use_spare_key),
    ("propose a space", Actor::propose),
    ("accept a space", Actor::accept),
    ("take back a space", Actor::take_back),
    ("add a person", Actor::add_person),
    ("new passphrase", Actor::change_passphrase),
    ("another colour", Actor::colour),
    ("name a space", Actor::rename),
    ("yes to closing", Actor::close),
    ("take that yes back", Actor::keep),
    ("step back", Actor::step_back),
    ("card", Actor::card),
    ("own helpline", Actor::helpline),
    ("leave with words staying", Actor::leave),
    ("leave with words withdrawn", Actor::leave_with_words),
    ("empty the private space", Actor::delete_private_space),
    ("delete oneself", Actor::delete_member),
];

/// What must have been done before, so that each change of the table has something to change.
const BEFORE: &[&str] = &[
    "write",
    "keep a draft",
    "spare key",
    "propose a space",
    "unlock the other",
    "write",
    "spare key",
    "propose a space",
];

/// Names of changes: everything that is needed first, then the one in question.
pub(crate) fn prepared(name: &str) -> Vec<&'static str> {
    let found = OPS.iter().find(|(other, _)| *other == name);
    let mut all = BEFORE.to_vec();
    all.extend(found.map(|(name, _)| *name));
    all
}

/// `count` changes at random.
pub(crate) fn at_random(random: &mut Random, count: usize) -> Vec<&'static str> {
    let mut all = vec!["write"];
    for _ in 1..count {
        all.push(one_of(random, OPS).0);
    }
    all
}

struct Known {
    id: String,
    name: String,
    passphrase: String,
    spare_key: Option<String>,
    /// How often the passphrase was changed.
    changes: usize,
}

/// A person at the keyboard who remembers what was done. The same seed does the same.
pub(crate) struct Actor {
    desk: Desk,
    people: Vec<Known>,
    me: usize,
    space: String,
    /// Own entries of whoever sits here: (whose, entry).
    own: Vec<(usize, String)>,
    count: usize,
}

/// Every passphrase that an actor can ever have set, with those of the household.
pub(crate) fn passphrases(home: &Home) -> Vec<String> {
    let mut all = home.passphrases();
    for name in ["Robin", "Sam"] {
        all.extend((1..=9).map(|at| changed_passphrase(name, at)));
    }
    all.extend((1..=9).map(new_passphrase));
    all
}

fn changed_passphrase(name: &str, at: usize) -> String {
    format!("{name} has other words {at}")
}

fn new_passphrase(at: usize) -> String {
    format!("new person words {at}")
}

/// What the child needs to know of a household.
pub(crate) fn known(home: &Home) -> Value {
    let people = [&home.robin, &home.sam].map(
        |person| json!({ "id": person.id, "name": person.name, "passphrase": person.passphrase }),
    );
    json!({ "people": people, "space": home.space })
}

impl Actor {
    pub(crate) fn new(folder: &Path, known: &Value, seed: u64) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let people = known["people"].as_array().unwrap().iter();
        let people = people.map(|person| Known {
            id: text(&person["id"]),
            name: text(&person["name"]),
            passphrase: text(&person["passphrase"]),
            spare_key: None,
            changes: 0,
        });
        Self {
            desk: Desk::open(folder, seed),
            people: people.collect(),
            me: 0,
            space: text(&known["space"]),
            own: Vec::new(),
            count: 0,
        }
    }

    /// Does one change of the table.
    pub(crate) fn act(&mut self, name: &str) -> Result<Value, ErrorCode> {
        self.count += 1;
        let (_, act) = OPS.iter().find(|(other, _)| *other == name).unwrap();
        act(self)
    }

    fn sit_as(&mut self, people: &[usize]) -> Result<Value, ErrorCode> {
        let people: Vec<(String, String)> = people
            .iter()
            .map(|at| {
                (
                    self.people[*at].id.clone(),
                    self.people[*at].passphrase.clone(),
                )
            })
            .collect();
        let people: Vec<(&str, &str)> = people
            .iter()
            .map(|(id, passphrase)| (id.as_str(), passphrase.as_str()))
            .collect();
        self.desk.sit(&people)
    }

    fn ask(&mut self, name: &str, request: Value) -> Result<Value, ErrorCode> {
        self.desk.ask(name, request)
    }

    /// Sits down alone, if nobody or several sit here.
    fn alone(&mut self) -> Result<(), ErrorCode> {
        let state = self.ask("get_state", json!({}))?;
        if state["phase"] != "alone" {
            self.sit_again()?;
        }
        Ok(())
    }

    fn sit_again(&mut self) -> Result<Value, ErrorCode> {
        self.sit_as(&[self.me])
    }

    fn sit_other(&mut self) -> Result<Value, ErrorCode> {
        self.me = 1 - self.me;
        self.sit_as(&[self.me])
    }

    fn sit_together(&mut self) -> Result<Value, ErrorCode> {
        self.sit_as(&[0, 1])
    }

    fn write(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let answers = json!({ "liked": format!("word shared {}", self.count) });
        let request = json!({ "on": "2026-11-22",
            "private": { "note": format!("word private {}", self.count), "today": 2 },
            "shared": { "space": self.space, "answers": answers } });
        let saved = self.ask("create_checkin", request)?;
        self.remember(&saved);
        Ok(saved)
    }

    fn write_private(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        // Longer than a page, so that one change touches several.
        let note = format!("word {} ", self.count).repeat(4_000);
        let request = json!({ "on": "2026-11-21", "private": { "note": note }, "shared": null });
        let saved = self.ask("create_checkin", request)?;
        self.remember(&saved);
        Ok(saved)
    }

    fn remember(&mut self, saved: &Value) {
        for part in ["private", "shared"] {
            if let Some(entry) = saved[part].as_str() {
                self.own.push((self.me, entry.to_owned()));
            }
        }
    }

    fn last_own(&self) -> Result<String, ErrorCode> {
        let mine = self.own.iter().rev().find(|(whose, _)| *whose == self.me);
        mine.map(|(_, entry)| entry.clone())
            .ok_or(ErrorCode::NotFound)
    }

    fn edit(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let answers = json!({ "liked": format!("word changed {}", self.count), "closeness": 5 });
        let entry = self.last_own()?;
        self.ask(
            "edit_checkin",
            json!({ "entry": entry, "answers": answers }),
        )
    }

    fn withdraw(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let entry = self.last_own()?;
        let done = self.ask("withdraw_checkin", json!({ "entry": entry }))?;
        self.own.retain(|(_, other)| *other != entry);
        Ok(done)
    }

    fn answer(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let log = self.ask("list_checkins", support::all_days())?;
        let theirs = log["days"].as_array().into_iter().flatten();
        let theirs = theirs
            .flat_map(|day| day["checkins"].as_array().into_iter().flatten())
            .find(|row| row["can_reply"] == true)
            .ok_or(ErrorCode::NotFound)?;
        let request = json!({ "entry": theirs["entry"], "answer": "thank_you" });
        self.ask("create_reply", request)
    }

    fn save_draft(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let body = format!("word draft {}", self.count);
        self.ask("save_draft", json!({ "form": "checkin", "body": body }))
    }

    fn drop_draft(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        self.ask("drop_draft", json!({ "form": "checkin" }))
    }

    fn lock_with_draft(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let body = format!("word locked {}", self.count);
        let draft = json!({ "form": "checkin", "body": body });
        self.ask("lock", json!({ "draft": draft }))
    }

    fn settings(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let words = json!({ "craving": format!("word {}", self.count) });
        self.ask(
            "edit_preferences",
            json!({ "private_fields": ["note"], "shared_fields": [], "words": words }),
        )
    }

    fn spare_key(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let passphrase = self.people[self.me].passphrase.clone();
        let made = self.ask("make_recovery_code", json!({ "passphrase": passphrase }))?;
        let code = made["code"].as_str().unwrap_or_default().to_owned();
        let at = usize::try_from(made["asks_group"].as_u64().unwrap_or(1)).unwrap_or(1);
        let group = code.split('-').nth(at - 1).unwrap_or_default().to_owned();
        let done = self.ask("confirm_recovery_code", json!({ "group": group }))?;
        self.people[self.me].spare_key = Some(code);
        Ok(done)
    }

    fn use_spare_key(&mut self) -> Result<Value, ErrorCode> {
        let me = self.me;
        let code = self.people[me].spare_key.clone();
        let code = code.ok_or(ErrorCode::NotFound)?;
        self.ask("lock", json!({ "draft": null }))?;
        let known = &mut self.people[me];
        known.changes += 1;
        let passphrase = changed_passphrase(&known.name, known.changes);
        let request = json!({ "member": known.id, "code": code, "passphrase": passphrase });
        let done = self.ask("use_recovery_code", request)?;
        self.people[me].passphrase = passphrase;
        self.people[me].spare_key = None;
        Ok(done)
    }

    fn propose(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let state = self.ask("get_state", json!({}))?;
        let mine = self.people[self.me].id.clone();
        // Everybody, then all but the last, and so on: one proposal for each set of people.
        let ids = state["members"].as_array().cloned().unwrap_or_default();
        let ids = ids.iter().map(|member| member["id"].clone());
        let mut others: Vec<Value> = ids.filter(|id| *id != mine).collect();
        let mut outcome = Err(ErrorCode::TooFewMembers);
        while outcome.is_err() && !others.is_empty() {
            let name = format!("word space {}", self.count);
            outcome = self.ask("propose_space", json!({ "members": others, "name": name }));
            others.remove(0);
        }
        outcome
    }

    fn space_where(&mut self, wanted: impl Fn(&Value) -> bool) -> Result<Value, ErrorCode> {
        let spaces = self.ask("list_spaces", json!({}))?;
        let found = spaces
            .as_array()
            .into_iter()
            .flatten()
            .find(|row| wanted(row));
        found
            .map(|row| json!({ "space": row["id"] }))
            .ok_or(ErrorCode::NotFound)
    }

    fn accept(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let space = self.space_where(|row| row["state"] == "asked")?;
        self.ask("accept_space", space)
    }

    fn take_back(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let space = self.space_where(|row| row["is_mine_to_take_back"] == true)?;
        self.ask("take_back_space", space)
    }

    fn change_passphrase(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let known = &mut self.people[self.me];
        known.changes += 1;
        let passphrase = changed_passphrase(&known.name, known.changes);
        let request = json!({ "old": known.passphrase, "passphrase": passphrase });
        let done = self.ask("change_passphrase", request)?;
        self.people[self.me].passphrase = passphrase;
        self.people[self.me].spare_key = None;
        Ok(done)
    }

    fn colour(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let colour = 1 + self.count % 6;
        self.ask("edit_member", json!({ "colour": colour }))
    }

    fn on_space(&mut self, verb: &str, more: &Value) -> Result<Value, ErrorCode> {
        self.alone()?;
        let mut request = json!({ "space": self.space });
        for (key, value) in more.as_object().into_iter().flatten() {
            request[key] = value.clone();
        }
        self.ask(verb, request)
    }

    fn rename(&mut self) -> Result<Value, ErrorCode> {
        let name = format!("word name {}", self.count);
        self.on_space("rename_space", &json!({ "name": name }))
    }

    fn close(&mut self) -> Result<Value, ErrorCode> {
        self.on_space("close_space", &json!({}))
    }

    fn keep(&mut self) -> Result<Value, ErrorCode> {
        // In the table of single steps nobody has said yes before.
        self.on_space("keep_space", &json!({}))
    }

    fn step_back(&mut self) -> Result<Value, ErrorCode> {
        self.on_space("step_back", &json!({ "until": "2026-11-30" }))
    }

    fn card(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let word = format!("word card {}", self.count);
        self.ask(
            "edit_card",
            json!({ "first": word, "call": word, "ask": "", "go": "" }),
        )
    }

    fn helpline(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let name = format!("word line {}", self.count);
        self.ask(
            "create_own_helpline",
            json!({ "name": name, "number": "112", "note": "" }),
        )
    }

    fn leave(&mut self) -> Result<Value, ErrorCode> {
        self.on_space("leave_space", &json!({ "words": "stay" }))
    }

    fn leave_with_words(&mut self) -> Result<Value, ErrorCode> {
        self.on_space("leave_space", &json!({ "words": "withdraw" }))
    }

    fn delete_private_space(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let passphrase = self.people[self.me].passphrase.clone();
        let request = json!({ "passphrase": passphrase, "removes_copies": true });
        let done = self.ask("delete_private_space", request)?;
        self.people[self.me].spare_key = None;
        Ok(done)
    }

    fn delete_member(&mut self) -> Result<Value, ErrorCode> {
        self.alone()?;
        let passphrase = self.people[self.me].passphrase.clone();
        let request =
            json!({ "passphrase": passphrase, "words": "withdraw", "removes_copies": true });
        self.ask("delete_member", request)
    }

    fn add_person(&mut self) -> Result<Value, ErrorCode> {
        self.ask("lock", json!({ "draft": null }))?;
        let state = self.ask("get_state", json!({}))?;
        let at = state["members"].as_array().map_or(0, Vec::len);
        let added = json!({ "name": format!("Person {at}"), "colour": 2, "passphrase": new_passphrase(at) });
        let done = self.ask("add_member", added)?;
        self.ask("lock", json!({ "draft": null }))?;
        Ok(done)
    }
}
