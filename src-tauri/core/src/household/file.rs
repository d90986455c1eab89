//! The SQLite file: opening it without changing it, and writing several rows in one durable transaction
//! whose outcome is always known afterwards. Reading them is in `read`; everything is sealed elsewhere.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

use super::journal::look_at_journal;
use super::place::{
    give_up_reserve, keep_reserve, lock, make_folder, remove, set_journal_aside, sync_folder,
};
use super::rows::{Write, apply};
use crate::error::{Error, ErrorCode, Result};
use crate::random::Random;

/// The number of the format this Hecht reads and writes, in the file's `user_version`.
pub const FORMAT: i32 = 1;
/// `HECT` as the file's `application_id`.
pub(super) const APPLICATION: i32 = 0x4845_4354;

pub(super) const SCHEMA: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE member (id BLOB PRIMARY KEY, body BLOB NOT NULL, \"check\" BLOB NOT NULL) STRICT;
CREATE TABLE slot (
  member BLOB NOT NULL, kind TEXT NOT NULL, kdf TEXT NOT NULL, salt BLOB NOT NULL,
  wrapped BLOB NOT NULL, key_check BLOB NOT NULL, \"check\" BLOB NOT NULL,
  PRIMARY KEY (member, kind)) STRICT;
CREATE TABLE space_key (
  space BLOB NOT NULL, epoch INTEGER NOT NULL, member BLOB NOT NULL, sealed BLOB NOT NULL,
  maker BLOB NOT NULL, signature BLOB NOT NULL, \"check\" BLOB NOT NULL,
  PRIMARY KEY (space, epoch, member)) STRICT;
CREATE TABLE record (
  space BLOB NOT NULL, id BLOB NOT NULL, epoch INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (space, id)) STRICT, WITHOUT ROWID;
CREATE TABLE head (space BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT;
";

/// A commit that goes wrong on purpose, for tests.
#[cfg(feature = "testing")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitFault {
    /// The commit happened and reported an error.
    ReportedAfterCommit,
    /// The commit did not happen and reported an error.
    ReportedBeforeCommit,
    /// The file cannot be made shorter.
    Compacting,
}

/// An open household file. While it exists nobody else writes the file.
#[derive(Debug)]
pub struct HouseholdFile {
    connection: Connection,
    path: PathBuf,
    /// The random id that binds everything sealed to this file.
    pub id: [u8; 16],
    /// The sample household.
    pub is_example: bool,
    /// How often it was written since it was opened, attempts included.
    changes: u64,
    /// Held for its lock.
    _lock: File,
    #[cfg(feature = "testing")]
    fault: Option<CommitFault>,
}

impl HouseholdFile {
    /// Is there a file at `path`?
    #[must_use]
    pub fn exists(path: &Path) -> bool {
        path.exists()
    }

    /// Opens an existing file and looks at what every reader needs. Changes nothing in it, except that
    /// SQLite takes back a transaction that a crash cut short.
    ///
    /// # Errors
    /// `file_open_elsewhere`, `file_read_only`, `file_not_hecht`, `file_newer`, `file_damaged`,
    /// `folder_synchronised`, `disk_error`.
    pub fn open(path: &Path) -> Result<Self> {
        let lock = lock(path)?;
        if std::fs::metadata(path)?.permissions().readonly() {
            return Err(ErrorCode::FileReadOnly.into());
        }
        look_at_header(path)?;
        look_at_journal(path)?;
        let connection = connect(path)?;
        let version: i32 = pragma(&connection, "user_version")?;
        if version > FORMAT {
            return Err(ErrorCode::FileNewer.into());
        }
        look_at_schema(&connection)?;
        let id: Vec<u8> = meta(&connection, "household")?.ok_or(ErrorCode::FileDamaged)?;
        let id = id.try_into().map_err(|_| ErrorCode::FileDamaged)?;
        let is_example = meta(&connection, "example")?.is_some();
        let file = Self {
            connection,
            path: path.to_owned(),
            id,
            is_example,
            changes: 0,
            _lock: lock,
            #[cfg(feature = "testing")]
            fault: None,
        };
        file.members()?;
        keep_reserve(path);
        Ok(file)
    }

    /// Makes a new, empty file: under another name first, so that a crash in between leaves nothing that
    /// looks like a household.
    ///
    /// # Errors
    /// `household_exists` when there is a file, `folder_synchronised`, `file_read_only`, `disk_full`,
    /// `disk_error`.
    pub fn create(path: &Path, is_example: bool, random: &mut Random) -> Result<Self> {
        let folder = path.parent().ok_or(ErrorCode::DiskError)?;
        make_folder(folder)?;
        let lock = lock(path)?;
        if Self::exists(path) {
            return Err(ErrorCode::HouseholdExists.into());
        }
        let id: [u8; 16] = random.bytes();
        let next = path.with_extension("hecht.new");
        // What an earlier attempt left has never been anybody's.
        remove(&next);
        remove(&next.with_extension("new-journal"));
        set_journal_aside(path)?;
        let made = make(&next, &id, is_example)
            .and_then(|()| Ok(std::fs::rename(&next, path)?))
            .and_then(|()| sync_folder(folder))
            .and_then(|()| connect(path));
        remove(&next.with_extension("new-journal"));
        keep_reserve(path);
        Ok(Self {
            connection: made.inspect_err(|_| remove(&next))?,
            path: path.to_owned(),
            id,
            is_example,
            changes: 0,
            _lock: lock,
            #[cfg(feature = "testing")]
            fault: None,
        })
    }

    /// How often it was written since it was opened, attempts included.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes all changes in one transaction. Returns after the fsync. When COMMIT reports an error the
    /// file is closed, opened again and looked at: `Ok` means it was saved after all.
    ///
    /// # Errors
    /// `disk_full`, `file_read_only` or `not_saved` when nothing of it was saved; `disk_error` when the
    /// file could not be opened again, so that nobody knows: the session must lock.
    pub fn write(&mut self, writes: &[Write]) -> Result<()> {
        let outcome = self.write_once(writes);
        let is_full = outcome
            .as_ref()
            .is_err_and(|error| error.code == ErrorCode::DiskFull);
        // Taking something back works on a full disk too: the room kept for that is given up.
        if is_full && writes.iter().any(Write::removes) && give_up_reserve(&self.path) {
            return self.write_once(writes);
        }
        outcome
    }

    fn write_once(&mut self, writes: &[Write]) -> Result<()> {
        self.changes = self.changes.saturating_add(1);
        match self.try_write(writes) {
            Ok(()) => Ok(()),
            // Nothing was committed, so whatever the disk said, nothing of it is in the file.
            Err((error, Outcome::NotCommitted)) => {
                let says_too_little =
                    [ErrorCode::DiskError, ErrorCode::Internal].contains(&error.code);
                Err(if says_too_little {
                    ErrorCode::NotSaved.into()
                } else {
                    error
                })
            }
            Err((error, Outcome::Unknown)) => {
                self.reopen()?;
                if self.holds(writes).map_err(|_| ErrorCode::DiskError)? {
                    return Ok(());
                }
                let says_why = [ErrorCode::DiskFull, ErrorCode::FileReadOnly].contains(&error.code);
                Err(if says_why {
                    error
                } else {
                    ErrorCode::NotSaved.into()
                })
            }
        }
    }

    fn try_write(&mut self, writes: &[Write]) -> std::result::Result<(), (Error, Outcome)> {
        let not_committed = |error: rusqlite::Error| (Error::from(error), Outcome::NotCommitted);
        #[cfg(feature = "testing")]
        let fault = self
            .fault
            .take_if(|fault| *fault != CommitFault::Compacting);
        let transaction = self
            .connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(not_committed)?;
        for write in writes {
            apply(&transaction, write).map_err(|error| (error, Outcome::NotCommitted))?;
        }
        #[cfg(feature = "testing")]
        match fault {
            Some(CommitFault::ReportedBeforeCommit) => {
                drop(transaction);
                return Err((ErrorCode::DiskError.into(), Outcome::Unknown));
            }
            Some(CommitFault::ReportedAfterCommit) => {
                transaction
                    .commit()
                    .map_err(|error| (Error::from(error), Outcome::Unknown))?;
                return Err((ErrorCode::DiskError.into(), Outcome::Unknown));
            }
            Some(CommitFault::Compacting) | None => {}
        }
        transaction
            .commit()
            .map_err(|error| (Error::from(error), Outcome::Unknown))
    }

    /// Gives back the room of what was removed, so that nothing of it stays in unused pages.
    ///
    /// # Errors
    /// Those of the disk; the file is then as it was.
    pub fn compact(&self) -> Result<()> {
        #[cfg(feature = "testing")]
        if self.fault == Some(CommitFault::Compacting) {
            return Err(ErrorCode::DiskError.into());
        }
        Ok(self.connection.execute_batch("VACUUM")?)
    }

    /// Removes the file.
    pub fn remove(self) {
        let path = self.path.clone();
        drop(self);
        remove(&path);
        remove(&path.with_extension("hecht-journal"));
        give_up_reserve(&path);
    }

    /// Makes the next commit go wrong.
    #[cfg(feature = "testing")]
    pub fn fail_next_commit(&mut self, fault: CommitFault) {
        self.fault = Some(fault);
    }

    fn reopen(&mut self) -> Result<()> {
        let lost = |_| Error::from(ErrorCode::DiskError);
        let idle = Connection::open_in_memory().map_err(lost)?;
        drop(std::mem::replace(&mut self.connection, idle));
        self.connection = connect(&self.path).map_err(|_| Error::from(ErrorCode::DiskError))?;
        Ok(())
    }

    /// A transaction is all or nothing, so the first change that can be looked up tells for all.
    fn holds(&self, writes: &[Write]) -> Result<bool> {
        let Some(first) = writes.first() else {
            return Ok(true);
        };
        Ok(match first {
            Write::Put(space, row) => self.record(*space, row.id)?.is_some(),
            Write::Slot(slot) => self.slot(slot.member, slot.kind)?.as_ref() == Some(slot),
            Write::RemoveSlot(member, kind) => self.slot(*member, *kind)?.is_none(),
            Write::Member(member) => self.members()?.contains(member),
            Write::RemoveMember(member) => self.members()?.iter().all(|row| row.id != *member),
            Write::RemoveSpaceKeys(space, member) => {
                let keys = self.space_keys(*member)?.0;
                keys.iter().all(|key| key.space != *space)
            }
            Write::SpaceKey(key) | Write::ResealKey(key) => {
                self.space_keys(key.member)?.0.contains(key)
            }
            Write::Head(space, body) => self.head(*space)?.as_ref() == Some(body),
            Write::Reseal(space, row) => self.record(*space, row.id)?.as_ref() == Some(row),
            Write::Remove(space, row) => self.record(*space, *row)?.is_none(),
            Write::RemoveSpace(space) => self.head(*space)?.is_none(),
        })
    }
}

enum Outcome {
    NotCommitted,
    Unknown,
}

/// Writes the tables of a new household and closes the file.
fn make(path: &Path, id: &[u8; 16], is_example: bool) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(path)?);
    let mut connection = connect(path)?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"
    ))?;
    transaction.execute_batch(SCHEMA)?;
    transaction.execute(
        "INSERT INTO meta VALUES ('household', ?1)",
        params![id.as_slice()],
    )?;
    if is_example {
        transaction.execute(
            "INSERT INTO meta VALUES ('example', ?1)",
            params![[1_u8].as_slice()],
        )?;
    }
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error.into())
}

