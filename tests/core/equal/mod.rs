//! Equal: every scene is played with the two people exchanged, by turns first in the household's list,
//! and must give the mirrored result; and whatever one does in private makes no difference to anything
//! the other can see (`difference`). The scenes are in `scenes`.

mod difference;
mod scenes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use hecht_core::{Effect, ErrorCode};
use serde_json::{Value, json};
use support::{Folder, MINUTE, Person, Program, all_days, look_for};

use crate::matrix::TABLE;
use crate::raw;
use scenes::SCENES;

/// Who is at the keyboard, by their parts in the scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Nobody,
    One,
    Other,
    /// Somebody else, who is not exchanged.
    Third,
    /// One and the other.
    Both,
}

impl Who {
    /// The letter of the table of commands; for it everybody who is alone is the same.
    fn state(self) -> char {
        match self {
            Self::Nobody => 'l',
            Self::One | Self::Other | Self::Third => 'a',
            Self::Both => 't',
        }
    }
}

/// What was said to whom, and what the shell was asked to do.
#[derive(Debug, Clone)]
struct Heard {
    /// At the keyboard when the command was given, and when the reply came.
    at: Who,
    to: Who,
    name: String,
    reply: Result<Value, ErrorCode>,
    effects: Vec<Effect>,
    is_private: bool,
}

/// A scene in which two people take part. What it needs of them is said by part, never by name.
struct Scene {
    name: &'static str,
    /// It begins without a household; else the two are in one, with nothing in it.
    is_from_nothing: bool,
    play: fn(&mut Run),
}

/// Who plays which part.
#[derive(Debug, Clone, Copy, Default)]
struct Cast {
    is_exchanged: bool,
    is_other_first: bool,
}

/// What one does in private.
type Activity = fn(&mut Run);

/// One playing of a scene.
struct Run {
    program: Program,
    one: Person,
    other: Person,
    third: Option<Person>,
    who: Who,
    heard: Vec<Heard>,
    activity: Option<Activity>,
    is_in_private: bool,
    /// The space of the two, once there is one.
    space: String,
    /// One more yes would close it.
    is_closing: bool,
}

impl Run {
    fn play(scene: &Scene, cast: Cast, activity: Option<Activity>) -> Self {
        let mut names = ["Robin", "Sam"];
        if cast.is_exchanged {
            names.reverse();
        }
        let [one, other] = names.map(|name| Person {
            id: String::new(),
            name,
            passphrase: format!("{name} has four words"),
        });
        let mut run = Self {
            program: Program::new(),
            one,
            other,
            third: None,
            who: Who::Nobody,
            heard: Vec::new(),
            activity,
            is_in_private: false,
            space: String::new(),
            is_closing: false,
        };
        if !scene.is_from_nothing {
            let mut order = [Who::One, Who::Other];
            if cast.is_other_first {
                order.reverse();
            }
            for who in order {
                run.join(who);
            }
            run.lock();
            // Who came first was told apart until here.
            run.heard.clear();
        }
        (scene.play)(&mut run);
        run.lock();
        run
    }

    fn person(&self, who: Who) -> &Person {
        match who {
            Who::One => &self.one,
            Who::Other => &self.other,
            Who::Third | Who::Nobody | Who::Both => self.third.as_ref().unwrap(),
        }
    }

    fn id(&self, who: Who) -> String {
        self.person(who).id.clone()
    }

    fn passphrase(&self, who: Who) -> String {
        self.person(who).passphrase.clone()
    }

    fn set_passphrase(&mut self, who: Who, passphrase: &str) {
        let person = match who {
            Who::One => &mut self.one,
            Who::Other => &mut self.other,
            Who::Third | Who::Nobody | Who::Both => self.third.as_mut().unwrap(),
        };
        passphrase.clone_into(&mut person.passphrase);
    }

    fn wait(&self, minutes: i64) {
        self.program.wait(minutes * MINUTE);
    }

    /// Runs a command and keeps what was said; null when it was refused.
    fn ask(&mut self, name: &str, request: Value) -> Value {
        self.ask_to(self.who, name, request)
    }

    /// Runs a command after which somebody else is at the keyboard.
    fn ask_to(&mut self, to: Who, name: &str, request: Value) -> Value {
        let reply = self.program.try_call(name, request);
        self.hear(to, name, reply.clone());
        reply.unwrap_or_default()
    }

    fn hear(&mut self, to: Who, name: &str, reply: Result<Value, ErrorCode>) {
        let effects = self.program.session.take_effects();
        let (at, to) = if self.is_in_private {
            (Who::One, Who::One)
        } else {
            (self.who, to)
        };
        self.heard.push(Heard {
            at,
            to,
            name: name.to_owned(),
            reply,
            effects,
            is_private: self.is_in_private,
        });
    }

