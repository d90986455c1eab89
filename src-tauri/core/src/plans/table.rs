//! The index of a person's own card: one row. The only SQL of the feature.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Card;
use crate::error::Result;
use crate::index::EntryKey;

pub(crate) const SCHEMA: &str = "
CREATE TABLE card (
  no INTEGER PRIMARY KEY, first TEXT, call TEXT, ask TEXT, go TEXT) STRICT;
";

pub(crate) fn insert(connection: &Connection, no: i64, card: &Card) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO card VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![no, card.first, card.call, card.ask, card.go])?;
    Ok(())
}

/// The card and which entry it is.
pub(super) fn get(connection: &Connection) -> Result<Option<(EntryKey, Card)>> {
    Ok(connection
        .prepare_cached(
            "SELECT entry.space, entry.entry, entry.author, first, call, ask, go
             FROM card CROSS JOIN entry USING (no)
             WHERE entry.is_newest = 1 ORDER BY entry.at DESC, entry.entry LIMIT 1",
        )?
        .query_row([], |row| {
            let key = EntryKey {
                space: row.get(0)?,
                entry: row.get(1)?,
                author: row.get(2)?,
            };
            let card = Card {
                first: row.get(3)?,
                call: row.get(4)?,
                ask: row.get(5)?,
                go: row.get(6)?,
            };
            Ok((key, card))
        })
        .optional()?)
}
