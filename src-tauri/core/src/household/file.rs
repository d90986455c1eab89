//! The SQLite file: opening it without changing it, reading its rows, and writing several in one
//! durable transaction whose outcome is always known afterwards. Everything in it is sealed elsewhere.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::keys::{PublicKeys, SlotKind};
use super::seal::Context;
use crate::error::{Error, ErrorCode, Result};
use crate::ids::{MemberId, RowId, SpaceId};
use crate::random::Random;

/// The number of the format this Hecht reads and writes, in the file's `user_version`.
pub const FORMAT: i32 = 1;
/// `HECT` as the file's `application_id`.
const APPLICATION: i32 = 0x4845_4354;

const SCHEMA: &str = "
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

/// A person as everybody who opens the program sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// Who.
    #[serde(skip, default = "nobody")]
    pub id: MemberId,
    /// The chosen name.
    pub name: String,
    /// The chosen colour, 1 to 6.
    pub colour: u8,
    /// The place in the list, from 0.
    pub order: u32,
    /// The public keys.
    pub keys: PublicKeys,
}

fn nobody() -> MemberId {
    MemberId([0; 16])
}

/// A wrapped member key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotRow {
    /// Whose.
    pub member: MemberId,
    /// What opens it.
    pub kind: SlotKind,
    /// The derivation's parameters as JSON; bound into the wrapping.
    pub kdf: String,
    /// The derivation's salt.
    pub salt: [u8; 16],
    /// The sealed member key.
    pub wrapped: Vec<u8>,
    /// Shows that the right member key came out.
    pub key_check: [u8; 16],
}

/// A space's key, sealed to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceKeyRow {
    /// Which space.
    pub space: SpaceId,
    /// Which of its keys, from 1.
    pub epoch: u32,
    /// To whom it is sealed.
    pub member: MemberId,
    /// The sealed key.
    pub sealed: Vec<u8>,
    /// Who made this epoch.
    pub maker: MemberId,
    /// The maker's signature.
    pub signature: [u8; 64],
}

/// A sealed record as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRow {
    /// The row's id.
    pub id: RowId,
    /// The epoch of the key it is sealed with.
    pub epoch: u32,
    /// Nonce, ciphertext and tag.
    pub body: Vec<u8>,
}

/// One change of the file. A list of them is written in one transaction.
#[derive(Debug, Clone)]
pub enum Write {
    /// Adds a sealed record.
    Put(SpaceId, StoredRow),
    /// Removes a sealed record.
    Remove(SpaceId, RowId),
    /// Sets the sealed head of a space.
    Head(SpaceId, Vec<u8>),
    /// Adds or replaces a person.
    Member(MemberRow),
    /// Adds or replaces a slot.
    Slot(SlotRow),
    /// Removes a slot.
    RemoveSlot(MemberId, SlotKind),
    /// Adds a space's key for one person.
    SpaceKey(SpaceKeyRow),
    /// Removes all rows of a space.
    RemoveSpace(SpaceId),
}

