//! F16: a program that has unlocked, read and locked is looked through from outside: no key and no
//! passphrase is left in its memory, and what is left of the texts is counted.

use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::time::Duration;

use hecht_core::household::{HouseholdFile, MemberKeys, SlotKind, open_space_key};
use hecht_core::ids::{MemberId, SpaceId, unhex};
use hecht_core::private::Secret;
use hecht_core::random::Random;
use serde_json::json;
use support::{Person, look_for};

use crate::child::{Running, await_parent, tell};
use crate::home::{Desk, Home, copied};
use crate::{Fault, Held, Ready};

const DAYS: usize = 30;

/// Whether bytes hold others.
pub(crate) fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    places(bytes, &[wanted])[0] > 0
}

/// How often each of the wanted stands in the bytes; looked through once for all of them.
fn places(bytes: &[u8], wanted: &[&[u8]]) -> Vec<usize> {
    let mut found = vec![0; wanted.len()];
    let mut by_first: Vec<Vec<usize>> = vec![Vec::new(); 256];
    for (at, text) in wanted.iter().enumerate() {
        by_first[usize::from(text[0])].push(at);
    }
    for (at, byte) in bytes.iter().enumerate() {
        for which in &by_first[usize::from(*byte)] {
            found[*which] += usize::from(bytes[at..].starts_with(wanted[*which]));
        }
    }
    found
}

/// The child: the passphrase comes in a file, so that no argument and no input keeps it.
/// As in the shipped program, the core has a thread of its own and freed memory is overwritten.
pub(crate) fn remember(folder: &Path, member: &str, passphrase_file: &str) {
    crate::wipe::on_free();
    std::thread::scope(|scope| {
        scope.spawn(|| remember_here(folder, member, passphrase_file));
    });
}

fn remember_here(folder: &Path, member: &str, passphrase_file: &str) {
    let mut desk = Desk::open(folder, 6);
    {
        let passphrase = std::fs::read_to_string(passphrase_file).unwrap();
        desk.sit(&[(member, &passphrase)]).unwrap();
    }
    drop(desk.everything());
    for _ in 0..3 {
        drop(desk.ask("search", look_for("word")));
    }
    let request = json!({ "on": "2026-11-22", "private": { "note": "word of Robin private new" }, "shared": null });
    drop(desk.ask("create_checkin", request));
    tell("open");
    await_parent();
    drop(desk.ask("lock", json!({ "draft": null })));
    crate::wipe::small_blocks();
    tell("locked");
    await_parent();
}

/// Everything a process can write to, piece by piece.
fn memory_of(process: u32) -> Result<Vec<Vec<u8>>, String> {
    let said = |error: std::io::Error| format!("reading another process: {error}");
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).map_err(said)?;
    let mut memory = std::fs::File::open(format!("/proc/{process}/mem")).map_err(said)?;
    let mut all = Vec::new();
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (Some(range), Some(rights)) = (words.next(), words.next()) else {
            continue;
        };
        if !rights.starts_with("rw") {
            continue;
        }
        let ends = range.split_once('-').and_then(|(from, to)| {
            let number = |text: &str| u64::from_str_radix(text, 16).ok();
            Some((number(from)?, number(to)?))
        });
        let (from, to) = ends.ok_or_else(|| format!("not a range: {line}"))?;
        memory.seek(SeekFrom::Start(from)).map_err(said)?;
        let mut bytes = vec![0; usize::try_from(to - from).map_err(|error| error.to_string())?];
        memory
            .read_exact(&mut bytes)
            .map_err(|error| format!("{line}: {error}"))?;
        all.extend(without_zeros(&bytes));
    }
    Ok(all)
}

