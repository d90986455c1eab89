//! The index of a person's own settings: one row.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Stored;
use crate::error::{ErrorCode, Result};
use crate::ids::RowId;

pub(crate) const SCHEMA: &str = "
CREATE TABLE preferences (no INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
";

pub(crate) fn insert(connection: &Connection, no: i64, stored: &Stored) -> Result<()> {
    let body = serde_json::to_string(stored).map_err(|_| ErrorCode::Internal)?;
    connection.execute("INSERT INTO preferences VALUES (?1, ?2)", params![no, body])?;
    Ok(())
}

/// The settings and their row.
pub(super) fn get(connection: &Connection) -> Result<Option<(RowId, Stored)>> {
    let found: Option<(RowId, String)> = connection
        .prepare_cached(
            "SELECT entry.row, preferences.body FROM preferences CROSS JOIN entry USING (no)
             ORDER BY entry.at DESC LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found
        .map(|(row, body)| {
            let stored = serde_json::from_str(&body).map_err(|_| ErrorCode::RecordDamaged)?;
            Ok((row, stored))
        })
        .transpose()
}