/// A commit that goes wrong on purpose, for tests.
#[cfg(feature = "testing")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitFault {
    /// The commit happened and reported an error.
    ReportedAfterCommit,
    /// The commit did not happen and reported an error.
    ReportedBeforeCommit,
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
        let connection = connect(path)?;
        let version: i32 = pragma(&connection, "user_version")?;
        if version > FORMAT {
            return Err(ErrorCode::FileNewer.into());
        }
        let id: Vec<u8> = meta(&connection, "household")?.ok_or(ErrorCode::FileDamaged)?;
        let id = id.try_into().map_err(|_| ErrorCode::FileDamaged)?;
        let is_example = meta(&connection, "example")?.is_some();
        let file = Self {
            connection,
            path: path.to_owned(),
            id,
            is_example,
            _lock: lock,
            #[cfg(feature = "testing")]
            fault: None,
        };
        file.members()?;
        Ok(file)
    }

    /// Makes a new, empty file.
    ///
    /// # Errors
    /// `household_exists` when there is a file, `folder_synchronised`, `file_read_only`, `disk_full`,
    /// `disk_error`.
    pub fn create(path: &Path, is_example: bool, random: &mut Random) -> Result<Self> {
        let folder = path.parent().ok_or(ErrorCode::DiskError)?;
        make_folder(folder)?;
        let lock = lock(path)?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let made = options.open(path).map_err(|error| {
            if error.kind() == std::io::ErrorKind::AlreadyExists {
                ErrorCode::HouseholdExists.into()
            } else {
                Error::from(error)
            }
        })?;
        drop(made);
        let id: [u8; 16] = random.bytes();
        let connection = connect(path).and_then(|mut connection| {
            connection.execute_batch(&format!(
                "PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"
            ))?;
            let transaction = connection.transaction()?;
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
            Ok(connection)
        });
        let connection = match connection {
            Ok(connection) => connection,
            Err(error) => {
                // Nothing of a person is in it yet: an empty file would only be in the way.
                remove(path);
                return Err(error);
            }
        };
        sync_folder(folder)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            id,
            is_example,
            _lock: lock,
            #[cfg(feature = "testing")]
            fault: None,
        })
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Everybody in the household, in order.
    ///
    /// # Errors
    /// `file_damaged` when a row's check does not hold.
    pub fn members(&self) -> Result<Vec<MemberRow>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, body, \"check\" FROM member")?;
        let mut rows = statement.query([])?;
        let mut members = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, body, check): (MemberId, Vec<u8>, Vec<u8>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            if member_check(id, &body) != check.as_slice() {
                return Err(ErrorCode::FileDamaged.into());
            }
            let mut member: MemberRow =
                serde_json::from_slice(&body).map_err(|_| ErrorCode::FileDamaged)?;
            member.id = id;
            members.push(member);
        }
        members.sort_by_key(|member| (member.order, member.id));
        Ok(members)
    }

    /// A person's slot.
    ///
    /// # Errors
    /// `file_damaged` when the row's check does not hold: told apart from a wrong passphrase before
    /// anything is derived.
    pub fn slot(&self, member: MemberId, kind: SlotKind) -> Result<Option<SlotRow>> {
        let damaged = |_| Error::from(ErrorCode::FileDamaged);
        let row = self
            .connection
            .prepare_cached(
                "SELECT kdf, salt, wrapped, key_check, \"check\" FROM slot
                 WHERE member = ?1 AND kind = ?2",
            )?
            .query_row(params![member, kind.word()], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, Vec<u8>>(1)?,
                    row.get::<_, Vec<u8>>(2)?,
                    row.get::<_, Vec<u8>>(3)?,
                    row.get::<_, Vec<u8>>(4)?,
                ))
            })
            .optional()?;
        let Some((kdf, salt, wrapped, key_check, check)) = row else {
            return Ok(None);
        };
        let slot = SlotRow {
            member,
            kind,
            kdf,
            salt: salt.try_into().map_err(damaged)?,
            wrapped,
            key_check: key_check.try_into().map_err(damaged)?,
        };
        if slot_check(&slot) != check.as_slice() {
            return Err(ErrorCode::FileDamaged.into());
        }
        Ok(Some(slot))
    }

    /// The keys of spaces sealed to a person. Rows whose check does not hold are left out and counted.
    ///
    /// # Errors
    /// Only those of the disk.
    pub fn space_keys(&self, member: MemberId) -> Result<(Vec<SpaceKeyRow>, usize)> {
        let mut statement = self.connection.prepare_cached(
            "SELECT space, epoch, sealed, maker, signature, \"check\" FROM space_key
             WHERE member = ?1 ORDER BY space, epoch",
        )?;
        let mut rows = statement.query(params![member])?;
        let (mut keys, mut damaged) = (Vec::new(), 0_usize);
        while let Some(row) = rows.next()? {
            let signature: Vec<u8> = row.get(4)?;
            let check: Vec<u8> = row.get(5)?;
            let key = signature.try_into().ok().and_then(|signature| {
                Some(SpaceKeyRow {
                    space: row.get(0).ok()?,
                    epoch: row.get(1).ok()?,
                    member,
                    sealed: row.get(2).ok()?,
                    maker: row.get(3).ok()?,
                    signature,
                })
            });
            match key.filter(|key| space_key_check(key) == check.as_slice()) {
                Some(key) => keys.push(key),
                None => damaged = damaged.saturating_add(1),
            }
        }
        Ok((keys, damaged))
    }

    /// Hands every record of a space to `each`, in the order of the file.
    ///
    /// # Errors
    /// Those of the disk, and what `each` returns.
    pub fn each_record(
        &self,
        space: SpaceId,
        mut each: impl FnMut(StoredRow) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, epoch, body FROM record WHERE space = ?1")?;
        let mut rows = statement.query(params![space])?;
        while let Some(row) = rows.next()? {
            each(StoredRow {
                id: row.get(0)?,
                epoch: row.get(1)?,
                body: row.get(2)?,
            })?;
        }
        Ok(())
    }

    /// One record.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn record(&self, space: SpaceId, id: RowId) -> Result<Option<StoredRow>> {
        Ok(self
            .connection
            .prepare_cached("SELECT epoch, body FROM record WHERE space = ?1 AND id = ?2")?
            .query_row(params![space, id], |row| {
                Ok(StoredRow {
                    id,
                    epoch: row.get(0)?,
                    body: row.get(1)?,
                })
            })
            .optional()?)
    }

    /// The sealed head of a space.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn head(&self, space: SpaceId) -> Result<Option<Vec<u8>>> {
        Ok(self
            .connection
            .prepare_cached("SELECT body FROM head WHERE space = ?1")?
            .query_row(params![space], |row| row.get(0))
            .optional()?)
    }

    /// Writes all changes in one transaction. Returns after the fsync. When COMMIT reports an error the
    /// file is closed, opened again and looked at: `Ok` means it was saved after all.
    ///
    /// # Errors
    /// `disk_full`, `file_read_only` or `not_saved` when nothing of it was saved; `disk_error` when the
    /// file could not be opened again, so that nobody knows: the session must lock.
    pub fn write(&mut self, writes: &[Write]) -> Result<()> {
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
                if self.holds(writes)? {
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
        let fault = self.fault.take();
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
            None => {}
        }
        transaction
            .commit()
            .map_err(|error| (Error::from(error), Outcome::Unknown))
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
            Write::SpaceKey(key) => self.space_keys(key.member)?.0.contains(key),
            Write::Head(space, body) => self.head(*space)?.as_ref() == Some(body),
            Write::Remove(space, row) => self.record(*space, *row)?.is_none(),
            Write::RemoveSpace(space) => self.head(*space)?.is_none(),
        })
    }
}

