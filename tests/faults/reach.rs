//! F12: every command in every state, aimed at what is one's own, shared, not open and somebody else's,
//! and then commands at random. Each text is a word of its own with its readers; no reply to
//! anybody else holds it, and no file holds any.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hecht_core::random::Random;
use serde_json::{Map, Value, json};
use support::{Folder, Person, Program};

use crate::home::{Desk, copied, one_of};
use crate::shape::{Shape, Shapes};
use crate::{Fault, Held, Ready};

/// What every such word begins with; a number and a `Q` follow.
const CANARY: &str = "canaryQ";
/// How many commands follow the one in question.
const FURTHER: usize = 12;

type People = BTreeSet<String>;

/// Who wrote what for whom, and every id that was ever in a reply.
#[derive(Clone, Default)]
struct Ledger {
    /// By number: who may read it.
    readers: Vec<People>,
    ids: BTreeSet<String>,
    /// Which space an entry stands in, as far as a reply said so.
    space_of: BTreeMap<String, String>,
    members_of: BTreeMap<String, People>,
    passphrases: BTreeMap<String, String>,
    codes: Vec<(String, String)>,
    forms: Vec<String>,
}

impl Ledger {
    fn canary(&mut self, readers: People) -> String {
        self.readers.push(readers);
        format!("{CANARY}{}Q", self.readers.len() - 1)
    }

    /// The words in a text, by number.
    fn found(text: &str) -> Vec<usize> {
        let parts = text.split(CANARY).skip(1);
        parts
            .filter_map(|part| part.split('Q').next()?.parse().ok())
            .collect()
    }

