//! The index of unfinished forms.

use rusqlite::{Connection, params};

use super::Draft;
use crate::error::Result;
use crate::ids::RowId;

pub(crate) const SCHEMA: &str = "
CREATE TABLE draft (no INTEGER PRIMARY KEY, form TEXT NOT NULL, body TEXT NOT NULL) STRICT;
";

pub(crate) fn insert(connection: &Connection, no: i64, draft: &Draft) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO draft VALUES (?1, ?2, ?3)")?
        .execute(params![no, draft.form, draft.body])?;
    Ok(())
}

/// The form's drafts and their rows, the newest first.
pub(super) fn all(connection: &Connection, form: &str) -> Result<Vec<(RowId, String)>> {
    let mut drafts = connection.prepare_cached(
        "SELECT entry.row, draft.body FROM draft CROSS JOIN entry USING (no)
         WHERE draft.form = ?1 ORDER BY entry.at DESC",
    )?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    Ok(drafts
        .query_map(params![form], read)?
        .collect::<rusqlite::Result<_>>()?)
}