enum Outcome {
    NotCommitted,
    Unknown,
}

fn apply(connection: &Connection, write: &Write) -> Result<()> {
    match write {
        Write::Put(space, row) => connection
            .prepare_cached("INSERT INTO record (space, id, epoch, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![space, row.id, row.epoch, row.body])?,
        Write::Remove(space, row) => connection
            .prepare_cached("DELETE FROM record WHERE space = ?1 AND id = ?2")?
            .execute(params![space, row])?,
        Write::Head(space, body) => connection
            .prepare_cached("INSERT OR REPLACE INTO head (space, body) VALUES (?1, ?2)")?
            .execute(params![space, body])?,
        Write::Member(member) => {
            let body = serde_json::to_vec(member).map_err(|_| ErrorCode::Internal)?;
            let check = member_check(member.id, &body);
            connection.execute(
                "INSERT OR REPLACE INTO member VALUES (?1, ?2, ?3)",
                params![member.id, body, check.as_slice()],
            )?
        }
        Write::Slot(slot) => connection.execute(
            "INSERT OR REPLACE INTO slot VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                slot.member,
                slot.kind.word(),
                slot.kdf,
                slot.salt.as_slice(),
                slot.wrapped,
                slot.key_check.as_slice(),
                slot_check(slot).as_slice()
            ],
        )?,
        Write::RemoveSlot(member, kind) => connection.execute(
            "DELETE FROM slot WHERE member = ?1 AND kind = ?2",
            params![member, kind.word()],
        )?,
        Write::SpaceKey(key) => connection.execute(
            "INSERT INTO space_key VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                key.space,
                key.epoch,
                key.member,
                key.sealed,
                key.maker,
                key.signature.as_slice(),
                space_key_check(key).as_slice()
            ],
        )?,
        Write::RemoveSpace(space) => {
            connection.execute("DELETE FROM record WHERE space = ?1", params![space])?;
            connection.execute("DELETE FROM space_key WHERE space = ?1", params![space])?;
            connection.execute("DELETE FROM head WHERE space = ?1", params![space])?
        }
    };
    Ok(())
}

