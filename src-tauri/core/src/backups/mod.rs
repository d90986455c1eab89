//! Copies of the household file in `backups/` beside it: after the first lock of a day one verified copy,
//! when anything has changed since the last; the last seven are kept, and one from before a damage. Made in
//! the background, never of the sample household, and a failure leaves everything as it was.

mod rules;

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;

use crate::changed::Feature;
use crate::device::Notes;
use crate::error::{ErrorCode, Result};
use crate::household::{Copy, HouseholdFile, Made, make_folder};
use crate::session::Session;
use crate::time::Day;

const FOLDER: &str = "backups";
/// As long as a slice of background work.
const LOOK: Duration = Duration::from_millis(10);

/// What there is of copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Backups {
    /// The day of the last verified copy, if it is still there.
    pub last_on: Option<Day>,
    /// The day since which no copy could be made.
    pub failed_on: Option<Day>,
    /// Something in the last copy is damaged, as in the file itself.
    pub is_damaged: bool,
    /// The day of the last copy from before that, if it is still there.
    pub whole_on: Option<Day>,
    /// Where they are.
    pub folder: String,
}

/// Copying, as far as it is.
#[derive(Default)]
pub(crate) struct Copies {
    /// It was locked, or the program has just started: a copy is made if one is due.
    is_wanted: bool,
    /// Up to which change of the open file is noted that a copy is due.
    noted: u64,
    job: Option<Job>,
    #[cfg(feature = "testing")]
    spoils_next: bool,
    #[cfg(feature = "testing")]
    holds_next: Option<Receiver<()>>,
}

enum Job {
    Copying(Box<Copy>, Day),
    Checking(Checking),
}

/// A copy that is looked at, on a thread of its own: it waits for the disk.
struct Checking {
    /// Whether it is whole, once it has its name.
    outcome: Receiver<Result<bool>>,
    day: Day,
    changes: u64,
    /// `false`: it must not get its name any more. Held while it gets it.
    is_wanted: Arc<Mutex<bool>>,
}

impl Checking {
    fn is_wanted(&self) -> bool {
        *self
            .is_wanted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// From here on it has its name or never gets it.
    fn give_up(&self) {
        *self
            .is_wanted
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = false;
    }
}

impl Copies {
    /// A copy that was due when the program ended is made when it starts.
    pub(crate) fn at_start(notes: &Notes) -> Self {
        Self {
            is_wanted: notes.is_copy_due,
            ..Self::default()
        }
    }

    /// It was locked.
    pub(crate) fn want(&mut self) {
        self.is_wanted = true;
    }
}

impl Session {
    /// What there is of copies; nothing of the sample household's.
    ///
    /// # Errors
    /// `locked`.
    pub(crate) fn get_backups(&mut self) -> Result<Backups> {
        self.unlocked()?;
        let folder = self.own_folder.join(FOLDER);
        let is_there = |day: &Day| folder.join(rules::name(*day)).is_file();
        let is_own = self.copied_file().is_some();
        Ok(Backups {
            last_on: self
                .notes
                .last_copy_on
                .filter(|day| is_own && is_there(day)),
            failed_on: self.notes.copy_failed_on.filter(|_| is_own),
            is_damaged: is_own && self.notes.is_copy_damaged,
            whole_on: self
                .notes
                .whole_copy_on
                .filter(|day| is_own && is_there(day)),
            folder: folder.to_string_lossy().into_owned(),
        })
    }

    /// The file of which copies are made.
    fn copied_file(&self) -> Option<&HouseholdFile> {
        let file = self.household.as_ref()?;
        (!self.is_in_example && !file.is_example).then_some(file)
    }

    /// Does one small step of copying and says whether there is more to do.
    pub(crate) fn copy_some(&mut self) -> bool {
        self.note_changes();
        match self.copies.job.take() {
            None => self.begin_copy(),
            Some(Job::Copying(copy, day)) => self.go_on_copying(copy, day),
            Some(Job::Checking(checking)) => self.go_on_checking(checking),
        }
    }

