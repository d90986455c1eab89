//! The index of short answers.

use rusqlite::{Connection, params};

use super::{Answer, ReplyFields, ReplyRow};
use crate::error::Result;
use crate::ids::{EntryId, RowId, SpaceId};

pub(crate) const SCHEMA: &str = "
CREATE TABLE reply (no INTEGER PRIMARY KEY, \"to\" BLOB NOT NULL, answer TEXT NOT NULL) STRICT;
CREATE INDEX reply_by_entry ON reply (\"to\");
";

pub(crate) fn insert(connection: &Connection, no: i64, fields: &ReplyFields) -> Result<()> {
    let answer = match fields.answer {
        Answer::ThankYou => "thank_you",
        Answer::Talk => "talk",
    };
    connection
        .prepare_cached("INSERT INTO reply VALUES (?1, ?2, ?3)")?
        .execute(params![no, fields.to, answer])?;
    Ok(())
}

/// The answers to an entry in its space, by one person each, oldest first, with their rows.
pub(super) fn to(
    connection: &Connection,
    entry: EntryId,
    space: SpaceId,
) -> Result<Vec<(i64, ReplyRow, RowId)>> {
    let mut statement = connection.prepare_cached(
        "SELECT entry.no, entry.entry, entry.author, reply.answer, entry.row
         FROM reply CROSS JOIN entry USING (no)
         WHERE reply.\"to\" = ?1 AND entry.space = ?2 AND entry.is_newest = 1
           AND entry.author IS NOT NULL
         ORDER BY entry.at, entry.no",
    )?;
    let rows = statement.query_map(params![entry, space], |row| {
        let answer: String = row.get(3)?;
        let reply = ReplyRow {
            entry: row.get(1)?,
            author: row.get(2)?,
            answer: if answer == "talk" {
                Answer::Talk
            } else {
                Answer::ThankYou
            },
            is_mine: false,
        };
        Ok((row.get(0)?, reply, row.get(4)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
