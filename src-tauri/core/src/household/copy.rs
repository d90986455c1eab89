//! A copy of the household file in another place: row by row in small steps, so that nothing waits for
//! it, then looked at as a whole. Reads everything and opens nothing: no key is needed. What is damaged in
//! the file is as damaged in the copy, and nothing else is.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, params_from_iter};
use sha2::{Digest as _, Sha256};

use super::file::{
    APPLICATION, FORMAT, HouseholdFile, SCHEMA, look_at_header, look_at_schema, meta,
};
use super::keys::SlotKind;
use super::place::{remove, sync_folder};
use super::rows::{MemberRow, SlotRow, SpaceKeyRow, member_check, slot_check, space_key_check};
use crate::error::{Error, ErrorCode, Result};
use crate::ids::{MemberId, SpaceId};

/// Every table with its key, whose columns stand first in the table. Records come last: which spaces
/// there are is known by then.
const TABLES: [(&str, &[&str]); 6] = [
    ("meta", &["key"]),
    ("member", &["id"]),
    ("slot", &["member", "kind"]),
    ("space_key", &["space", "epoch", "member"]),
    ("head", &["space"]),
    RECORD,
];
const RECORD: (&str, &[&str]) = ("record", &["space", "id"]);
/// Rows in one step: with bodies of a few KiB, well under 10 ms.
const STEP: usize = 64;
/// A nonce and a tag: nothing sealed is shorter.
const SHORTEST_SEALED: usize = 24 + 16;

/// A value as it is stored, in SQLite's order. A damaged text need not be one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    Null,
    Integer(i64),
    /// Its bits: no column of ours holds any.
    Real(u64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl FromSql for Cell {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number.to_bits()),
            ValueRef::Text(text) => Self::Text(text.to_vec()),
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
        })
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(bits) => ValueRef::Real(f64::from_bits(*bits)),
            Self::Text(text) => ValueRef::Text(text),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

type Row = Vec<Cell>;

/// How many rows, and the sum of their digests: the same for the same rows in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Sum {
    rows: u64,
    digests: [u128; 2],
}

impl Sum {
    fn add(&mut self, table: &str, row: &[Cell]) {
        let mut digest = Sha256::new();
        let mut part = |tag: u8, bytes: &[u8]| {
            digest.update([tag]);
            digest.update(bytes.len().to_be_bytes());
            digest.update(bytes);
        };
        part(0, table.as_bytes());
        for cell in row {
            match cell {
                Cell::Null => part(1, &[]),
                Cell::Integer(number) => part(2, &number.to_be_bytes()),
                Cell::Real(bits) => part(3, &bits.to_be_bytes()),
                Cell::Text(text) => part(4, text),
                Cell::Blob(bytes) => part(5, bytes),
            }
        }
        let digest = digest.finalize();
        for (sum, half) in self.digests.iter_mut().zip(digest.chunks(16)) {
            let half = half
                .iter()
                .fold(0, |sum, byte| (sum << 8) | u128::from(*byte));
            *sum = sum.wrapping_add(half);
        }
        self.rows = self.rows.saturating_add(1);
    }
}

/// A copy that is being made.
pub(crate) struct Copy {
    connection: Connection,
    path: PathBuf,
    id: [u8; 16],
    changes: u64,
    table: usize,
    last: Row,
    sum: Sum,
    /// Everything that stands in the file could be read.
    is_whole: bool,
}