    /// Notes, across restarts, that the file is no longer what was copied.
    fn note_changes(&mut self) {
        let Some(changes) = self.copied_file().map(HouseholdFile::changes) else {
            return;
        };
        if changes == self.copies.noted {
            return;
        }
        // Opened anew, the file counts from nought.
        self.copies.noted = changes;
        if changes > 0 && !self.notes.is_copy_due {
            self.notes.is_copy_due = true;
            self.keep_notes();
        }
    }

    /// A note that cannot be kept costs a copy more or less, and nothing else.
    fn keep_notes(&self) {
        self.write_device().unwrap_or_default();
    }

    fn begin_copy(&mut self) -> bool {
        let today = self.now().day();
        let is_due = self.notes.is_copy_due && self.notes.last_copy_on != Some(today);
        let is_wanted = std::mem::take(&mut self.copies.is_wanted) && !self.is_unlocked();
        if !is_wanted || !is_due {
            return false;
        }
        let folder = self.own_folder.join(FOLDER);
        let Some(file) = self.copied_file() else {
            return false;
        };
        for name in names(&folder)
            .iter()
            .filter(|name| rules::is_unfinished(name))
        {
            remove(&folder.join(name));
        }
        let begun = make_folder(&folder)
            .and_then(|()| Copy::begin(file, &folder.join(rules::unfinished_name(today))));
        match begun {
            Ok(copy) => {
                self.copies.job = Some(Job::Copying(Box::new(copy), today));
                true
            }
            Err(_) => self.copy_failed(today),
        }
    }

    fn go_on_copying(&mut self, mut copy: Box<Copy>, day: Day) -> bool {
        // What was written meanwhile would be half in it: the next lock makes a whole one.
        let Some(file) = self.copied_file().filter(|file| copy.is_current(file)) else {
            copy.abandon();
            return false;
        };
        match copy.step(file) {
            Ok(true) => self.copies.job = Some(Job::Copying(copy, day)),
            Ok(false) => return self.check_copy(*copy, day),
            Err(_) => {
                copy.abandon();
                return self.copy_failed(day);
            }
        }
        true
    }

    fn check_copy(&mut self, copy: Copy, day: Day) -> bool {
        let Ok(made) = copy.end() else {
            return self.copy_failed(day);
        };
        #[cfg(feature = "testing")]
        if std::mem::take(&mut self.copies.spoils_next) {
            spoil(&made.path);
        }
        #[cfg(feature = "testing")]
        let gate = self.copies.holds_next.take();
        let changes = made.changes;
        let folder = self.own_folder.join(FOLDER);
        let whole = self.whole_before();
        let is_wanted = Arc::new(Mutex::new(true));
        let still_wanted = Arc::clone(&is_wanted);
        let (sender, outcome) = channel();
        let check = move || {
            let looked = made.look_at();
            #[cfg(feature = "testing")]
            if let Some(gate) = gate {
                // Released, or the test has ended.
                gate.recv().unwrap_or_default();
            }
            let kept = looked.and_then(|is_whole| {
                name_it(&made, &folder.join(rules::name(day)), &still_wanted)?;
                Ok(is_whole)
            });
            match &kept {
                Ok(is_whole) => remove_old(&folder, day, whole.filter(|_| !is_whole)),
                Err(_) => made.abandon(),
            }
            // Nobody waits when the program has ended.
            sender.send(kept).unwrap_or_default();
        };
        let thread = std::thread::Builder::new().name("copy".to_owned());
        if thread.spawn(check).is_err() {
            return self.copy_failed(day);
        }
        self.copies.job = Some(Job::Checking(Checking {
            outcome,
            day,
            changes,
            is_wanted,
        }));
        true
    }

