//! A copy of the household file in another place: row by row in small steps, so that nothing waits for
//! it, then looked at as a whole. Reads everything and opens nothing: no key is needed.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use sha2::{Digest as _, Sha256};

use super::file::{
    APPLICATION, FORMAT, HouseholdFile, SCHEMA, look_at_header, look_at_schema, meta,
};
use super::keys::SlotKind;
use super::place::{remove, sync_folder};
use super::rows::{MemberRow, SlotRow, SpaceKeyRow, member_check, slot_check, space_key_check};
use crate::error::{ErrorCode, Result};
use crate::ids::{MemberId, SpaceId};

/// Every table with its key, whose columns stand first in the table.
const TABLES: [(&str, &[&str]); 6] = [
    ("meta", &["key"]),
    ("member", &["id"]),
    ("slot", &["member", "kind"]),
    ("space_key", &["space", "epoch", "member"]),
    ("record", &["space", "id"]),
    ("head", &["space"]),
];
/// Rows in one step: with bodies of a few KiB, well under 10 ms.
const STEP: usize = 64;
/// A nonce and a tag: nothing sealed is shorter.
const SHORTEST_SEALED: usize = 24 + 16;

/// A copy that is being made.
pub(crate) struct Copy {
    connection: Connection,
    path: PathBuf,
    id: [u8; 16],
    changes: u64,
    table: usize,
    last: Vec<Value>,
    digest: Sha256,
}

/// A copy that holds every row and was not looked at yet.
pub(crate) struct Made {
    pub(crate) path: PathBuf,
    /// How often the file had been written when the copy was made.
    pub(crate) changes: u64,
    id: [u8; 16],
    digest: [u8; 32],
}

impl Copy {
    /// Begins a copy under a temporary name. What stands there is what an earlier attempt left.
    ///
    /// # Errors
    /// Those of the disk.
    pub(crate) fn begin(source: &HouseholdFile, path: &Path) -> Result<Self> {
        remove(path);
        let connection = make(path).inspect_err(|_| remove(path))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            id: source.id,
            changes: source.changes(),
            table: 0,
            last: Vec::new(),
            digest: Sha256::new(),
        })
    }

    /// Is it still a copy of what the file holds?
    pub(crate) fn is_current(&self, source: &HouseholdFile) -> bool {
        self.id == source.id && self.changes == source.changes()
    }

    /// Copies some rows; `true` while there are more.
    ///
    /// # Errors
    /// Those of both files; a source that cannot be read through is `file_damaged`.
    pub(crate) fn step(&mut self, source: &HouseholdFile) -> Result<bool> {
        let Some((table, key)) = TABLES.get(self.table) else {
            return Ok(false);
        };
        let rows = read_some(source.connection(), table, key, &self.last)?;
        for row in &rows {
            count(&mut self.digest, table, row);
            let places = vec!["?"; row.len()].join(", ");
            self.connection
                .prepare_cached(&format!("INSERT INTO {table} VALUES ({places})"))?
                .execute(params_from_iter(row))?;
        }
        if rows.len() < STEP {
            self.table = self.table.saturating_add(1);
            self.last.clear();
        } else if let Some(row) = rows.into_iter().next_back() {
            self.last = row;
            self.last.truncate(key.len());
        }
        Ok(self.table < TABLES.len())
    }

    /// Closes a copy that holds every row.
    ///
    /// # Errors
    /// Those of the disk.
    pub(crate) fn end(self) -> Result<Made> {
        let ended = self.connection.execute_batch("COMMIT;");
        let closed = ended.and_then(|()| self.connection.close().map_err(|(_, error)| error));
        closed.inspect_err(|_| remove(&self.path))?;
        Ok(Made {
            path: self.path,
            changes: self.changes,
            id: self.id,
            digest: self.digest.finalize().into(),
        })
    }

    /// Throws it away.
    pub(crate) fn abandon(self) {
        // The file goes either way.
        self.connection.close().unwrap_or_default();
        remove(&self.path);
    }
}

/// Gives a copy its name once it is durable and whole; else it goes.
///
/// # Errors
/// `file_damaged` when it is not what was read, or what was read does not hold; those of the disk.
pub(crate) fn keep_copy(made: &Made, name: &Path) -> Result<()> {
    let kept = File::open(&made.path)
        .and_then(|file| file.sync_all())
        .map_err(Into::into)
        .and_then(|()| look_at(made))
        .and_then(|()| Ok(std::fs::rename(&made.path, name)?))
        .and_then(|()| name.parent().map_or(Ok(()), sync_folder));
    kept.inspect_err(|_| remove(&made.path))
}

