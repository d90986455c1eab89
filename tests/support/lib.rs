//! A household in a temporary folder, with a clock the test moves, known randomness and the cheap key
//! derivation; and commands run by name, as the page runs them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use hecht_core::household::Cost;
use hecht_core::random::Random;
use hecht_core::time::{Clock, Day, LockClock};
use hecht_core::{ErrorCode, Options, Session};
use serde_json::{Value, json};

/// Sunday 22 November 2026, 20:00 in Amsterdam.
pub const EVENING: i64 = 1_795_374_000_000;
/// A minute in milliseconds.
pub const MINUTE: i64 = 60_000;
/// A day in milliseconds.
pub const DAY: i64 = 24 * 60 * MINUTE;

static FOLDERS: AtomicU32 = AtomicU32::new(0);

/// A folder of its own, gone when dropped.
pub struct Folder(PathBuf);

impl Folder {
    #[expect(
        clippy::new_without_default,
        reason = "making a folder is not a default value"
    )]
    #[must_use]
    pub fn new() -> Self {
        let number = FOLDERS.fetch_add(1, Ordering::SeqCst);
        let name = format!("hecht-test-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The household file.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.0.join("household.hecht")
    }

    /// A new folder with a copy of the household file.
    #[must_use]
    pub fn copied(&self) -> Arc<Self> {
        let copy = Self::new();
        std::fs::copy(self.file(), copy.file()).expect("a copy");
        Arc::new(copy)
    }

    /// Every file in it, folders below included, with its bytes.
    #[must_use]
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = std::fs::read(&path).expect("a readable file");
                    found.push((path, bytes));
                }
            }
        }
        found.sort();
        found
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

/// A program without a window, on a folder.
pub struct Program {
    pub session: Session,
    pub folder: Arc<Folder>,
    pub hand: Arc<AtomicI64>,
    /// Of the clock that the automatic lock counts with.
    pub lock_hand: Arc<AtomicI64>,
}

/// A person of a test household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: String,
    pub name: &'static str,
    pub passphrase: String,
}

impl Program {
    /// Opens a folder at [`EVENING`].
    #[must_use]
    pub fn open(folder: Arc<Folder>, seed: u64) -> Self {
        Self::open_at(folder, seed, EVENING, "Europe/Amsterdam")
    }

    #[must_use]
    pub fn open_at(folder: Arc<Folder>, seed: u64, at: i64, zone: &str) -> Self {
        let (clock, hand) = Clock::held(at, zone.parse().expect("a time zone"));
        let mut session = Session::start(Options {
            folder: folder.path().to_owned(),
            clock,
            random: Random::from_seed(seed),
            cost: Cost::Cheap,
            system_language: None,
        });
        let lock_hand = Arc::new(AtomicI64::new(0));
        session.set_lock_clock(LockClock::Held(Arc::clone(&lock_hand)));
        Self {
            session,
            folder,
            hand,
            lock_hand,
        }
    }

    /// A new program in a new folder.
    #[must_use]
    pub fn new() -> Self {
        Self::open(Arc::new(Folder::new()), 7)
    }

    /// Ends the program and starts it again on the same folder, at the same time.
    #[must_use]
    pub fn restart(self, seed: u64) -> Self {
        let Self {
            session,
            folder,
            hand,
            ..
        } = self;
        drop(session);
        Self::open_at(
            folder,
            seed,
            hand.load(Ordering::SeqCst),
            "Europe/Amsterdam",
        )
    }

    /// Ends the program.
    #[must_use]
    pub fn end(self) -> Arc<Folder> {
        self.folder
    }

    /// Moves the clock on.
    pub fn wait(&self, ms: i64) {
        self.hand.fetch_add(ms, Ordering::SeqCst);
    }

    /// Does the background work to its end: the full text is complete and every signature looked at.
    pub fn finish_work(&mut self) {
        while self.session.work(std::time::Duration::from_millis(10)) {}
    }

    /// Today, by the test's clock.
    #[must_use]
    pub fn today(&mut self) -> Day {
        Day::parse(
            self.call("get_state", json!({}))["today"]
                .as_str()
                .expect("a day"),
        )
        .expect("a day")
    }

