//! F9 and F10: the file itself is damaged, inside or as a whole. Every difference is noticed, no wrong
//! text is shown, what is intact is still read, and nothing is written before a person says so.

use std::collections::{BTreeMap, BTreeSet};

use hecht_core::random::Random;
use rusqlite::Connection;
use serde_json::{Value, json};
use support::{Folder, Person, Program, couple};

use crate::home::{Desk, difference, one_of};
use crate::{Fault, Held, Ready};

const PAGE: usize = 16_384;
const SECTOR: usize = 512;
const DAYS: usize = 48;

/// What a refused file may be called.
const REFUSALS: [&str; 4] = [
    "file_damaged",
    "file_not_hecht",
    "file_newer",
    "file_test_only",
];

/// A check-in's row in the file: who reads it, and where its sealed body lies.
struct Row {
    readers: Vec<usize>,
    at: usize,
    length: usize,
}

struct Archive {
    people: [Person; 2],
    bytes: Vec<u8>,
    /// The same household some entries earlier.
    former: Vec<u8>,
    rows: Vec<Row>,
    /// The pages of records below which there are no others, counted from 0.
    leaves: Vec<usize>,
    /// What each person sees when nothing is damaged, and every text in it.
    seen: Vec<Value>,
    texts: Vec<BTreeSet<String>>,
    /// Another household, with people and texts of its own.
    foreign: Vec<u8>,
    /// Journals of a transaction that was never finished: of this file as it is, of the former one, and of
    /// the other household.
    own_journal: Vec<u8>,
    former_journal: Vec<u8>,
    foreign_journal: Vec<u8>,
}

fn record_rows(folder: &Folder) -> BTreeMap<Vec<u8>, (Vec<u8>, Vec<u8>)> {
    let sql = Connection::open(folder.file()).unwrap();
    let mut statement = sql.prepare("SELECT id, space, body FROM record").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))));
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// The pages at the bottom of the table of records.
fn leaves(folder: &Folder) -> Vec<usize> {
    let sql = Connection::open(folder.file()).unwrap();
    let mut statement = sql
        .prepare("SELECT pageno FROM dbstat WHERE name = 'record' AND pagetype = 'leaf'")
        .unwrap();
    let numbers = statement.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    numbers
        .map(|number| usize::try_from(number.unwrap()).unwrap() - 1)
        .collect()
}

/// Where each sealed body lies. A page may still hold a copy that is no longer in use, so of several
/// the one counts whose change changes what is read.
fn places_of(bytes: &[u8], bodies: &[&[u8]]) -> Vec<usize> {
    let mut found: Vec<Vec<usize>> = vec![Vec::new(); bodies.len()];
    let starts: BTreeMap<[u8; 8], usize> = bodies
        .iter()
        .enumerate()
        .map(|(which, body)| (*body.first_chunk().unwrap(), which))
        .collect();
    for (at, start) in bytes.windows(8).enumerate() {
        if let Some(which) = starts.get(start)
            && bytes[at..].starts_with(bodies[*which])
        {
            found[*which].push(at);
        }
    }
    let is_read = |at: usize, body: &[u8]| {
        let folder = Folder::new();
        let mut changed = bytes.to_vec();
        changed[at + body.len() - 1] ^= 1;
        std::fs::write(folder.file(), changed).unwrap();
        !record_rows(&folder)
            .values()
            .any(|(_, other)| other == body)
    };
    let places = found.into_iter().zip(bodies).map(|(places, body)| {
        let is_only = places.len() == 1;
        let place = places.into_iter().find(|at| is_only || is_read(*at, body));
        place.unwrap()
    });
    places.collect()
}

/// The journal beside a file in the middle of a transaction that touches every record.
fn journal_of(bytes: &[u8]) -> Vec<u8> {
    let folder = Folder::new();
    std::fs::write(folder.file(), bytes).unwrap();
    let sql = Connection::open(folder.file()).unwrap();
    sql.execute_batch(
        "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; BEGIN IMMEDIATE;
         UPDATE record SET body = zeroblob(length(body)); UPDATE head SET body = zeroblob(9);
         UPDATE slot SET salt = zeroblob(9); UPDATE meta SET value = zeroblob(16);",
    )
    .unwrap();
    let journal = std::fs::read(folder.path().join("household.hecht-journal")).unwrap();
    sql.execute_batch("ROLLBACK").unwrap();
    journal
}