fn make(path: &Path) -> Result<Connection> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(path)?);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // Nobody reads it before it is whole and synced, so it needs no journal.
    connection.execute_batch(&format!(
        "PRAGMA page_size = 16384;
         PRAGMA journal_mode = OFF;
         PRAGMA synchronous = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA application_id = {APPLICATION};
         PRAGMA user_version = {FORMAT};
         BEGIN;
         {SCHEMA}"
    ))?;
    Ok(connection)
}

/// The next rows of a table after a key, in the order of the key.
fn read_some(
    connection: &Connection,
    table: &str,
    key: &[&str],
    last: &[Value],
) -> Result<Vec<Vec<Value>>> {
    let columns = key.join(", ");
    let after = if last.is_empty() {
        String::new()
    } else {
        let places = vec!["?"; key.len()].join(", ");
        format!("WHERE ({columns}) > ({places})")
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT * FROM {table} {after} ORDER BY {columns} LIMIT {STEP}"
    ))?;
    let width = statement.column_count();
    let rows = statement.query_map(params_from_iter(last), |row| {
        (0..width).map(|at| row.get(at)).collect()
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Adds a row to the digest, so that no two different contents give the same.
fn count(digest: &mut Sha256, table: &str, row: &[Value]) {
    let mut part = |tag: u8, bytes: &[u8]| {
        digest.update([tag]);
        digest.update(bytes.len().to_be_bytes());
        digest.update(bytes);
    };
    part(0, table.as_bytes());
    for value in row {
        match value {
            Value::Null => part(1, &[]),
            Value::Integer(number) => part(2, &number.to_be_bytes()),
            Value::Real(number) => part(3, &number.to_be_bytes()),
            Value::Text(text) => part(4, text.as_bytes()),
            Value::Blob(bytes) => part(5, bytes),
        }
    }
}

/// Opens the copy and looks at everything that can be seen without a key.
fn look_at(made: &Made) -> Result<()> {
    look_at_header(&made.path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&made.path, flags)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    let says: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    look_at_schema(&connection)?;
    let is_of_household = meta(&connection, "household")?.as_deref() == Some(made.id.as_slice());
    let mut digest = Sha256::new();
    let mut holds = says == "ok" && is_of_household;
    for (table, key) in TABLES {
        let mut last = Vec::new();
        loop {
            let rows = read_some(&connection, table, key, &last)?;
            for row in &rows {
                count(&mut digest, table, row);
                holds &= row_holds(&made.id, table, row).unwrap_or(false);
            }
            match rows.into_iter().nth(STEP.saturating_sub(1)) {
                Some(mut row) => {
                    row.truncate(key.len());
                    last = row;
                }
                None => break,
            }
        }
    }
    if holds && digest.finalize().as_slice() == made.digest {
        Ok(())
    } else {
        Err(ErrorCode::FileDamaged.into())
    }
}

/// Does a row hold what its check, its signature or its shape says? `None` for values of other types.
fn row_holds(household: &[u8; 16], table: &str, row: &[Value]) -> Option<bool> {
    let blob = |at: usize| match row.get(at) {
        Some(Value::Blob(bytes)) => Some(bytes.as_slice()),
        _ => None,
    };
    let text = |at: usize| match row.get(at) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let epoch = |at: usize| match row.get(at) {
        Some(Value::Integer(number)) => u32::try_from(*number).ok(),
        _ => None,
    };
    let id = |at: usize| blob(at).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok());
    Some(match table {
        "member" => {
            let (member, body) = (MemberId(id(0)?), blob(1)?);
            let mut read: MemberRow = serde_json::from_slice(body).ok()?;
            read.id = member;
            member_check(member, body) == blob(2)? && read.is_signed(household)
        }
        "slot" => {
            let kinds = [SlotKind::Passphrase, SlotKind::Recovery];
            let slot = SlotRow {
                member: MemberId(id(0)?),
                kind: kinds
                    .into_iter()
                    .find(|kind| text(1) == Some(kind.word()))?,
                kdf: text(2)?.to_owned(),
                salt: id(3)?,
                wrapped: blob(4)?.to_owned(),
                key_check: id(5)?,
            };
            slot_check(&slot) == blob(6)?
        }
        "space_key" => {
            let key = SpaceKeyRow {
                space: SpaceId(id(0)?),
                epoch: epoch(1)?,
                member: MemberId(id(2)?),
                sealed: blob(3)?.to_owned(),
                maker: MemberId(id(4)?),
                signature: blob(5)?.try_into().ok()?,
            };
            space_key_check(&key) == blob(6)?
        }
        "record" => {
            id(0)?;
            id(1)?;
            epoch(2)? > 0 && blob(3)?.len() > SHORTEST_SEALED
        }
        "head" => id(0).is_some() && blob(1)?.len() > SHORTEST_SEALED,
        // Of `meta` only what everybody needs is known.
        _ => true,
    })
}