    /// A command that must succeed.
    #[track_caller]
    fn must(&mut self, name: &str, request: Value) -> Value {
        let reply = self.ask(name, request);
        let said = self.heard.last().unwrap();
        assert!(said.reply.is_ok(), "{name}: {said:?}");
        reply
    }

    /// Does the background work, which may ask the shell for something too.
    fn work(&mut self) {
        self.program.finish_work();
        self.hear(self.who, "work", Ok(Value::Null));
    }

    /// A new person: during set-up, or with everything locked.
    fn join(&mut self, who: Who) {
        if who == Who::Third {
            self.third = Some(Person {
                id: String::new(),
                name: "Noa",
                passphrase: "Noa has four words".to_owned(),
            });
        }
        let Person {
            name, passphrase, ..
        } = self.person(who).clone();
        let new = json!({ "name": name, "colour": 2, "passphrase": passphrase });
        let state = self.ask_to(who, "add_member", new);
        let id = state["present"][0].as_str().unwrap().to_owned();
        self.who = who;
        let person = match who {
            Who::One => &mut self.one,
            Who::Other => &mut self.other,
            Who::Third | Who::Nobody | Who::Both => self.third.as_mut().unwrap(),
        };
        person.id = id;
    }

    fn lock(&mut self) {
        self.ask_to(Who::Nobody, "lock", json!({ "draft": null }));
        self.who = Who::Nobody;
        self.work();
        let plain = plain(
            &self.program.folder,
            &[Who::One, Who::Other].map(|who| self.id(who)),
        );
        self.hear(Who::Nobody, "the file", Ok(plain));
    }

    /// Locks and unlocks. Whatever one does in private is done then.
    #[track_caller]
    fn sit(&mut self, who: Who) {
        self.lock();
        // What is written in the same millisecond stands in no order.
        self.program.wait(1_000);
        let people = match who {
            Who::Nobody => return,
            Who::Both => vec![Who::One, Who::Other],
            Who::One | Who::Other | Who::Third => vec![who],
        };
        let people: Vec<Value> = people
            .into_iter()
            .map(|who| json!({ "member": self.id(who), "passphrase": self.passphrase(who) }))
            .collect();
        let state = self.ask_to(who, "unlock", json!({ "people": people }));
        assert_ne!(state, Value::Null, "{who:?} can sit down");
        self.who = who;
        self.work();
        self.in_private();
    }

    /// What one does in private, when it is one who sits here.
    fn in_private(&mut self) {
        if let (Some(activity), Who::One, false) = (self.activity, self.who, self.is_in_private) {
            self.is_in_private = true;
            activity(self);
            self.is_in_private = false;
        }
    }

    /// Opens a space of the two.
    fn share(&mut self) {
        self.sit(Who::One);
        let members = json!([self.id(Who::Other)]);
        let rows = self.must(
            "propose_space",
            json!({ "members": members, "name": "Home" }),
        );
        rows[0]["id"].as_str().unwrap().clone_into(&mut self.space);
        self.sit(Who::Other);
        self.must("accept_space", self.of_space());
    }

    fn of_space(&self) -> Value {
        json!({ "space": self.space })
    }

    /// Checks in about today and gives the shared entry.
    fn check_in(&mut self, private: Value, liked: Option<&str>) -> String {
        // Nobody writes two things in one instant.
        self.program.wait(1000);
        let on = self.program.today();
        let shared =
            liked.map(|liked| json!({ "space": self.space, "answers": { "liked": liked } }));
        let saved = self.must(
            "create_checkin",
            json!({ "on": on, "private": private, "shared": shared }),
        );
        saved["shared"].as_str().unwrap_or_default().to_owned()
    }

    /// Everything that can be read by whoever sits there, and the file from outside.
    fn look(&mut self) {
        for name in hecht_core::call::COMMANDS {
            let request = match *name {
                "list_checkins" => all_days(),
                "get_checkin" => continue,
                "get_draft" => json!({ "form": "checkin" }),
                _ => json!({}),
            };
            if name.starts_with("get_") || name.starts_with("list_") {
                self.ask(name, request);
            }
        }
        let log = self.program.try_call("list_checkins", all_days());
        let log = log.unwrap_or_default();
        let days = log["days"].as_array().into_iter().flatten();
        let rows = days.flat_map(|day| day["checkins"].as_array().into_iter().flatten());
        for row in rows {
            self.ask("get_checkin", json!({ "entry": row["entry"] }));
        }
        let people = [Who::One, Who::Other].map(|who| json!(self.id(who)));
        let spaces = [Value::Null, json!(self.space)];
        for of in people.iter().chain([&Value::Null]) {
            for space in &spaces {
                let mut list = all_days();
                list["member"] = of.clone();
                list["space"] = space.clone();
                self.ask("list_checkins", list);
                let mut search = look_for("o");
                search["member"] = of.clone();
                search["space"] = space.clone();
                self.ask("search", search);
            }
        }
    }