/// The parts of a piece of memory that are not all zeros, which are most of it.
fn without_zeros(bytes: &[u8]) -> Vec<Vec<u8>> {
    const PAGE: usize = 4_096;
    let empty = [0; PAGE];
    let mut parts = vec![Vec::new()];
    for page in bytes.chunks(PAGE) {
        if page == &empty[..page.len()] {
            parts.push(Vec::new());
        } else if let Some(last) = parts.last_mut() {
            last.extend_from_slice(page);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

struct AfterLock {
    home: Home,
    secrets: Vec<(&'static str, Vec<u8>)>,
    texts: Vec<String>,
    /// Texts found after the lock, per run, and how many there were before.
    left: Vec<usize>,
    before: usize,
}

pub(crate) fn after_lock() -> Ready {
    memory_of(std::process::id())?;
    let home = Home::new(DAYS);
    let secrets = secrets(&home, &home.robin);
    let text = |part: &str, whose: &str, day: usize| format!("word of {whose} {part} {day}");
    let mut texts = vec!["word of Robin private new".to_owned()];
    for day in 0..DAYS {
        texts.push(text("private", "Robin", day));
        texts.push(text("shared", "Robin", day));
        texts.push(text("shared", "Sam", day));
    }
    Ok(Box::new(AfterLock {
        home,
        secrets,
        texts,
        left: Vec::new(),
        before: 0,
    }))
}

/// What must never be left: the passphrase and every key that it opens.
fn secrets(home: &Home, person: &Person) -> Vec<(&'static str, Vec<u8>)> {
    let folder = copied(home.folder.path());
    let file = HouseholdFile::open(&folder.file()).unwrap();
    let member = MemberId(unhex(&person.id).unwrap());
    let slot = file.slot(member, SlotKind::Passphrase).unwrap().unwrap();
    let passphrase = Secret::new(person.passphrase.clone());
    let keys = MemberKeys::unwrap_with_passphrase(&file.id, &slot, &passphrase);
    let keys = keys.unwrap().unwrap();
    let mut all = vec![("the passphrase", person.passphrase.clone().into_bytes())];
    for (name, key) in keys.every_secret() {
        all.push((name, key.to_vec()));
    }
    let space = SpaceId(unhex(&home.space).unwrap());
    let (rows, _) = file.space_keys(member).unwrap();
    for row in rows.iter().filter(|row| row.space == space) {
        let key = open_space_key(&file.id, space, row.epoch, member, &keys, &row.sealed);
        all.push((
            "the key of the shared space",
            key.unwrap().key.expose().to_vec(),
        ));
    }
    all
}

impl AfterLock {
    /// Which secrets, and how many texts, stand in a process.
    fn found_in(&self, process: u32) -> Result<(Vec<&'static str>, usize), String> {
        let secrets = self.secrets.iter().map(|(_, secret)| secret.as_slice());
        let texts = self.texts.iter().map(String::as_bytes);
        let wanted: Vec<&[u8]> = secrets.chain(texts).collect();
        let mut found = vec![0; wanted.len()];
        for bytes in memory_of(process)? {
            for (sum, times) in found.iter_mut().zip(places(&bytes, &wanted)) {
                *sum += times;
            }
        }
        let texts = found.split_off(self.secrets.len());
        let left = self
            .secrets
            .iter()
            .zip(found)
            .filter(|(_, times)| *times > 0);
        Ok((
            left.map(|((name, _), _)| *name).collect(),
            texts.iter().sum(),
        ))
    }

    fn watch(&self) -> Result<[(Vec<&'static str>, usize); 2], String> {
        let folder = copied(self.home.folder.path());
        let passphrase = folder.path().join("typed");
        std::fs::write(&passphrase, &self.home.robin.passphrase).unwrap();
        let mut child = Running::start(&[
            "remember",
            folder.path().to_str().unwrap(),
            &self.home.robin.id,
            passphrase.to_str().unwrap(),
        ]);
        let mut found = Vec::new();
        for wanted in ["open", "locked"] {
            let said = child.line(Duration::from_secs(60));
            if said.as_deref() != Some(wanted) {
                return Err(format!("the program says {said:?}, not {wanted}"));
            }
            found.push(self.found_in(child.id())?);
            child.go_on();
        }
        found.try_into().map_err(|_| "two looks".to_owned())
    }
}

impl Fault for AfterLock {
    fn run(&mut self, _: u64, _: &mut Random) -> Held {
        let [(_, before), (secrets, left)] = self.watch()?;
        self.before = before;
        self.left.push(left);
        if secrets.is_empty() {
            return Ok(());
        }
        Err(format!("still in memory after the lock: {secrets:?}"))
    }

    /// Before the lock keys and texts are there, and are found.
    fn control(&mut self) -> Held {
        let [(secrets, texts), _] = self.watch()?;
        if secrets.is_empty() {
            return Err("no key is found while the program is open".to_owned());
        }
        if texts == 0 {
            return Err("no text is found while the program is open".to_owned());
        }
        Ok(())
    }

    fn notes(&self) -> Vec<String> {
        let most = self.left.iter().max().copied().unwrap_or(0);
        vec![format!(
            "{} secrets looked for; texts: {} while open, at most {most} after the lock (aim 0)",
            self.secrets.len(),
            self.before
        )]
    }
}