/// A copy that holds every row that can be read, and was not looked at yet.
pub(crate) struct Made {
    pub(crate) path: PathBuf,
    /// How often the file had been written when the copy was made.
    pub(crate) changes: u64,
    id: [u8; 16],
    sum: Sum,
    is_whole: bool,
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
            sum: Sum::default(),
            is_whole: true,
        })
    }

    /// Is it still a copy of what the file holds?
    pub(crate) fn is_current(&self, source: &HouseholdFile) -> bool {
        self.id == source.id && self.changes == source.changes()
    }

    /// Copies some rows; `true` while there are more.
    ///
    /// # Errors
    /// Those of both files.
    pub(crate) fn step(&mut self, source: &HouseholdFile) -> Result<bool> {
        let Some((table, key)) = TABLES.get(self.table) else {
            return Ok(false);
        };
        let rows = read_some(source.connection(), table, key, &self.last)?;
        let mut is_sound = rows.is_some();
        let rows = rows.unwrap_or_default();
        for row in &rows {
            is_sound &= self.add(table, row)?;
        }
        let is_last = rows.len() < STEP;
        // In a tree whose order is lost a step may have gone past rows.
        is_sound = is_sound && (!is_last || self.has_all(source.connection(), table)?);
        if !is_sound {
            self.is_whole = false;
            self.salvage(source.connection(), table, key)?;
        }
        if !is_sound || is_last {
            self.table = self.table.saturating_add(1);
            self.last.clear();
        } else if let Some(row) = rows.into_iter().next_back() {
            self.last = row;
            self.last.truncate(key.len());
        }
        Ok(self.table < TABLES.len())
    }

    /// Are there as many rows here as in the file? A page of which that cannot be said is torn. It looks at
    /// every page once: about 50 ms in a file of 100 MB, for one copy a day.
    fn has_all(&self, source: &Connection, table: &str) -> Result<bool> {
        let sql = format!("SELECT count(*) FROM {table}");
        let count = |connection: &Connection| -> Result<Vec<Row>> {
            let mut counts = Vec::new();
            scan(connection, &sql, &[], |row| {
                counts.push(row);
                Ok(())
            })?;
            Ok(counts)
        };
        Ok(count(source)? == count(&self.connection)?)
    }

    /// Adds a row; `false` when there is one with its key, or when no table of ours can hold it.
    fn add(&mut self, table: &str, row: &[Cell]) -> Result<bool> {
        let places = vec!["?"; row.len()].join(", ");
        let added = self
            .connection
            .prepare_cached(&format!("INSERT INTO {table} VALUES ({places})"))?
            .execute(params_from_iter(row));
        match added {
            Ok(_) => {
                self.sum.add(table, row);
                Ok(true)
            }
            Err(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
            {
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Copies what can be read of a table with a damaged page or row, in one go: only a scan that goes on
    /// where it was finds its way through a tree whose order is lost. As for a reader, a torn page ends a
    /// scan, and what lies behind it is reached from the other end; of the records, for each space.
    fn salvage(&mut self, source: &Connection, table: &str, key: &[&str]) -> Result<()> {
        let mut ways = Vec::new();
        if table == RECORD.0 {
            let mut spaces = self.connection.prepare(
                "SELECT id FROM member UNION SELECT space FROM space_key UNION SELECT space FROM head",
            )?;
            let spaces = spaces.query_map([], |row| row.get::<_, Cell>(0))?;
            for space in spaces {
                ways.push(("WHERE space = ?", "id".to_owned(), vec![space?]));
            }
            ways.push(("", key.join(", "), Vec::new()));
        } else {
            ways.push(("", "rowid".to_owned(), Vec::new()));
        }
        for (condition, columns, values) in ways {
            for order in ["ASC", "DESC"] {
                let columns = columns.replace(", ", &format!(" {order}, "));
                let sql = format!("SELECT * FROM {table} {condition} ORDER BY {columns} {order}");
                if !scan(source, &sql, &values, |row| self.add(table, &row).map(drop))? {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Closes a copy that holds every row that can be read.
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
            sum: self.sum,
            is_whole: self.is_whole,
        })
    }

    /// Throws it away.
    pub(crate) fn abandon(self) {
        // The file goes either way.
        self.connection.close().unwrap_or_default();
        remove(&self.path);
    }
}

impl Made {
    /// Makes it durable and looks at all of it that can be seen without a key. It is exactly what was
    /// read; `false` when in that something is damaged.
    ///
    /// # Errors
    /// `file_damaged` when it is not what was read; those of the disk.
    pub(crate) fn look_at(&self) -> Result<bool> {
        File::open(&self.path)?.sync_all()?;
        look_at(self)
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// Those of the disk.
    pub(crate) fn keep(&self, name: &Path) -> Result<()> {
        std::fs::rename(&self.path, name)?;
        name.parent().map_or(Ok(()), sync_folder)
    }

    /// Throws it away, unless it has its name.
    pub(crate) fn abandon(&self) {
        remove(&self.path);
    }
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

/// The next rows of a table after a key, in the order of the key. None when they cannot be read, or do
/// not stand in that order: a row after a key is then no sign that those before it were seen.
fn read_some(
    connection: &Connection,
    table: &str,
    key: &[&str],
    last: &[Cell],
) -> Result<Option<Vec<Row>>> {
    let columns = key.join(", ");
    let after = if last.is_empty() {
        String::new()
    } else {
        let places = vec!["?"; key.len()].join(", ");
        format!("WHERE ({columns}) > ({places})")
    };
    let sql = format!("SELECT * FROM {table} {after} ORDER BY {columns} LIMIT {STEP}");
    let mut rows: Vec<Row> = Vec::new();
    let is_torn = scan(connection, &sql, last, |row| {
        rows.push(row);
        Ok(())
    })?;
    let keys = rows.iter().map(|row| row.get(..key.len()).unwrap_or(row));
    let is_ordered = std::iter::once(last).chain(keys).is_sorted_by(|a, b| a < b);
    Ok((is_ordered && !is_torn).then_some(rows))
}

/// Hands every row that a query finds to `each`; `true` when a damaged page ended it.
fn scan(
    connection: &Connection,
    sql: &str,
    values: &[Cell],
    mut each: impl FnMut(Row) -> Result<()>,
) -> Result<bool> {
    let mut statement = connection.prepare_cached(sql)?;
    let width = statement.column_count();
    let mut rows = statement.query(params_from_iter(values))?;
    loop {
        match rows.next() {
            Ok(Some(row)) => {
                let cells = (0..width).map(|at| row.get(at));
                each(cells.collect::<rusqlite::Result<_>>()?)?;
            }
            Ok(None) => return Ok(false),
            Err(error) if Error::from_sqlite(&error) == ErrorCode::FileDamaged => {
                return Ok(true);
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Opens the copy and looks at everything that can be seen without a key.
fn look_at(made: &Made) -> Result<bool> {
    look_at_header(&made.path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&made.path, flags)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    let says: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    look_at_schema(&connection)?;
    let is_of_household = meta(&connection, "household")?.as_deref() == Some(made.id.as_slice());
    let mut sum = Sum::default();
    let mut is_whole = made.is_whole;
    for (table, key) in TABLES {
        let mut last = Vec::new();
        loop {
            let rows = read_some(&connection, table, key, &last)?;
            let rows = rows.ok_or(ErrorCode::FileDamaged)?;
            for row in &rows {
                sum.add(table, row);
                // A row that does not hold is one that did not hold in the file: the sum says so.
                is_whole &= row_holds(&made.id, table, row).unwrap_or(false);
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
    if says == "ok" && is_of_household && sum == made.sum {
        Ok(is_whole)
    } else {
        Err(ErrorCode::FileDamaged.into())
    }
}

/// Does a row hold what its check, its signature or its shape says? `None` for values of other types.
fn row_holds(household: &[u8; 16], table: &str, row: &[Cell]) -> Option<bool> {
    let blob = |at: usize| match row.get(at) {
        Some(Cell::Blob(bytes)) => Some(bytes.as_slice()),
        _ => None,
    };
    let text = |at: usize| match row.get(at) {
        Some(Cell::Text(text)) => std::str::from_utf8(text).ok(),
        _ => None,
    };
    let epoch = |at: usize| match row.get(at) {
        Some(Cell::Integer(number)) => u32::try_from(*number).ok(),
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