impl Archive {
    fn new() -> Self {
        let (mut program, robin, sam, space) = couple();
        // With the first thing somebody writes stands what they have met, which is no check-in.
        for person in [&robin, &sam] {
            program.sit(&[person]);
            program.call("save_draft", json!({ "form": "checkin", "body": "{}" }));
            program.call("drop_draft", json!({ "form": "checkin" }));
        }
        program.lock();
        let before = record_rows(&program.folder.copied());
        let mut former = Vec::new();
        for (half, part) in ["first", "second"].into_iter().enumerate() {
            for person in [&robin, &sam] {
                program.sit(&[person]);
                for day in 0..DAYS / 2 {
                    let text = |who: &str| format!("word {who} {part} {day} of {}", person.name);
                    let on = program
                        .today()
                        .minus(u32::try_from(day).unwrap())
                        .to_string();
                    let shared = json!({ "space": space, "answers": { "liked": text("shared") } });
                    let private = json!({ "note": text("private") });
                    program.call(
                        "create_checkin",
                        json!({ "on": on, "private": private, "shared": shared }),
                    );
                }
            }
            program.lock();
            if half == 0 {
                former = std::fs::read(program.folder.file()).unwrap();
            }
        }
        let folder = program.end();
        let bytes = std::fs::read(folder.file()).unwrap();
        let people = [robin, sam];
        let after = record_rows(&folder.copied());
        let bodies: Vec<&[u8]> = after.values().map(|(_, body)| body.as_slice()).collect();
        let places = places_of(&bytes, &bodies);
        let mut leaves = leaves(&folder.copied());
        let mut rows = Vec::new();
        for ((id, (space_id, body)), at) in after.iter().zip(places) {
            if before.contains_key(id) {
                // Without its first records a space cannot be believed at all.
                leaves.retain(|page| *page != at / PAGE);
                continue;
            }
            let readers = (0..2).filter(|at| {
                [&people[*at].id, &space].iter().any(|of| {
                    let of: [u8; 16] = hecht_core::ids::unhex(of).unwrap();
                    of == space_id.as_slice()
                })
            });
            rows.push(Row {
                readers: readers.collect(),
                at,
                length: body.len(),
            });
        }
        assert!(leaves.len() > 1, "the records fill several pages");
        let mut other = Program::open(std::sync::Arc::new(Folder::new()), 4711);
        other.add("Robin");
        for day in 0..DAYS {
            other.check_in(json!({ "note": format!("foreign {day}") }), None);
        }
        let foreign = std::fs::read(other.end().file()).unwrap();
        let seen: Vec<Value> = people.iter().map(|person| look(&bytes, person)).collect();
        Self {
            own_journal: journal_of(&bytes),
            former_journal: journal_of(&former),
            foreign_journal: journal_of(&foreign),
            texts: seen.iter().map(texts_of).collect(),
            people,
            bytes,
            former,
            leaves,
            rows,
            seen,
            foreign,
        }
    }
}

/// What a person sees of an undamaged file.
fn look(bytes: &[u8], person: &Person) -> Value {
    let folder = Folder::new();
    std::fs::write(folder.file(), bytes).unwrap();
    let mut desk = Desk::open(folder.path(), 5);
    desk.sit(&[(&person.id, &person.passphrase)]).unwrap();
    desk.everything()
}