fn member_check(id: MemberId, body: &[u8]) -> [u8; 32] {
    digest(
        Context::new("hecht member check v1")
            .bytes(&id.0)
            .bytes(body),
    )
}

fn slot_check(slot: &SlotRow) -> [u8; 32] {
    digest(
        Context::new("hecht slot check v1")
            .bytes(&slot.member.0)
            .bytes(slot.kind.word().as_bytes())
            .bytes(slot.kdf.as_bytes())
            .bytes(&slot.salt)
            .bytes(&slot.wrapped)
            .bytes(&slot.key_check),
    )
}

fn space_key_check(key: &SpaceKeyRow) -> [u8; 32] {
    digest(
        Context::new("hecht space key check v1")
            .bytes(&key.space.0)
            .number(key.epoch)
            .bytes(&key.member.0)
            .bytes(&key.sealed)
            .bytes(&key.maker.0)
            .bytes(&key.signature),
    )
}

#[expect(clippy::needless_pass_by_value, reason = "built for this call")]
fn digest(context: Context) -> [u8; 32] {
    Sha256::digest(context.as_bytes()).into()
}

fn meta(connection: &Connection, key: &str) -> Result<Option<Vec<u8>>> {
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
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
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
fn look_at_header(path: &Path) -> Result<()> {
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

fn lock(path: &Path) -> Result<File> {
    let folder = path.parent().ok_or(ErrorCode::DiskError)?;
    if is_synchronised(folder) {
        return Err(ErrorCode::FolderSynchronised.into());
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let lock = options.open(path.with_extension("hecht.lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(std::fs::TryLockError::WouldBlock) => Err(ErrorCode::FileOpenElsewhere.into()),
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Folders that a service copies while the file is open, by the names those services give them, and
/// network file systems.
fn is_synchronised(folder: &Path) -> bool {
    const SERVICES: [&str; 7] = [
        "dropbox",
        "onedrive",
        "google drive",
        "googledrive",
        "nextcloud",
        "icloud",
        "syncthing",
    ];
    let by_name = folder.components().any(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        SERVICES.iter().any(|service| part.starts_with(service))
    });
    by_name || is_on_network(folder)
}

#[cfg(target_os = "linux")]
fn is_on_network(folder: &Path) -> bool {
    // NFS, SMB, CIFS and SMB2 (linux/magic.h).
    const NETWORK: [u64; 4] = [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42];
    rustix::fs::statfs(folder).is_ok_and(|about| {
        u64::try_from(about.f_type).is_ok_and(|kind| NETWORK.contains(&(kind & 0xFFFF_FFFF)))
    })
}

#[cfg(not(target_os = "linux"))]
fn is_on_network(_: &Path) -> bool {
    false
}

/// Makes the data folder, readable by its owner only.
///
/// # Errors
/// Those of the disk.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(folder)?)
}

fn sync_folder(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the household removes its own files"
)]
fn remove(path: &Path) {
    // Already gone is as good.
    std::fs::remove_file(path).unwrap_or_default();
}

/// Removes the sample household's file, never anything else: the name and the mark inside must match.
///
/// # Errors
/// `not_allowed` when the file is no sample household.
pub(crate) fn remove_example(path: &Path) -> Result<()> {
    if !path.exists() {
        return Ok(());
    }
    if !HouseholdFile::open(path)?.is_example {
        return Err(ErrorCode::NotAllowed.into());
    }
    remove(path);
    Ok(())
}
