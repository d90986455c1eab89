//! The index: an SQLite database in memory, filled at unlock with the records that the people at the
//! keyboard may read, and gone at lock. It owns the `entry` table that all features share; each
//! feature's `table.rs` owns its own. SQLite keeps no statistics here, so that a query that could go two
//! ways names its way: `INDEXED BY` an index of `entry`, or `CROSS JOIN` from a feature's small table.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::{ErrorCode, Result};
use crate::household::{Author, Kind, Record};
use crate::ids::{EntryId, MemberId, RowId, SpaceId};

const SCHEMA: &str = "
CREATE TABLE entry (
  no INTEGER PRIMARY KEY,
  space BLOB NOT NULL,
  row BLOB NOT NULL,
  entry BLOB NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  author BLOB,                    -- NULL: written together
  present TEXT NOT NULL,          -- JSON list of ids, when written together
  turn BLOB,                      -- whose turn it was then
  at INTEGER NOT NULL,            -- milliseconds UTC
  written_on INTEGER NOT NULL,    -- days, as a number
  day INTEGER NOT NULL,
  is_newest INTEGER NOT NULL,     -- the version that pages show: kept true when rows come and go
  is_verified INTEGER NOT NULL) STRICT;
";

/// The indexes of `entry`. Ids are random, so that one alone finds its row. Those with a day hold what a
/// page of days is chosen by, so that a page costs by its own rows.
const INDEXES: [(&str, &str); 6] = [
    ("entry_by_row", "entry (row)"),
    ("entry_by_entry", "entry (entry)"),
    ("entry_by_day", "entry (kind, day) WHERE is_newest = 1"),
    (
        "entry_by_space",
        "entry (kind, space, day) WHERE is_newest = 1",
    ),
    (
        "entry_by_author",
        "entry (kind, author, day) WHERE is_newest = 1",
    ),
    (
        "entry_unverified",
        "entry (is_verified) WHERE is_verified = 0",
    ),
];

/// A record with the place it was read from.
pub(crate) struct Placed {
    pub(crate) space: SpaceId,
    pub(crate) row: RowId,
    pub(crate) record: Record,
    pub(crate) is_verified: bool,
}

/// One person's entry in one space: the same id in another space or by somebody else is another entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct EntryKey {
    pub(crate) space: SpaceId,
    pub(crate) entry: EntryId,
    /// `None`: written together.
    pub(crate) author: Option<MemberId>,
}

/// What a record says, in its feature's own type.
enum Content {
    Checkin(crate::checkins::Answers),
    Reply(crate::replies::ReplyFields),
    Card(crate::plans::Card),
    Helpline(crate::help::HelplineFields),
    Draft(crate::drafts::Draft),
    Preferences(crate::preferences::Stored),
    Recovery(crate::recovery::RecoveryFields),
}

impl Content {
    /// `None` for what no page shows: other kinds, and fields of another shape than this Hecht knows.
    /// Such a record stays in the file as it is.
    fn read(record: &Record) -> Option<Self> {
        match record.kind {
            Kind::Checkin => crate::checkins::read(record).map(Self::Checkin),
            Kind::Reply => record.read().ok().map(Self::Reply),
            Kind::Card => record.read().ok().map(Self::Card),
            Kind::Helpline => record.read().ok().map(Self::Helpline),
            Kind::Draft => record.read().ok().map(Self::Draft),
            Kind::Preferences => record.read().ok().map(Self::Preferences),
            Kind::Recovery => record.read().ok().map(Self::Recovery),
            Kind::Space
            | Kind::Accept
            | Kind::Keys
            | Kind::Left
            | Kind::Close
            | Kind::Name
            | Kind::Decline
            | Kind::Met
            | Kind::StepBack
            | Kind::Gone
            | Kind::Unknown => None,
        }
    }

    /// The kind's word in the index; the same as in the file.
    fn word(&self) -> &'static str {
        match self {
            Self::Checkin(_) => "checkin",
            Self::Reply(_) => "reply",
            Self::Card(_) => "card",
            Self::Helpline(_) => "helpline",
            Self::Draft(_) => "draft",
            Self::Preferences(_) => "preferences",
            Self::Recovery(_) => "recovery",
        }
    }
}