/// Every text that somebody wrote, in a reply.
fn texts_of(seen: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![&seen["list_checkins"], &seen["entries"], &seen["search"]];
    while let Some(value) = left.pop() {
        match value {
            Value::String(text) => {
                found.insert(text.clone());
            }
            Value::Array(list) => left.extend(list),
            Value::Object(map) => left.extend(map.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    found
}

/// How many check-ins a reply shows.
fn shown(seen: &Value) -> usize {
    let days = seen["list_checkins"]["days"]
        .as_array()
        .into_iter()
        .flatten();
    days.map(|day| day["checkins"].as_array().map_or(0, Vec::len))
        .sum()
}

/// What came of opening a damaged file.
#[derive(Default)]
struct Outcome {
    refused: bool,
    /// Per person: refused at unlocking, or how many check-ins are shown and whether something is said.
    people: Vec<Option<(usize, bool)>>,
    is_same: bool,
}

impl Archive {
    /// Opens a damaged file as each person in turn. `Err` when a difference is not noticed, a wrong text
    /// is shown, or the file was written.
    fn open(&self, bytes: &[u8], journal: Option<&[u8]>) -> Result<Outcome, String> {
        let folder = Folder::new();
        std::fs::write(folder.file(), bytes).unwrap();
        if let Some(journal) = journal {
            std::fs::write(folder.path().join("household.hecht-journal"), journal).unwrap();
        }
        let mut outcome = Outcome {
            is_same: true,
            ..Outcome::default()
        };
        let mut desk = Desk::open(folder.path(), 5);
        if let Some(code) = desk.refusal() {
            outcome.refused = true;
            outcome.is_same = false;
            if !REFUSALS.contains(&code.as_str()) {
                return Err(format!("refused with {code}"));
            }
        } else {
            for (at, person) in self.people.iter().enumerate() {
                let shown = self.open_as(&mut desk, at, person)?;
                outcome.is_same &= shown.is_none_or(|(_, is_said)| !is_said) && shown.is_some();
                outcome.people.push(shown);
            }
        }
        drop(desk);
        if std::fs::read(folder.file()).unwrap() != bytes {
            return Err("the file was written before anybody agreed".to_owned());
        }
        Ok(outcome)
    }

    fn open_as(
        &self,
        desk: &mut Desk,
        at: usize,
        person: &Person,
    ) -> Result<Option<(usize, bool)>, String> {
        match desk.sit(&[(&person.id, &person.passphrase)]) {
            Ok(_) => {}
            Err(code) => {
                let said = json!(code);
                if said != "file_damaged" {
                    return Err(format!("{} cannot unlock: {said}", person.name));
                }
                return Ok(None);
            }
        }
        let seen = desk.everything();
        // A search shows a piece of a text.
        let is_known = |text: &String| self.texts[at].iter().any(|known| known.contains(text));
        let wrong = texts_of(&seen).into_iter().find(|text| !is_known(text));
        let Some(differs) = difference(&seen, &self.seen[at]) else {
            return Ok(Some((shown(&seen), false)));
        };
        let damaged = seen["get_today"]["damaged"].as_array();
        if damaged.is_none_or(Vec::is_empty) {
            let (name, today) = (person.name, &seen["get_today"]);
            return Err(format!("{name} is not told: {differs}; {today}"));
        }
        if let Some(text) = wrong {
            return Err(format!("{} reads {text:?}", person.name));
        }
        Ok(Some((shown(&seen), true)))
    }

    /// Every check-in that no damaged byte touches is still shown to its readers.
    fn is_salvaged(&self, outcome: &Outcome, is_hit: impl Fn(&Row) -> bool) -> Held {
        if outcome.refused {
            return Err("the whole file is refused for what one page holds".to_owned());
        }
        for (at, shown) in outcome.people.iter().enumerate() {
            let intact = self.rows.iter().filter(|row| row.readers.contains(&at));
            let intact = intact.filter(|row| !is_hit(row)).count();
            let shown = shown.map_or(0, |(shown, _)| shown);
            if shown < intact {
                let name = self.people[at].name;
                return Err(format!("{name} reads {shown} of {intact} intact entries"));
            }
        }
        Ok(())
    }

    fn flipped(&self, at: usize, bit: usize) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        bytes[at] ^= 1 << bit;
        bytes
    }
}

// F9

struct Inside(Archive);

pub(crate) fn inside() -> Ready {
    Ok(Box::new(Inside(Archive::new())))
}

impl Inside {
    /// One bit of a sealed body: exactly its readers are told, and miss exactly that entry.
    fn one_row(&self, random: &mut Random) -> Held {
        let row = one_of(random, &self.0.rows);
        let at = row.at + random.below(row.length);
        let outcome = self.0.open(&self.0.flipped(at, random.below(8)), None)?;
        self.0.is_salvaged(&outcome, |other| other.at == row.at)?;
        for (person, shown) in outcome.people.iter().enumerate() {
            let is_told = shown.is_some_and(|(_, is_told)| is_told);
            if is_told != row.readers.contains(&person) {
                let name = self.0.people[person].name;
                return Err(format!("{name} is told: {is_told}"));
            }
        }
        Ok(())
    }
}

impl Fault for Inside {
    fn run(&mut self, seed: u64, random: &mut Random) -> Held {
        let archive = &self.0;
        let pages = archive.bytes.len() / PAGE;
        let (what, outcome) = match crate::turn(seed, 7) {
            0 => ("a bit of a sealed body", self.one_row(random)),
            1 => {
                let at = random.below(archive.bytes.len());
                let bytes = archive.flipped(at, random.below(8));
                ("a bit anywhere", archive.open(&bytes, None).map(drop))
            }
            2 => {
                let from = random.below(archive.bytes.len() / SECTOR) * SECTOR;
                let mut bytes = archive.bytes.clone();
                bytes[from..from + SECTOR].fill(0);
                ("a zeroed sector", archive.open(&bytes, None).map(drop))
            }
            3 => {
                let page = random.below(pages);
                let mut bytes = archive.bytes.clone();
                bytes[page * PAGE..(page + 1) * PAGE].fill(0);
                ("a zeroed page", archive.open(&bytes, None).map(drop))
            }
            4 => {
                let page = *one_of(random, &archive.leaves);
                let mut bytes = archive.bytes.clone();
                bytes[page * PAGE..(page + 1) * PAGE].fill(0);
                let outcome = archive.open(&bytes, None);
                let salvaged =
                    outcome.and_then(|it| archive.is_salvaged(&it, |row| row.at / PAGE == page));
                ("a zeroed page of entries", salvaged)
            }
            5 => {
                let (one, other) = (random.below(pages), random.below(pages));
                let mut bytes = archive.bytes.clone();
                let kept = bytes[one * PAGE..(one + 1) * PAGE].to_vec();
                bytes.copy_within(other * PAGE..(other + 1) * PAGE, one * PAGE);
                bytes[other * PAGE..(other + 1) * PAGE].copy_from_slice(&kept);
                ("swapped pages", archive.open(&bytes, None).map(drop))
            }
            _ => {
                let page = random.below(archive.former.len() / PAGE);
                let mut bytes = archive.bytes.clone();
                let range = page * PAGE..(page + 1) * PAGE;
                bytes[range.clone()].copy_from_slice(&archive.former[range]);
                ("a page put back", archive.open(&bytes, None).map(drop))
            }
        };
        outcome.map_err(|why| format!("{what}: {why}"))
    }

    /// A change inside a sealed body must not pass for the undamaged file; the undamaged one must.
    fn control(&mut self) -> Held {
        let archive = &self.0;
        if !archive.open(&archive.bytes, None)?.is_same {
            return Err("an undamaged file is called damaged".to_owned());
        }
        let bytes = archive.flipped(archive.rows[0].at + 30, 3);
        if archive.open(&bytes, None)?.is_same {
            return Err("a change inside a sealed body is not reported".to_owned());
        }
        let seen = std::mem::take(&mut self.0.seen[0]);
        let unheard = self.0.open(&self.0.bytes, None);
        self.0.seen[0] = seen;
        match unheard {
            Ok(_) => Err("a difference nobody is told of is not missed".to_owned()),
            Err(_) => Ok(()),
        }
    }
}

// F10

struct Around(Archive);

pub(crate) fn around() -> Ready {
    Ok(Box::new(Around(Archive::new())))
}

impl Around {
    fn cut(&self, length: usize) -> Held {
        self.0.open(&self.0.bytes[..length], None).map(drop)
    }

    /// Another household in the file's place: its people are shown, and nobody of this one gets in.
    fn replaced(&self) -> Held {
        let folder = Folder::new();
        std::fs::write(folder.file(), &self.0.foreign).unwrap();
        let mut desk = Desk::open(folder.path(), 5);
        for person in &self.0.people {
            if desk.sit(&[(&person.id, &person.passphrase)]).is_ok() {
                return Err(format!("{} gets into another household", person.name));
            }
        }
        drop(desk);
        if std::fs::read(folder.file()).unwrap() != self.0.foreign {
            return Err("the other file was written".to_owned());
        }
        Ok(())
    }

    /// A journal that is not this file's must not change it.
    fn with_journal(&self, journal: &[u8]) -> Held {
        self.0.open(&self.0.bytes, Some(journal)).map(drop)
    }
}

impl Fault for Around {
    fn run(&mut self, seed: u64, random: &mut Random) -> Held {
        let length = self.0.bytes.len();
        let (what, outcome) = match crate::turn(seed, 8) {
            0 => ("cut anywhere", self.cut(random.below(length))),
            1 => (
                "cut at a page",
                self.cut(random.below(length / PAGE) * PAGE),
            ),
            2 => (
                "cut near the end",
                self.cut(length - 1 - random.below(SECTOR)),
            ),
            3 => ("another household", self.replaced()),
            4 => {
                let mut journal = vec![0; random.below(40_000)];
                for byte in &mut journal {
                    *byte = u8::try_from(random.below(256)).unwrap_or(0);
                }
                ("a journal of noise", self.with_journal(&journal))
            }
            5 => {
                let own = &self.0.own_journal;
                (
                    "the own journal, cut",
                    self.with_journal(&own[..random.below(own.len())]),
                )
            }
            6 => (
                "another's journal",
                self.with_journal(&self.0.foreign_journal),
            ),
            _ => (
                "a former journal",
                self.with_journal(&self.0.former_journal),
            ),
        };
        outcome.map_err(|why| format!("{what}: {why}"))
    }

    /// A file cut short must not pass for the whole one.
    fn control(&mut self) -> Held {
        let archive = &self.0;
        if archive
            .open(&archive.bytes[..archive.bytes.len() / 2], None)?
            .is_same
        {
            return Err("half a file is called whole".to_owned());
        }
        if !archive
            .open(&archive.bytes, Some(&archive.own_journal))?
            .is_same
        {
            return Err("the file's own journal is not taken back".to_owned());
        }
        Ok(())
    }
}