    /// Looks up one entry of the log's newest version, as the people at the keyboard see it.
    #[track_caller]
    pub fn entry(&mut self, entry: &str) -> Value {
        self.call("get_checkin", json!({ "entry": entry }))
    }

    /// Runs a command.
    pub fn try_call(&mut self, name: &str, request: Value) -> Result<Value, ErrorCode> {
        hecht_core::call::call(&mut self.session, name, request).map_err(|error| error.code)
    }

    /// Runs a command that must succeed.
    #[track_caller]
    pub fn call(&mut self, name: &str, request: Value) -> Value {
        match hecht_core::call::call(&mut self.session, name, request) {
            Ok(reply) => reply,
            Err(error) => panic!("{name}: {:?}", error.body()),
        }
    }

    /// Adds a person during set-up.
    #[track_caller]
    pub fn add(&mut self, name: &'static str) -> Person {
        let passphrase = format!("{name} has four words");
        let state = self.call(
            "add_member",
            json!({ "name": name, "colour": 1, "passphrase": passphrase }),
        );
        let id = state["present"][0]
            .as_str()
            .expect("somebody is present")
            .to_owned();
        Person {
            id,
            name,
            passphrase,
        }
    }

    /// Locks.
    #[track_caller]
    pub fn lock(&mut self) {
        self.call("lock", json!({ "draft": null }));
    }

    /// Locks and unlocks for these people.
    #[track_caller]
    pub fn sit(&mut self, people: &[&Person]) {
        self.lock();
        let people: Vec<_> = people
            .iter()
            .map(|person| json!({ "member": person.id, "passphrase": person.passphrase }))
            .collect();
        self.call("unlock", json!({ "people": people }));
    }

    /// Opens a shared space of these people: proposed by the first, accepted by each.
    #[track_caller]
    pub fn share(&mut self, people: &[&Person]) -> String {
        let (first, others) = people.split_first().expect("somebody");
        self.sit(&[first]);
        let ids: Vec<_> = others.iter().map(|person| person.id.clone()).collect();
        let before: Vec<Value> = self
            .call("list_spaces", json!({}))
            .as_array()
            .cloned()
            .unwrap_or_default();
        let after = self.call("propose_space", json!({ "members": ids, "name": null }));
        let space = after
            .as_array()
            .and_then(|rows| {
                rows.iter()
                    .find(|row| !before.iter().any(|old| old["id"] == row["id"]))
            })
            .and_then(|row| row["id"].as_str())
            .expect("the new space")
            .to_owned();
        for person in others {
            self.sit(&[person]);
            self.call("accept_space", json!({ "space": space }));
        }
        space
    }

    /// Writes a check-in about today and returns its entries: private, shared.
    #[track_caller]
    pub fn check_in(&mut self, private: Value, shared: Option<(&str, Value)>) -> (String, String) {
        let on = self.today();
        let shared = shared.map(|(space, answers)| json!({ "space": space, "answers": answers }));
        let private = if private.is_null() {
            Value::Null
        } else {
            private
        };
        let saved = self.call(
            "create_checkin",
            json!({ "on": on, "private": private, "shared": shared }),
        );
        let id = |part: &str| saved[part].as_str().unwrap_or_default().to_owned();
        (id("private"), id("shared"))
    }

    /// The whole log as the people at the keyboard see it, newest day first.
    #[track_caller]
    pub fn log(&mut self) -> Vec<Value> {
        let page = self.call("list_checkins", all_days());
        let days = page["days"].as_array().cloned().unwrap_or_default();
        days.iter()
            .flat_map(|day| day["checkins"].as_array().cloned().unwrap_or_default())
            .collect()
    }
}

impl Default for Program {
    fn default() -> Self {
        Self::new()
    }
}

/// The whole log of a page of 60 days, unfiltered.
#[must_use]
pub fn all_days() -> Value {
    json!({ "before": null, "days": 60, "member": null, "space": null, "from": null, "until": null })
}

/// A search in everything that may be read.
#[must_use]
pub fn look_for(text: &str) -> Value {
    json!({ "text": text, "with_shared": true, "member": null, "space": null, "from": null, "until": null })
}

/// Two people with a shared space, locked.
#[must_use]
pub fn couple() -> (Program, Person, Person, String) {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let space = program.share(&[&robin, &sam]);
    program.lock();
    (program, robin, sam, space)
}