    /// Time goes by on the clock of the automatic lock, and nobody touches anything.
    fn idle(&mut self, minutes: i64) {
        let hand = &self.program.lock_hand;
        hand.fetch_add(minutes * MINUTE, Ordering::SeqCst);
        self.wait(minutes);
        let state = self.program.try_call("get_state", json!({}));
        if state.is_ok_and(|state| state["phase"] == "locked") {
            self.who = Who::Nobody;
        }
        self.work();
    }

    /// The program ends and comes back on a file that something has happened to.
    fn restart(&mut self, happens: impl FnOnce(&Folder)) {
        self.lock();
        let now = self.program.hand.load(Ordering::SeqCst);
        let before = std::mem::take(&mut self.program);
        let folder = before.end();
        happens(&folder);
        self.program = Program::open_at(folder, 19, now, "Europe/Amsterdam");
    }
}

/// What anybody with the file can see: everything that is not sealed, without the ids that are drawn at
/// random. Private spaces stand by their person.
fn plain(folder: &Folder, people: &[String; 2]) -> Value {
    let names = folder.files().into_iter().map(|(path, bytes)| {
        let name = path.strip_prefix(folder.path()).unwrap().to_owned();
        let is_settings = name.as_os_str() == "device.json";
        let settings = is_settings.then(|| serde_json::from_slice::<Value>(&bytes).unwrap());
        (name.to_string_lossy().into_owned(), json!(settings))
    });
    let files: serde_json::Map<String, Value> = names.collect();
    if !folder.file().exists() {
        return json!({ "files": files });
    }
    let copy = folder.copied();
    let connection = raw::sql(&copy);
    let rows = |sql: &str| -> Vec<(String, Value)> {
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            let values = (1..columns).map(|at| {
                let value: rusqlite::types::Value = row.get(at)?;
                Ok(match value {
                    rusqlite::types::Value::Integer(number) => json!(number),
                    rusqlite::types::Value::Text(text) => json!(text),
                    rusqlite::types::Value::Null
                    | rusqlite::types::Value::Real(_)
                    | rusqlite::types::Value::Blob(_) => Value::Null,
                })
            });
            Ok((row.get(0)?, values.collect::<rusqlite::Result<Value>>()?))
        });
        rows.unwrap().collect::<Result<_, _>>().unwrap()
    };
    let mut owners: BTreeMap<String, Value> = BTreeMap::new();
    for (table, sql) in [
        (
            "members",
            "SELECT lower(hex(id)), json_array_length(body, '$.former') FROM member",
        ),
        (
            "slots",
            "SELECT lower(hex(member)), kind, kdf, length(wrapped) FROM slot ORDER BY kind",
        ),
        (
            "keys",
            "SELECT lower(hex(space)), epoch, lower(hex(member)), lower(hex(maker)), length(sealed) FROM space_key",
        ),
        (
            "records",
            "SELECT lower(hex(space)), epoch, length(body) FROM record ORDER BY 2, 3",
        ),
        ("heads", "SELECT lower(hex(space)), length(body) FROM head"),
    ] {
        for (id, row) in rows(sql) {
            let owner = owners.entry(id).or_insert_with(|| json!({}));
            if owner[table].is_null() {
                owner[table] = json!([]);
            }
            owner[table].as_array_mut().unwrap().push(row);
        }
    }
    let mut shared = Vec::new();
    let mut own = Vec::new();
    for (id, rows) in owners {
        if people.contains(&id) {
            own.push(json!({ "id": id, "rows": rows }));
        } else {
            shared.push(rows);
        }
    }
    json!({ "files": files, "own": own, "unordered": shared })
}

/// Replies with people by their parts, other ids by the order of their coming, and lists of people
/// without an order: the only thing in which the two may differ is who of them stands first.
struct Mirror {
    names: BTreeMap<String, String>,
    /// What is drawn at random may differ.
    hides_draws: bool,
}

impl Mirror {
    fn of(run: &Run) -> Self {
        let third = run.third.as_ref();
        let people = [Some(&run.one), Some(&run.other), third];
        let names = people.into_iter().flatten().zip(["A", "B", "C"]);
        let names = names.flat_map(|(person, letter)| {
            let id = (person.id.clone(), letter.to_owned());
            [id, (person.name.to_owned(), format!("name of {letter}"))]
        });
        Self {
            names: names.collect(),
            hides_draws: false,
        }
    }