    fn go_on_checking(&mut self, checking: Checking) -> bool {
        match checking.outcome.recv_timeout(LOOK) {
            Err(RecvTimeoutError::Timeout) => {
                self.copies.job = Some(Job::Checking(checking));
                true
            }
            // Its name has gone meanwhile, or it never got it; nothing is in the way of the next one.
            Ok(_) | Err(RecvTimeoutError::Disconnected) if !checking.is_wanted() => {
                self.begin_copy()
            }
            Ok(Ok(is_whole)) => self.copied(checking.day, checking.changes, is_whole),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => self.copy_failed(checking.day),
        }
    }

    /// The day of the last copy in which nothing is damaged.
    fn whole_before(&self) -> Option<Day> {
        if self.notes.is_copy_damaged {
            self.notes.whole_copy_on
        } else {
            self.notes.last_copy_on
        }
    }

    fn copied(&mut self, day: Day, changes: u64, is_whole: bool) -> bool {
        self.notes.whole_copy_on = self.whole_before().filter(|_| !is_whole);
        self.notes.is_copy_damaged = !is_whole;
        self.notes.last_copy_on = Some(day);
        self.notes.copy_failed_on = None;
        let now = self.copied_file().map(HouseholdFile::changes);
        self.notes.is_copy_due = now != Some(changes);
        self.keep_notes();
        self.changed(&[Feature::Backups]);
        false
    }

    fn copy_failed(&mut self, day: Day) -> bool {
        self.notes.copy_failed_on.get_or_insert(day);
        self.keep_notes();
        self.changed(&[Feature::Backups]);
        false
    }

    /// Makes the next copy a damaged one.
    #[cfg(feature = "testing")]
    pub fn spoil_next_copy(&mut self) {
        self.copies.spoils_next = true;
    }

    /// Holds the next copy back when it was looked at and has not got its name, until something is sent
    /// or the sender goes.
    #[cfg(feature = "testing")]
    pub fn hold_next_copy(&mut self) -> std::sync::mpsc::Sender<()> {
        let (sender, gate) = channel();
        self.copies.holds_next = Some(gate);
        sender
    }
}

impl Session {
    /// Removes every copy, finished or not, because somebody in them wants to be gone. The next one is made
    /// as soon as it is locked: nobody else should be without any.
    pub(crate) fn remove_copies(&mut self) {
        if self.is_in_example {
            return;
        }
        match self.copies.job.take() {
            Some(Job::Copying(copy, _)) => copy.abandon(),
            Some(Job::Checking(checking)) => {
                checking.give_up();
                self.copies.job = Some(Job::Checking(checking));
            }
            None => {}
        }
        self.notes.last_copy_on = None;
        self.notes.is_copy_damaged = false;
        self.notes.whole_copy_on = None;
        self.notes.is_copy_due = true;
        self.copies.is_wanted = true;
        self.keep_notes();
        let folder = self.own_folder.join(FOLDER);
        for name in names(&folder).iter().filter(|name| rules::is_ours(name)) {
            remove(&folder.join(name));
        }
    }
}

/// Gives a copy its name, unless somebody has removed all copies since it was begun.
fn name_it(made: &Made, name: &Path, is_wanted: &Mutex<bool>) -> Result<()> {
    let is_wanted = is_wanted.lock().unwrap_or_else(PoisonError::into_inner);
    if *is_wanted {
        made.keep(name)
    } else {
        Err(ErrorCode::NotFound.into())
    }
}

/// Keeps the last seven, and the one in which nothing is damaged.
fn remove_old(folder: &Path, today: Day, whole: Option<Day>) {
    for name in rules::too_old(&names(folder), today, whole) {
        remove(&folder.join(name));
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "copies and what is left of unfinished ones go by their exact names"
)]
fn remove(path: &Path) {
    // Already gone is as good.
    std::fs::remove_file(path).unwrap_or_default();
}

#[cfg(feature = "testing")]
fn spoil(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap_or_default();
    let from = bytes.len().checked_div(4).unwrap_or_default();
    bytes.iter_mut().skip(from).for_each(|byte| *byte = 0);
    std::fs::write(path, bytes).unwrap_or_default();
}
