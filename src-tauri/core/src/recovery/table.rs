//! The index of what a person decided about a spare key.

use rusqlite::{Connection, params};

use super::RecoveryFields;
use crate::error::Result;

pub(crate) const SCHEMA: &str = "
CREATE TABLE recovery (no INTEGER PRIMARY KEY, is_declined INTEGER NOT NULL) STRICT;
";

pub(crate) fn insert(connection: &Connection, no: i64, fields: &RecoveryFields) -> Result<()> {
    connection.execute(
        "INSERT INTO recovery VALUES (?1, ?2)",
        params![no, fields.is_declined],
    )?;
    Ok(())
}

pub(super) fn is_declined(connection: &Connection) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT coalesce(max(is_declined), 0) FROM recovery")?
        .query_row([], |row| row.get(0))?)
}
