//! The index: an SQLite database in memory, filled at unlock with the records that the people at the
//! keyboard may read, and gone at lock. It owns the `entry` table that all features share; each
//! feature's `table.rs` owns its own.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::{ErrorCode, Result};
use crate::household::{Author, Kind, Record};
use crate::ids::{EntryId, MemberId, RowId, SpaceId};

const SCHEMA: &str = "
CREATE TABLE entry (
  no INTEGER PRIMARY KEY,
  row BLOB NOT NULL UNIQUE,
  space BLOB NOT NULL,
  entry BLOB NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  author BLOB,                    -- NULL: written together
  present TEXT NOT NULL,          -- JSON list of ids, when written together
  at INTEGER NOT NULL,            -- milliseconds UTC
  written_on TEXT NOT NULL,
  day TEXT NOT NULL,
  is_newest INTEGER NOT NULL,
  is_verified INTEGER NOT NULL) STRICT;
CREATE INDEX entry_by_entry ON entry (entry);
CREATE INDEX entry_by_day ON entry (kind, is_newest, day);
CREATE INDEX entry_unverified ON entry (is_verified) WHERE is_verified = 0;
";

/// A record with the place it was read from.
pub(crate) struct Placed {
    pub(crate) space: SpaceId,
    pub(crate) row: RowId,
    pub(crate) record: Record,
    pub(crate) is_verified: bool,
}

/// The database in memory.
pub(crate) struct Index {
    pub(crate) connection: Connection,
    /// Full text is filled from here downwards; 0 when complete.
    pub(crate) unfilled: i64,
}

