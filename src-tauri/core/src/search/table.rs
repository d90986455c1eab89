//! The full text: an FTS5 table without content. A row's number is the index number times 16 plus the
//! field, so that the words themselves stand only once in memory.

use rusqlite::{Connection, params};

use super::{Search, rules};
use crate::checkins::{self, Field};
use crate::error::Result;
use crate::ids::{EntryId, MemberId, SpaceId};
use crate::index::Index;
use crate::time::Day;

pub(crate) const SCHEMA: &str = "
CREATE VIRTUAL TABLE search USING fts5 (
  text, content = '', contentless_delete = 1, detail = none,
  tokenize = \"unicode61 remove_diacritics 2\");
CREATE VIRTUAL TABLE question USING fts5 (text, tokenize = \"unicode61 remove_diacritics 2\");
CREATE VIRTUAL TABLE question_term USING fts5vocab (question, instance);
";

const FIELDS: [Field; 3] = [Field::Note, Field::Liked, Field::Help];

fn place(field: Field) -> i64 {
    FIELDS
        .iter()
        .position(|known| *known == field)
        .and_then(|at| i64::try_from(at).ok())
        .unwrap_or(15)
}

/// Adds the words of one row.
pub(crate) fn fill(connection: &Connection, no: i64) -> Result<()> {
    for (field, text) in checkins::texts(connection, no)? {
        connection
            .prepare_cached("INSERT INTO search (rowid, text) VALUES (?1, ?2)")?
            .execute(params![
                no.saturating_mul(16).saturating_add(place(field)),
                text
            ])?;
    }
    Ok(())
}

/// Takes the words of one row out; nothing happens when they were not in yet.
pub(crate) fn forget(connection: &Connection, no: i64) -> Result<()> {
    let first = no.saturating_mul(16);
    let mut statement = connection.prepare_cached("DELETE FROM search WHERE rowid = ?1")?;
    for field in 0..FIELDS.len() {
        let at = i64::try_from(field).unwrap_or(0);
        statement.execute(params![first.saturating_add(at)])?;
    }
    Ok(())
}

/// Fills the words of the next `count` rows, the last loaded first.
pub(crate) fn fill_some(index: &mut Index, count: i64) -> Result<()> {
    let next = index.unfilled.saturating_sub(count).max(0);
    let transaction = index.connection.unchecked_transaction()?;
    {
        let mut statement = transaction.prepare_cached(
            "SELECT no FROM entry NOT INDEXED WHERE no < ?1 AND no >= ?2 AND is_newest = 1",
        )?;
        let numbers: Vec<i64> = statement
            .query_map(params![index.unfilled, next], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for no in numbers {
            fill(&transaction, no)?;
        }
    }
    transaction.commit()?;
    index.unfilled = next;
    Ok(())
}

/// The first `limit` words of a question, cut exactly as the full text cuts what it reads: a word that
/// it would cut in two is an error in a query.
pub(super) fn terms(connection: &Connection, text: &str, limit: usize) -> Result<Vec<String>> {
    connection
        .prepare_cached("INSERT INTO question (rowid, text) VALUES (1, ?1)")?
        .execute(params![text])?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let terms = connection
        .prepare_cached("SELECT term FROM question_term ORDER BY offset LIMIT ?1")?
        .query_map(params![limit], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>();
    connection
        .prepare_cached("DELETE FROM question")?
        .execute([])?;
    Ok(terms?)
}

pub(super) struct Found {
    pub(super) no: i64,
    pub(super) entry: EntryId,
    pub(super) on: Day,
    pub(super) space: SpaceId,
    pub(super) author: Option<MemberId>,
    pub(super) field: Field,
    pub(super) text: String,
}

/// Hits, own words first, then newest first; one more than `limit` when there are more.
pub(super) fn find(
    connection: &Connection,
    search: &Search,
    terms: &[String],
    present: &[MemberId],
    limit: usize,
) -> Result<Vec<Found>> {
    let own = match present {
        [one] => Some(*one),
        _ => None,
    };
    let mut statement = connection.prepare_cached(
        "SELECT search.rowid % 16, entry.no, entry.entry, entry.day, entry.space, entry.author,
                (?2 IS NULL OR entry.author IS ?2) AS is_own
         FROM search CROSS JOIN entry ON entry.no = search.rowid / 16
         WHERE search MATCH ?1 AND (?3 OR is_own)
           AND (?4 IS NULL OR entry.author = ?4) AND (?5 IS NULL OR entry.space = ?5)
           AND (?6 IS NULL OR entry.day >= ?6) AND (?7 IS NULL OR entry.day <= ?7)
         ORDER BY is_own DESC, entry.day DESC, entry.at DESC LIMIT ?8",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let values = params![
        rules::query(terms),
        own,
        search.with_shared,
        search.member,
        search.space,
        search.from,
        search.until,
        limit
    ];
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (at, no): (u8, i64) = (row.get(0)?, row.get(1)?);
        let field = FIELDS.get(usize::from(at)).copied();
        // Only of what is shown: a short word is found in most of what was ever written.
        let texts = checkins::texts(connection, no)?;
        let text = texts.into_iter().find(|(of, _)| Some(*of) == field);
        found.extend(match text {
            Some((field, text)) => Some(Found {
                no,
                entry: row.get(2)?,
                on: row.get(3)?,
                space: row.get(4)?,
                author: row.get(5)?,
                field,
                text,
            }),
            None => None,
        });
    }
    Ok(found)
}