/// The tables are exactly ours: nothing in the file runs or listens along.
pub(super) fn look_at_schema(connection: &Connection) -> Result<()> {
    let read =
        |connection: &Connection| -> rusqlite::Result<Vec<(String, String, Option<String>)>> {
            connection
                .prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect()
        };
    let ours = Connection::open_in_memory()?;
    ours.execute_batch(SCHEMA)?;
    let damaged = |_| Error::from(ErrorCode::FileDamaged);
    if read(connection).map_err(damaged)? != read(&ours)? {
        return Err(ErrorCode::FileDamaged.into());
    }
    Ok(())
}

pub(super) fn meta(connection: &Connection, key: &str) -> Result<Option<Vec<u8>>> {
    let value = connection
        .query_row(
            "SELECT value FROM meta WHERE key = ?1",
            params![key],
            |row| row.get(0),
        )
        .optional();
    value.map_err(|error| match Error::from(error) {
        // A table that is not there means the schema page is not what it was.
        error if error.code == ErrorCode::Internal => ErrorCode::FileDamaged.into(),
        error => error,
    })
}

fn pragma<T: rusqlite::types::FromSql>(connection: &Connection, name: &str) -> Result<T> {
    Ok(connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))?)
}

/// The settings of 3-architecture: see FORMAT.md for what each is for.
fn connect(path: &Path) -> Result<Connection> {
    // 3.51.3 is the first release without the WAL-reset and EXCLUSIVE-mode faults.
    if rusqlite::version_number() < 3_051_003 {
        return Err(ErrorCode::Internal.into());
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        connection.set_db_config(setting, on)?;
    }
    connection.execute_batch(
        "PRAGMA page_size = 16384;
         PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA journal_mode = TRUNCATE;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 0;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )?;
    connection.busy_timeout(std::time::Duration::from_millis(500))?;
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(ErrorCode::FileReadOnly.into());
    }
    Ok(connection)
}

/// Reads the first 100 bytes (SQLite file format, section 1.3) without SQLite, so that a file of
/// something else is not touched at all.
pub(super) fn look_at_header(path: &Path) -> Result<()> {
    use std::io::Read as _;
    let mut header = Vec::with_capacity(100);
    File::open(path)?.take(100).read_to_end(&mut header)?;
    let number = |at: usize| {
        let bytes = header.get(at..at.checked_add(4)?)?.first_chunk::<4>()?;
        Some(i32::from_be_bytes(*bytes))
    };
    if !header.starts_with(b"SQLite format 3\0") || number(68) != Some(APPLICATION) {
        return Err(ErrorCode::FileNotHecht.into());
    }
    if number(60).is_none_or(|version| version > FORMAT) {
        return Err(ErrorCode::FileNewer.into());
    }
    Ok(())
}