    /// Remembers the ids that a reply showed.
    fn learn(&mut self, reply: &Value) {
        match reply {
            Value::String(text) if is_id(text) => {
                self.ids.insert(text.clone());
            }
            Value::Array(list) => list.iter().for_each(|inner| self.learn(inner)),
            Value::Object(map) => {
                let text = |key: &str| map.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
                if let (Some(entry), Some(space)) = (text("entry"), text("space")) {
                    self.space_of.insert(entry, space);
                }
                if let (Some(id), Some(members)) = (text("id"), map.get("members")) {
                    let members = members.as_array().into_iter().flatten();
                    let members = members.filter_map(Value::as_str).map(ToOwned::to_owned);
                    self.members_of.insert(id, members.collect());
                }
                map.values().for_each(|inner| self.learn(inner));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A household being tried, and what is known of it.
struct World {
    desk: Desk,
    ledger: Ledger,
}

impl World {
    fn present(&mut self) -> People {
        let state = self.desk.ask("get_state", json!({})).unwrap_or_default();
        let present = state["present"].as_array().into_iter().flatten();
        present
            .filter_map(Value::as_str)
            .map(ToOwned::to_owned)
            .collect()
    }

    /// Runs a command, and looks at the reply with the eyes of whoever sits there afterwards.
    fn ask(&mut self, name: &str, mut request: Value) -> Result<Result<Value, String>, String> {
        let before = self.present();
        self.mark(&mut request, &before);
        let outcome = hecht_core::call::call(&mut self.desk.session, name, request.clone());
        let (text, reply) = match outcome {
            Ok(reply) => (reply.to_string(), Ok(reply)),
            Err(error) => {
                let body = serde_json::to_string(&error.body()).unwrap_or_default();
                (
                    format!("{body}{error:?}{error}"),
                    Err(format!("{:?}", error.code)),
                )
            }
        };
        let effects = format!("{:?}", self.desk.session.take_effects());
        let after = self.present();
        for number in Ledger::found(&(text + &effects)) {
            let readers = self.ledger.readers.get(number).cloned().unwrap_or_default();
            if after.is_empty() || !after.is_subset(&readers) {
                return Err(format!(
                    "{name} with {request} shows {} people a text for {readers:?}",
                    after.len()
                ));
            }
        }
        if let Ok(reply) = &reply {
            self.ledger.learn(reply);
            self.keep(name, &request, reply, &before);
        }
        Ok(reply)
    }

    /// Puts a word of its own in place of every `*`, with its readers, as the request says them.
    fn mark(&mut self, request: &mut Value, present: &People) {
        let top = self.readers_by(request, present);
        self.mark_within(request, top.as_ref(), present);
    }

    /// Whom an object's fields name as its readers.
    fn readers_by(&self, value: &Value, present: &People) -> Option<People> {
        let map = value.as_object()?;
        if let Some(space) = map.get("space").and_then(Value::as_str) {
            return Some(self.readers_of(space, present));
        }
        if let Some(members) = map.get("members").and_then(Value::as_array) {
            let named = members.iter().filter_map(Value::as_str);
            let named = named.map(ToOwned::to_owned);
            return Some(named.chain(present.iter().cloned()).collect());
        }
        let entry = map.get("entry").and_then(Value::as_str)?;
        let space = self.ledger.space_of.get(entry)?;
        Some(self.readers_of(space, present))
    }

    fn readers_of(&self, space: &str, present: &People) -> People {
        match self.ledger.members_of.get(space) {
            Some(members) => members.clone(),
            None if present.contains(space) => People::from([space.to_owned()]),
            None => People::new(),
        }
    }

    fn mark_within(&mut self, value: &mut Value, readers: Option<&People>, present: &People) {
        match value {
            Value::String(text) if text.starts_with('*') => {
                let rest = text.trim_start_matches('*').to_owned();
                let readers = match readers {
                    Some(readers) => readers.clone(),
                    None if present.len() == 1 => present.clone(),
                    None => People::new(),
                };
                *text = self.ledger.canary(readers) + &rest;
            }
            Value::Array(list) => {
                for inner in list {
                    let own = self.readers_by(inner, present);
                    self.mark_within(inner, own.as_ref().or(readers), present);
                }
            }
            Value::Object(map) => {
                for (key, inner) in map {
                    let own = match key.as_str() {
                        // Secrets are for no reply at all.
                        "passphrase" | "old" | "code" | "group" => Some(People::new()),
                        "private" => Some(present.clone()),
                        _ => self.readers_by(inner, present),
                    };
                    self.mark_within(inner, own.as_ref().or(readers), present);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// What later requests need: passphrases and codes that now hold.
    fn keep(&mut self, name: &str, request: &Value, reply: &Value, before: &People) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match name {
            "add_member" => {
                let id = text(&reply["present"][0]);
                self.ledger
                    .passphrases
                    .insert(id, text(&request["passphrase"]));
            }
            "use_recovery_code" => {
                let member = text(&request["member"]);
                self.ledger
                    .passphrases
                    .insert(member, text(&request["passphrase"]));
            }
            "change_passphrase" => {
                if let Some(me) = before.first() {
                    self.ledger
                        .passphrases
                        .insert(me.clone(), text(&request["passphrase"]));
                }
            }
            "make_recovery_code" => {
                if let Some(me) = before.first() {
                    self.ledger.codes.push((me.clone(), text(&reply["code"])));
                }
            }
            "save_draft" => self.ledger.forms.push(text(&request["form"])),
            _ => {}
        }
    }

    fn sit(&mut self, people: &[&str]) -> Held {
        self.ask("lock", json!({ "draft": null }))?
            .map(drop)
            .unwrap_or_default();
        let people: Vec<Value> = people
            .iter()
            .map(|id| json!({ "member": id, "passphrase": self.ledger.passphrases.get(*id) }))
            .collect();
        self.ask("unlock", json!({ "people": people }))?.map(drop)
    }
}

struct Reach {
    folder: Folder,
    ledger: Ledger,
    shapes: Shapes,
    people: Vec<String>,
    commands: u64,
    done: u64,
}

/// Robin, Sam and Noa: a space of Robin and Sam, one of Robin and Noa, one that Sam asked Noa for, and
/// one of all three that Noa has declined. Everybody has written in every place open to them.
pub(crate) fn reach() -> Ready {
    let mut program = Program::new();
    let people = ["Robin", "Sam", "Noa"].map(|name| program.add(name));
    let [robin, sam, noa] = &people;
    let both = program.share(&[robin, sam]);
    let other = program.share(&[robin, noa]);
    program.lock();
    let id = |person: &Person| person.id.clone();
    let mut ledger = Ledger::default();
    for person in &people {
        ledger
            .passphrases
            .insert(id(person), person.passphrase.clone());
    }
    ledger
        .members_of
        .insert(both.clone(), People::from([id(robin), id(sam)]));
    ledger
        .members_of
        .insert(other.clone(), People::from([id(robin), id(noa)]));
    let folder = copied(program.end().path());
    let mut world = World {
        desk: Desk::open(folder.path(), 31),
        ledger,
    };
    let spaces = [vec![&both, &other], vec![&both], vec![&other]];
    for (person, spaces) in people.iter().zip(spaces) {
        world.sit(&[&person.id])?;
        for space in spaces {
            let answers = || json!({ "note": "*", "liked": "*", "help": "*" });
            world.ask(
                "create_checkin",
                json!({ "on": "2026-11-22", "private": answers(), "shared": { "space": space, "answers": answers() } }),
            )??;
        }
        let words = json!({ "craving": "*", "slip": "*", "use": "*" });
        world.ask(
            "edit_preferences",
            json!({ "private_fields": ["note"], "shared_fields": [], "words": words }),
        )??;
        world.ask("save_draft", json!({ "form": "checkin", "body": "*" }))??;
        world.ask("list_checkins", support::all_days())??;
    }
    world.sit(&[&sam.id])?;
    world.ask("propose_space", json!({ "members": [noa.id], "name": "*" }))??;
    let asked = world.ask(
        "propose_space",
        json!({ "members": [robin.id, noa.id], "name": "*" }),
    )??;
    world.sit(&[&noa.id])?;
    let declined = asked.as_array().into_iter().flatten();
    let mut declined =
        declined.filter(|row| row["members"].as_array().is_some_and(|m| m.len() == 3));
    let declined = declined.next().ok_or("no proposal")?["id"].clone();
    world.ask("decline_space", json!({ "space": declined }))??;
    world.ask("lock", json!({ "draft": null }))??;
    let World { desk, ledger } = world;
    drop(desk);
    Ok(Box::new(Reach {
        folder,
        ledger,
        shapes: Shapes::read(&hecht_core::call::bindings()),
        people: people.iter().map(id).collect(),
        commands: 0,
        done: 0,
    }))
}

impl Reach {
    /// A plausible value of this shape: ids are such as were seen, by whomever.
    fn value(
        &self,
        ledger: &Ledger,
        shape: &Shape,
        field: &str,
        random: &mut Random,
        depth: usize,
    ) -> Value {
        let text = |random: &mut Random| match random.below(12) {
            0 => json!(""),
            1 => json!(format!("*{}", "x".repeat(random.below(120_000)))),
            _ => json!("*"),
        };
        match shape {
            Shape::Null => Value::Null,
            Shape::Flag => json!(random.below(2) == 0),
            Shape::Number => {
                let odd = [-1_i64, 0, 7, 60, 366, 70_000, i64::MAX];
                if random.below(6) == 0 {
                    json!(one_of(random, &odd))
                } else {
                    json!(random.below(5) + 1)
                }
            }
            Shape::Literal(text) => json!(text),
            Shape::Text => match field {
                "passphrase" | "old" => {
                    let known: Vec<&String> = ledger.passphrases.values().collect();
                    if random.below(3) == 0 {
                        json!("*")
                    } else {
                        json!(one_of(random, &known))
                    }
                }
                "code" if !ledger.codes.is_empty() => json!(one_of(random, &ledger.codes).1),
                "group" => {
                    let groups: Vec<&str> = ledger
                        .codes
                        .iter()
                        .flat_map(|(_, code)| code.split('-'))
                        .collect();
                    if groups.is_empty() {
                        json!("0000")
                    } else {
                        json!(one_of(random, &groups))
                    }
                }
                "form" => json!(one_of(random, &["checkin", "checkin:shared", "other"])),
                // Names are for everybody who opens the program.
                "name" if depth == 1 && random.below(2) == 0 => {
                    json!(format!("Alex {}", random.below(99)))
                }
                _ => text(random),
            },
            Shape::List(inner) => {
                let count = if depth > 6 { 0 } else { random.below(4) };
                let each = (0..count).map(|_| self.value(ledger, inner, field, random, depth + 1));
                each.collect()
            }
            Shape::Map(inner) => {
                json!({ "a": self.value(ledger, inner, field, random, depth + 1) })
            }
            Shape::OneOf(all) => {
                let chosen = if depth > 6 {
                    all.last().unwrap()
                } else {
                    one_of(random, all)
                };
                self.value(ledger, chosen, field, random, depth)
            }
            Shape::Object(fields) => {
                let mut map = Map::new();
                for (name, is_optional, shape) in fields {
                    if !is_optional || random.below(2) == 0 {
                        let value = self.value(ledger, shape, name, random, depth + 1);
                        map.insert(name.clone(), value);
                    }
                }
                Value::Object(map)
            }
            Shape::Named(name) if name.ends_with("Id") => {
                let ids: Vec<&String> = match name.as_str() {
                    "MemberId" => ledger.passphrases.keys().collect(),
                    "SpaceId" if random.below(4) > 0 => ledger.members_of.keys().collect(),
                    "EntryId" if random.below(4) > 0 => ledger.space_of.keys().collect(),
                    _ => ledger.ids.iter().collect(),
                };
                if ids.is_empty() {
                    json!("0".repeat(32))
                } else {
                    json!(one_of(random, &ids))
                }
            }
            Shape::Named(name) if name == "Day" => {
                json!(one_of(
                    random,
                    &["2026-11-22", "2026-11-20", "2026-12-01", "2024-02-29"]
                ))
            }
            Shape::Named(name) => match self.shapes.named.get(name) {
                Some(inner) if depth < 12 => self.value(ledger, inner, field, random, depth),
                Some(_) | None => Value::Null,
            },
        }
    }

    fn request(&self, ledger: &Ledger, name: &str, random: &mut Random) -> Value {
        if name == "unlock" && random.below(5) > 0 {
            let one = random.below(3);
            let people = [vec![one], vec![0, 1], vec![one, 2]];
            let people = one_of(random, &people).iter();
            let mut people: Vec<&String> = people.map(|at| &self.people[*at]).collect();
            people.dedup();
            let each = people
                .iter()
                .map(|id| json!({ "member": id, "passphrase": ledger.passphrases.get(*id) }));
            return json!({ "people": each.collect::<Vec<_>>() });
        }
        if name == "add_member" {
            let new = format!("Alex {}", random.below(1000));
            return json!({ "name": new, "colour": 2, "passphrase": "*" });
        }
        match self.shapes.commands.get(name) {
            Some(Some(shape)) => self.value(ledger, shape, "", random, 0),
            Some(None) | None => json!({}),
        }
    }

    fn world(&self) -> (Folder, World) {
        let folder = copied(self.folder.path());
        let world = World {
            desk: Desk::open(folder.path(), 77),
            ledger: self.ledger.clone(),
        };
        (folder, world)
    }

    fn one(&mut self, world: &mut World, name: &str, random: &mut Random) -> Held {
        let request = self.request(&world.ledger, name, random);
        self.commands += 1;
        let outcome = world.ask(name, request)?;
        self.done += u64::from(outcome.is_ok());
        while world.desk.session.work(std::time::Duration::from_millis(5)) {}
        Ok(())
    }
}

/// No file below the folder holds any of the words.
fn files_are_clean(folder: &Path) -> Held {
    let wide: Vec<u8> = CANARY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for wanted in [CANARY.as_bytes(), &wide] {
                if crate::memory::holds(&bytes, wanted) {
                    return Err(format!("{} holds a text", path.display()));
                }
            }
        }
    }
    Ok(())
}

impl Fault for Reach {
    fn run(&mut self, seed: u64, random: &mut Random) -> Held {
        let (folder, mut world) = self.world();
        let all = hecht_core::call::COMMANDS;
        let at = crate::turn(seed, all.len() * 4);
        let people: Vec<String> = match at % 4 {
            0 => vec![],
            1 => vec![self.people[0].clone()],
            2 => vec![self.people[1].clone()],
            _ => vec![self.people[0].clone(), self.people[1].clone()],
        };
        if !people.is_empty() {
            let people: Vec<&str> = people.iter().map(String::as_str).collect();
            world.sit(&people)?;
        }
        // The one in question, aimed several times, since a request has several aims.
        for _ in 0..4 {
            self.one(&mut world, all[at / 4], random)?;
        }
        for _ in 0..FURTHER {
            let name = one_of(random, all);
            // The sample household takes a second to write, and holds nothing of anybody.
            if *name == "open_example" && random.below(40) > 0 {
                continue;
            }
            self.one(&mut world, name, random)?;
        }
        files_are_clean(folder.path())?;
        world.ask("lock", json!({ "draft": null }))?.map(drop)?;
        files_are_clean(folder.path())
    }

    /// A shared text is found in the other's reply; once it is called private, that is a loss. A word in
    /// a file is found too.
    fn control(&mut self) -> Held {
        let (folder, mut world) = self.world();
        let [robin, sam, _] = self.people.as_slice() else {
            return Err("three people".to_owned());
        };
        world.sit(&[sam])?;
        let log = world.ask("list_checkins", support::all_days())??;
        let robins = Ledger::found(&log.to_string());
        if robins.is_empty() {
            return Err("a shared text is not in the other's reply".to_owned());
        }
        for readers in &mut world.ledger.readers {
            readers.remove(sam);
        }
        if world.ask("list_checkins", support::all_days()).is_ok() {
            return Err(format!(
                "a text for {robin} alone is not missed in another's reply"
            ));
        }
        std::fs::write(folder.path().join("left.log"), format!("x{CANARY}1Q")).unwrap();
        match files_are_clean(folder.path()) {
            Ok(()) => Err("a text in a file is not noticed".to_owned()),
            Err(_) => Ok(()),
        }
    }

    fn notes(&self) -> Vec<String> {
        vec![format!(
            "{} commands of {} kinds, {} of them carried out",
            self.commands,
            hecht_core::call::COMMANDS.len(),
            self.done
        )]
    }
}