impl Index {
    /// An empty index.
    pub(crate) fn new() -> Result<Self> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA journal_mode = MEMORY;")?;
        connection.execute_batch(SCHEMA)?;
        connection.execute_batch(crate::checkins::SCHEMA)?;
        connection.execute_batch(crate::replies::SCHEMA)?;
        connection.execute_batch(crate::drafts::SCHEMA)?;
        connection.execute_batch(crate::preferences::SCHEMA)?;
        connection.execute_batch(crate::recovery::SCHEMA)?;
        connection.execute_batch(crate::search::SCHEMA)?;
        Ok(Self {
            connection,
            unfilled: 0,
        })
    }

    /// Fills an empty index. Rows of entries that were withdrawn by their author are left out; of each
    /// entry the highest version is the newest.
    pub(crate) fn load(&mut self, placed: &[Placed]) -> Result<()> {
        let mut gone: HashSet<(EntryId, MemberId)> = HashSet::new();
        let mut newest: HashMap<(EntryId, Option<MemberId>), u32> = HashMap::new();
        for Placed { record, .. } in placed {
            if record.kind == Kind::Gone {
                gone.extend(
                    record
                        .signers()
                        .into_iter()
                        .map(|member| (record.entry, member)),
                );
            } else {
                let version = newest
                    .entry((record.entry, one_author(record)))
                    .or_default();
                *version = record.version.max(*version);
            }
        }
        let transaction = self.connection.unchecked_transaction()?;
        for placed in placed {
            let record = &placed.record;
            let is_gone = record.kind == Kind::Gone
                || record
                    .signers()
                    .iter()
                    .any(|member| gone.contains(&(record.entry, *member)));
            if !is_gone {
                let top = newest.get(&(record.entry, one_author(record)));
                insert(&transaction, placed, top == Some(&record.version))?;
            }
        }
        transaction.commit()?;
        self.unfilled =
            self.connection
                .query_row("SELECT coalesce(max(no), 0) + 1 FROM entry", [], |row| {
                    row.get(0)
                })?;
        Ok(())
    }

    /// Adds one record that was just written.
    pub(crate) fn put(&mut self, placed: &Placed) -> Result<()> {
        let record = &placed.record;
        if record.kind == Kind::Gone {
            for member in record.signers() {
                self.remove_entry(record.entry, member)?;
            }
            return Ok(());
        }
        let mut older = self.connection.prepare_cached(
            "SELECT no FROM entry WHERE entry = ?1 AND author IS ?2 AND is_newest = 1",
        )?;
        let older: Vec<i64> = older
            .query_map(params![record.entry, one_author(record)], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for no in older {
            crate::search::forget(&self.connection, no)?;
            self.connection
                .execute("UPDATE entry SET is_newest = 0 WHERE no = ?1", params![no])?;
        }
        let no = insert(&self.connection, placed, true)?;
        crate::search::fill(&self.connection, no)
    }

    /// Takes one row out. When it was the newest version of its entry, the one before it is shown again.
    pub(crate) fn remove(&mut self, row: RowId) -> Result<()> {
        let mut found = self
            .connection
            .prepare_cached("SELECT no, entry, author, is_newest FROM entry WHERE row = ?1")?;
        let found: Option<(i64, EntryId, Option<MemberId>, bool)> = found
            .query_row(params![row], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        let Some((no, entry, author, is_newest)) = found else {
            return Ok(());
        };
        self.remove_no(no)?;
        if !is_newest {
            return Ok(());
        }
        let before: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT no FROM entry WHERE entry = ?1 AND author IS ?2
                 ORDER BY version DESC, no DESC LIMIT 1",
            )?
            .query_row(params![entry, author], |row| row.get(0))
            .optional()?;
        if let Some(no) = before {
            self.connection
                .execute("UPDATE entry SET is_newest = 1 WHERE no = ?1", params![no])?;
            // Below that, the full text is still to be filled.
            if no >= self.unfilled {
                crate::search::fill(&self.connection, no)?;
            }
        }
        Ok(())
    }

    fn remove_entry(&self, entry: EntryId, member: MemberId) -> Result<()> {
        let mut found = self
            .connection
            .prepare_cached("SELECT no, author, present FROM entry WHERE entry = ?1")?;
        let found: Vec<(i64, Option<MemberId>, String)> = found
            .query_map(params![entry], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        for (no, author, present) in found {
            let is_theirs = match author {
                Some(author) => author == member,
                None => read_present(&present)?.contains(&member),
            };
            if is_theirs {
                self.remove_no(no)?;
            }
        }
        Ok(())
    }

    fn remove_no(&self, no: i64) -> Result<()> {
        crate::search::forget(&self.connection, no)?;
        for table in ["checkin", "reply", "draft", "preferences", "recovery"] {
            self.connection
                .prepare_cached(&format!("DELETE FROM {table} WHERE no = ?1"))?
                .execute(params![no])?;
        }
        self.connection
            .prepare_cached("DELETE FROM entry WHERE no = ?1")?
            .execute(params![no])?;
        Ok(())
    }

    /// Every row of an entry, for withdrawing it.
    pub(crate) fn rows_of(&self, entry: EntryId) -> Result<Vec<RowId>> {
        let mut rows = self
            .connection
            .prepare_cached("SELECT row FROM entry WHERE entry = ?1")?;
        Ok(rows
            .query_map(params![entry], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// Up to `limit` shared rows whose signatures were not looked at yet, of the given numbers or, when
    /// none are given, of all.
    pub(crate) fn unverified(
        &self,
        among: Option<&[i64]>,
        limit: usize,
    ) -> Result<Vec<(SpaceId, RowId)>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        match among {
            None => {
                let mut rows = self.connection.prepare_cached(
                    "SELECT space, row FROM entry WHERE is_verified = 0 LIMIT ?1",
                )?;
                Ok(rows
                    .query_map(params![limit], read)?
                    .collect::<rusqlite::Result<_>>()?)
            }
            Some(numbers) => {
                let mut row = self.connection.prepare_cached(
                    "SELECT space, row FROM entry WHERE is_verified = 0 AND no = ?1",
                )?;
                let mut found = Vec::new();
                for no in numbers {
                    for pair in row.query_map(params![no], read)? {
                        found.push(pair?);
                    }
                }
                Ok(found)
            }
        }
    }

    /// Remembers that a row's signatures hold.
    pub(crate) fn set_verified(&self, row: RowId) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE entry SET is_verified = 1 WHERE row = ?1")?
            .execute(params![row])?;
        Ok(())
    }
}

/// The people of a row written together.
pub(crate) fn read_present(text: &str) -> Result<Vec<MemberId>> {
    serde_json::from_str(text).map_err(|_| ErrorCode::RecordDamaged.into())
}

fn one_author(record: &Record) -> Option<MemberId> {
    match record.author {
        Author::Member(member) => Some(member),
        Author::Together => None,
    }
}

/// The kind's word in the index; the same as in the file.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Checkin => "checkin",
        Kind::Reply => "reply",
        Kind::Draft => "draft",
        Kind::Preferences => "preferences",
        Kind::Recovery => "recovery",
        Kind::Space | Kind::Accept | Kind::Decline | Kind::Gone | Kind::Unknown => "other",
    }
}

fn insert(connection: &Connection, placed: &Placed, is_newest: bool) -> Result<i64> {
    let record = &placed.record;
    let present = serde_json::to_string(&record.present).map_err(|_| ErrorCode::Internal)?;
    connection
        .prepare_cached(
            "INSERT INTO entry (row, space, entry, version, kind, author, present, at, written_on,
                                day, is_newest, is_verified)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            placed.row,
            placed.space,
            record.entry,
            record.version,
            word(record.kind),
            one_author(record),
            present,
            record.at,
            record.written_on,
            record.on,
            is_newest,
            placed.is_verified,
        ])?;
    let no = connection.last_insert_rowid();
    match record.kind {
        Kind::Checkin => crate::checkins::insert(connection, no, record)?,
        Kind::Reply => crate::replies::insert(connection, no, record)?,
        Kind::Draft => crate::drafts::insert(connection, no, record)?,
        Kind::Preferences => crate::preferences::insert(connection, no, record)?,
        Kind::Recovery => crate::recovery::insert(connection, no, record)?,
        Kind::Space | Kind::Accept | Kind::Decline | Kind::Gone | Kind::Unknown => {}
    }
    Ok(no)
}
