//! The index of a person's own help lines. The only SQL of the feature.

use rusqlite::{Connection, params};

use super::{HelplineFields, OwnHelpline};
use crate::error::Result;

pub(crate) const SCHEMA: &str = "
CREATE TABLE helpline (
  no INTEGER PRIMARY KEY, name TEXT, number TEXT, note TEXT, place INTEGER NOT NULL) STRICT;
";

pub(crate) fn insert(connection: &Connection, no: i64, fields: &HelplineFields) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO helpline VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            no,
            fields.name,
            fields.number,
            fields.note,
            fields.order
        ])?;
    Ok(())
}

/// The lines with their places, in order.
pub(super) fn list(connection: &Connection) -> Result<Vec<(OwnHelpline, u32)>> {
    let mut statement = connection.prepare_cached(
        "SELECT entry.entry, name, number, note, place FROM helpline CROSS JOIN entry USING (no)
         WHERE entry.is_newest = 1 ORDER BY place, entry.at, entry.entry",
    )?;
    let rows = statement.query_map([], |row| {
        let line = OwnHelpline {
            entry: row.get(0)?,
            name: row.get(1)?,
            number: row.get(2)?,
            note: row.get(3)?,
        };
        Ok((line, row.get(4)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