    fn heard(&mut self, heard: &Heard) -> Value {
        let reply = match &heard.reply {
            Ok(reply) => self.value(reply),
            Err(code) => json!(format!("{code:?}")),
        };
        json!([
            format!("{:?}", heard.to),
            heard.name,
            reply,
            format!("{:?}", heard.effects)
        ])
    }

    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.word(text)),
            Value::Array(list) => {
                let mut list = list.clone();
                if list.iter().all(|one| one["members"].is_array()) {
                    // Spaces stand in the order of the people in the household's list.
                    list.sort_by_cached_key(|one| self.value(&one["members"]).to_string());
                }
                let mut list: Vec<Value> = list.iter().map(|one| self.value(one)).collect();
                if list.iter().all(is_person) {
                    list.sort_by_key(ToString::to_string);
                }
                Value::Array(list)
            }
            Value::Object(fields) => {
                let mirrored = fields
                    .iter()
                    // Each run has a folder of its own.
                    .filter(|(key, _)| *key != "folder")
                    .map(|(key, one)| {
                        let is_drawn = ["code", "asks_group", "passphrase"].contains(&key.as_str());
                        if is_drawn && self.hides_draws && !one.is_null() {
                            return (key.clone(), json!("drawn"));
                        }
                        let mut one = self.value(one);
                        if let ("unordered" | "keys", Some(list)) =
                            (key.as_str(), one.as_array_mut())
                        {
                            list.sort_by_key(ToString::to_string);
                        }
                        (key.clone(), one)
                    });
                Value::Object(mirrored.collect())
            }
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

fn is_person(one: &Value) -> bool {
    ["A", "B", "C"]
        .iter()
        .any(|letter| one == letter || one["id"] == *letter)
}

fn mirrored(run: &Run) -> Vec<Value> {
    let mut mirror = Mirror::of(run);
    run.heard.iter().map(|heard| mirror.heard(heard)).collect()
}

/// The first thing that is not the same, with what came before it.
fn assert_same(what: &str, one: &[Value], other: &[Value]) {
    for (at, (left, right)) in one.iter().zip(other).enumerate() {
        assert_eq!(
            left,
            right,
            "{what}, at {at}; before: {:?}",
            one.get(at.wrapping_sub(1))
        );
    }
    assert_eq!(one.len(), other.len(), "{what}");
}

/// Commands that stand in no scene, each with why. Neither the states without a household nor those with
/// a refused file are played: in them there are no two people to exchange.
const IN_NO_SCENE: [(&str, &str); 3] = [
    ("open_example", "the sample household has its own people"),
    ("close_example", "the sample household has its own people"),
    ("check_again", "without a refused file it looks at nobody"),
];

#[test]
fn every_scene_is_mirrored_when_the_two_people_are_exchanged() {
    let mut played = BTreeSet::new();
    for scene in SCENES {
        let run = Run::play(scene, Cast::default(), None);
        let first = mirrored(&run);
        assert!(first.len() > 20, "{}", scene.name);
        let done = run.heard.iter().filter(|heard| heard.reply.is_ok());
        played.extend(done.map(|heard| (heard.name.clone(), heard.at.state())));
        for (is_exchanged, is_other_first) in [(true, false), (false, true), (true, true)] {
            // From nothing, whoever comes first is first.
            if scene.is_from_nothing && is_other_first {
                continue;
            }
            let cast = Cast {
                is_exchanged,
                is_other_first,
            };
            let again = mirrored(&Run::play(scene, cast, None));
            assert_same(&format!("{}, {cast:?}", scene.name), &first, &again);
        }
    }
    // Every command was played, in each state in which the table allows it to somebody.
    let mut missing = Vec::new();
    for (name, allowed) in TABLE {
        let was_played = |state| played.contains(&((*name).to_owned(), state));
        let is_anywhere = "lat".chars().any(was_played);
        let mut states = "lat".chars().filter(|state| allowed.contains(*state));
        let is_complete = is_anywhere && states.all(was_played);
        if IN_NO_SCENE.iter().any(|(other, _)| other == name) {
            assert!(!is_anywhere, "{name} is played");
        } else if !is_complete {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "in no scene: {missing:?}");
    for (name, why) in IN_NO_SCENE {
        let is_known = TABLE.iter().any(|(known, _)| *known == name);
        assert!(is_known && !why.is_empty(), "{name}");
    }
}

#[test]
fn the_table_allows_both_the_same() {
    for (name, allowed) in TABLE {
        assert_eq!(allowed.contains('a'), allowed.contains('b'), "{name}");
    }
}

#[test]
fn a_difference_between_the_two_would_be_noticed() {
    let unequal = Scene {
        name: "one asks more",
        is_from_nothing: false,
        play: |run| {
            run.sit(Who::One);
            // A name is the same length for nobody.
            let count = run.one.name.len();
            run.check_in(json!({ "today": count % 5 + 1 }), None);
            run.look();
        },
    };
    let first = mirrored(&Run::play(&unequal, Cast::default(), None));
    let cast = Cast {
        is_exchanged: true,
        is_other_first: false,
    };
    let other = mirrored(&Run::play(&unequal, cast, None));
    assert_ne!(first, other);
}