/// The database in memory.
pub(crate) struct Index {
    pub(crate) connection: Connection,
    /// Full text is filled from here downwards; 0 when complete.
    pub(crate) unfilled: i64,
    /// When the newest row of each author was written, milliseconds UTC.
    last_written: HashMap<Option<MemberId>, i64>,
}

impl Index {
    /// An empty index.
    pub(crate) fn new() -> Result<Self> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA journal_mode = MEMORY;")?;
        connection.execute_batch(SCHEMA)?;
        connection.execute_batch(crate::checkins::SCHEMA)?;
        connection.execute_batch(crate::replies::SCHEMA)?;
        connection.execute_batch(crate::plans::SCHEMA)?;
        connection.execute_batch(crate::help::SCHEMA)?;
        connection.execute_batch(crate::drafts::SCHEMA)?;
        connection.execute_batch(crate::preferences::SCHEMA)?;
        connection.execute_batch(crate::recovery::SCHEMA)?;
        connection.execute_batch(crate::search::SCHEMA)?;
        for (name, on) in INDEXES {
            connection.execute_batch(&format!("CREATE INDEX {name} ON {on}"))?;
        }
        Ok(Self {
            connection,
            unfilled: 0,
            last_written: HashMap::new(),
        })
    }

    /// Fills an empty index. Rows of entries that were withdrawn by their author are left out; of each
    /// entry the highest version is the newest, and of one version the row written last.
    pub(crate) fn load(&mut self, placed: &[Placed]) -> Result<()> {
        let mut gone: HashSet<(SpaceId, EntryId, MemberId)> = HashSet::new();
        for Placed { space, record, .. } in placed {
            if record.kind == Kind::Gone {
                let signers = record.signers().into_iter();
                gone.extend(signers.map(|member| (*space, record.entry, member)));
            }
        }
        let mut rows: Vec<(&Placed, Content)> = placed
            .iter()
            .filter(|it| {
                let authors = it.record.signers();
                !authors.is_empty()
                    && !authors
                        .iter()
                        .any(|author| gone.contains(&(it.space, it.record.entry, *author)))
            })
            .filter_map(|it| Some((it, Content::read(&it.record)?)))
            .collect();
        let rank = |it: &Placed| (it.record.version, it.record.saved_at, it.row);
        let mut newest: HashMap<EntryKey, (u32, i64, RowId)> = HashMap::new();
        for (it, _) in &rows {
            let key = key(it);
            let top = newest.entry(key).or_insert(rank(it));
            *top = rank(it).max(*top);
        }
        // Of one version, rows with a lower number are not shown; they stay in case the signature of the
        // last one does not hold.
        rows.sort_by_key(|(it, _)| (it.record.version, it.record.saved_at));
        let transaction = self.connection.unchecked_transaction()?;
        // Made in one go once the rows are in, they fill faster and take a third less room.
        for (name, _) in INDEXES {
            transaction.execute_batch(&format!("DROP INDEX {name}"))?;
        }
        for (it, content) in &rows {
            insert(
                &transaction,
                it,
                content,
                newest.get(&key(it)) == Some(&rank(it)),
            )?;
        }
        for (name, on) in INDEXES {
            transaction.execute_batch(&format!("CREATE INDEX {name} ON {on}"))?;
        }
        transaction.commit()?;
        for (it, _) in &rows {
            self.remember_writing(it);
        }
        self.unfilled =
            self.connection
                .query_row("SELECT coalesce(max(no), 0) + 1 FROM entry", [], |row| {
                    row.get(0)
                })?;
        Ok(())
    }

    /// Adds one record that was just written.
    pub(crate) fn put(&mut self, placed: &Placed) -> Result<()> {
        let key = key(placed);
        if placed.record.kind == Kind::Gone {
            for member in placed.record.signers() {
                self.remove_entry(key.space, key.entry, member)?;
            }
            return Ok(());
        }
        let Some(content) = Content::read(&placed.record) else {
            return Ok(());
        };
        for no in self.numbers(key, true)? {
            crate::search::forget(&self.connection, no)?;
            self.connection
                .execute("UPDATE entry SET is_newest = 0 WHERE no = ?1", params![no])?;
        }
        let no = insert(&self.connection, placed, &content, true)?;
        self.remember_writing(placed);
        crate::search::fill(&self.connection, no)
    }

    fn numbers(&self, key: EntryKey, only_newest: bool) -> Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT no FROM entry INDEXED BY entry_by_entry
             WHERE entry = ?1 AND space = ?2 AND author IS ?3
             AND (is_newest = 1 OR NOT ?4) ORDER BY version DESC, no DESC",
        )?;
        let values = params![key.entry, key.space, key.author, only_newest];
        Ok(statement
            .query_map(values, |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// Takes one row out. When it was the newest version of its entry, the one before it is shown again.
    pub(crate) fn remove(&mut self, space: SpaceId, row: RowId) -> Result<()> {
        let found: Option<(i64, EntryId, Option<MemberId>, bool)> = self
            .connection
            .prepare_cached(
                "SELECT no, entry, author, is_newest FROM entry INDEXED BY entry_by_row
                 WHERE space = ?1 AND row = ?2",
            )?
            .query_row(params![space, row], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        let Some((no, entry, author, is_newest)) = found else {
            return Ok(());
        };
        self.remove_no(no)?;
        let before = self
            .numbers(
                EntryKey {
                    space,
                    entry,
                    author,
                },
                false,
            )?
            .first()
            .copied();
        if let Some(no) = before.filter(|_| is_newest) {
            self.connection
                .execute("UPDATE entry SET is_newest = 1 WHERE no = ?1", params![no])?;
            // Below that, the full text is still to be filled.
            if no >= self.unfilled {
                crate::search::fill(&self.connection, no)?;
            }
        }
        Ok(())
    }

    /// Takes out what a person has withdrawn: their own entry, or one they wrote together with others.
    fn remove_entry(&self, space: SpaceId, entry: EntryId, member: MemberId) -> Result<()> {
        let mut found = self.connection.prepare_cached(
            "SELECT no, author, present FROM entry INDEXED BY entry_by_entry
             WHERE space = ?1 AND entry = ?2",
        )?;
        let found: Vec<(i64, Option<MemberId>, String)> = found
            .query_map(params![space, entry], |row| {
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
        for table in [
            "checkin",
            "reply",
            "card",
            "helpline",
            "draft",
            "preferences",
            "recovery",
        ] {
            self.connection
                .prepare_cached(&format!("DELETE FROM {table} WHERE no = ?1"))?
                .execute(params![no])?;
        }
        self.connection
            .prepare_cached("DELETE FROM entry WHERE no = ?1")?
            .execute(params![no])?;
        Ok(())
    }

    /// The rows of an entry, the newest version first: to change it or withdraw it.
    pub(crate) fn rows_of(&self, key: EntryKey) -> Result<Vec<RowId>> {
        let mut rows = self.connection.prepare_cached(
            "SELECT row FROM entry INDEXED BY entry_by_entry
             WHERE entry = ?1 AND space = ?2 AND author IS ?3
             ORDER BY version DESC, no DESC",
        )?;
        let values = params![key.entry, key.space, key.author];
        Ok(rows
            .query_map(values, |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// When the newest record of one author was written, milliseconds UTC, also one that was withdrawn
    /// in this sitting; `None`: written together.
    pub(crate) fn last_written(&self, author: Option<MemberId>) -> i64 {
        self.last_written.get(&author).copied().unwrap_or_default()
    }

    fn remember_writing(&mut self, placed: &Placed) {
        let last = self.last_written.entry(key(placed).author).or_default();
        *last = placed.record.at.max(*last);
    }

    /// Every row of a space that a person wrote, alone or together, the oldest first.
    pub(crate) fn rows_by(&self, member: MemberId, space: SpaceId) -> Result<Vec<RowId>> {
        let mut rows = self.connection.prepare_cached(
            "SELECT row FROM entry WHERE space = ?1 AND (author = ?2 OR EXISTS
               (SELECT 1 FROM json_each(present) WHERE value = ?3))
             ORDER BY at, version, no",
        )?;
        let values = params![space, member, member.to_string()];
        Ok(rows
            .query_map(values, |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// Whose entry, and where, an id of the page means: one's own when one of that id is one's own,
    /// else the only one there is.
    ///
    /// # Errors
    /// `not_found` when there is none, or when somebody else's cannot be told apart.
    pub(crate) fn locate(
        &self,
        kind: &str,
        entry: EntryId,
        me: Option<MemberId>,
    ) -> Result<EntryKey> {
        let mut found = self.connection.prepare_cached(
            "SELECT space, author FROM entry INDEXED BY entry_by_entry
             WHERE entry = ?1 AND kind = ?2 AND is_newest = 1",
        )?;
        let found: Vec<EntryKey> = found
            .query_map(params![entry, kind], |row| {
                Ok(EntryKey {
                    space: row.get(0)?,
                    entry,
                    author: row.get(1)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mine = found.iter().find(|key| me.is_some() && key.author == me);
        let only = match found.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        mine.or(only)
            .copied()
            .ok_or_else(|| ErrorCode::NotFound.into())
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
                    "SELECT space, row FROM entry INDEXED BY entry_unverified
                     WHERE is_verified = 0 LIMIT ?1",
                )?;
                Ok(rows
                    .query_map(params![limit], read)?
                    .collect::<rusqlite::Result<_>>()?)
            }
            Some(numbers) => {
                let mut row = self.connection.prepare_cached(
                    "SELECT space, row FROM entry NOT INDEXED WHERE is_verified = 0 AND no = ?1",
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
    pub(crate) fn set_verified(&self, space: SpaceId, row: RowId) -> Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE entry INDEXED BY entry_by_row SET is_verified = 1
                 WHERE space = ?1 AND row = ?2",
            )?
            .execute(params![space, row])?;
        Ok(())
    }
}

/// The people of a row written together.
pub(crate) fn read_present(text: &str) -> Result<Vec<MemberId>> {
    serde_json::from_str(text).map_err(|_| ErrorCode::RecordDamaged.into())
}

fn key(placed: &Placed) -> EntryKey {
    let author = match placed.record.author {
        Author::Member(member) => Some(member),
        Author::Together => None,
    };
    EntryKey {
        space: placed.space,
        entry: placed.record.entry,
        author,
    }
}

fn insert(
    connection: &Connection,
    placed: &Placed,
    content: &Content,
    is_newest: bool,
) -> Result<i64> {
    let record = &placed.record;
    let present = serde_json::to_string(&record.present).map_err(|_| ErrorCode::Internal)?;
    connection
        .prepare_cached(
            "INSERT INTO entry (row, space, entry, version, kind, author, present, at, written_on,
                                day, is_newest, is_verified, turn)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            placed.row,
            placed.space,
            record.entry,
            record.version,
            content.word(),
            key(placed).author,
            present,
            record.at,
            record.written_on,
            record.on,
            is_newest,
            placed.is_verified,
            record.turn,
        ])?;
    let no = connection.last_insert_rowid();
    match content {
        Content::Checkin(answers) => crate::checkins::insert(connection, no, answers)?,
        Content::Reply(fields) => crate::replies::insert(connection, no, fields)?,
        Content::Card(card) => crate::plans::insert(connection, no, card)?,
        Content::Helpline(fields) => crate::help::insert(connection, no, fields)?,
        Content::Draft(draft) => crate::drafts::insert(connection, no, draft)?,
        Content::Preferences(stored) => crate::preferences::insert(connection, no, stored)?,
        Content::Recovery(fields) => crate::recovery::insert(connection, no, fields)?,
    }
    Ok(no)
}
