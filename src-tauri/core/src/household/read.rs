//! Reading the rows of the file, as they are stored: what is damaged is told apart from what is missing,
//! and read from both sides where a page in between is torn. Nothing is opened here.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension as _, params};

use super::file::HouseholdFile;
use super::keys::SlotKind;
use super::rows::{
    MemberRow, SlotRow, SpaceKeyRow, StoredRow, member_check, slot_check, space_key_check,
};
use crate::error::{Error, ErrorCode, Result};
use crate::ids::{MemberId, RowId, SpaceId};

impl HouseholdFile {
    /// Everybody in the household, in order.
    ///
    /// # Errors
    /// `file_damaged` when a row's check does not hold.
    pub fn members(&self) -> Result<Vec<MemberRow>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT id, body, \"check\" FROM member")?;
        let mut rows = statement.query([])?;
        let mut members = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, body, check): (MemberId, Vec<u8>, Vec<u8>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            if member_check(id, &body) != check.as_slice() {
                return Err(ErrorCode::FileDamaged.into());
            }
            let mut member: MemberRow =
                serde_json::from_slice(&body).map_err(|_| ErrorCode::FileDamaged)?;
            member.id = id;
            if !member.is_signed(&self.id) {
                return Err(ErrorCode::FileDamaged.into());
            }
            members.push(member);
        }
        members.sort_by_key(|member| (member.order, member.id));
        Ok(members)
    }

    /// A person's slot.
    ///
    /// # Errors
    /// `file_damaged` when the row's check does not hold: told apart from a wrong passphrase before
    /// anything is derived.
    pub fn slot(&self, member: MemberId, kind: SlotKind) -> Result<Option<SlotRow>> {
        let damaged = |_| Error::from(ErrorCode::FileDamaged);
        let row = self
            .connection()
            .prepare_cached(
                "SELECT kdf, salt, wrapped, key_check, \"check\" FROM slot
                 WHERE member = ?1 AND kind = ?2",
            )?
            .query_row(params![member, kind.word()], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, Vec<u8>>(1)?,
                    row.get::<_, Vec<u8>>(2)?,
                    row.get::<_, Vec<u8>>(3)?,
                    row.get::<_, Vec<u8>>(4)?,
                ))
            })
            .optional()?;
        let Some((kdf, salt, wrapped, key_check, check)) = row else {
            return Ok(None);
        };
        let slot = SlotRow {
            member,
            kind,
            kdf,
            salt: salt.try_into().map_err(damaged)?,
            wrapped,
            key_check: key_check.try_into().map_err(damaged)?,
        };
        if slot_check(&slot) != check.as_slice() {
            return Err(ErrorCode::FileDamaged.into());
        }
        Ok(Some(slot))
    }

    /// The keys of spaces sealed to a person, and the spaces of rows whose check does not hold.
    ///
    /// # Errors
    /// Only those of the disk.
    pub fn space_keys(&self, member: MemberId) -> Result<(Vec<SpaceKeyRow>, Vec<SpaceId>)> {
        let mut statement = self.connection().prepare_cached(
            "SELECT space, epoch, sealed, maker, signature, \"check\" FROM space_key
             WHERE member = ?1 ORDER BY space, epoch",
        )?;
        let mut rows = statement.query(params![member])?;
        let (mut keys, mut damaged) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let check: Vec<u8> = row.get(5).unwrap_or_default();
            let space = row.get(0);
            let key = space.as_ref().ok().and_then(|space| {
                Some(SpaceKeyRow {
                    space: *space,
                    epoch: row.get(1).ok()?,
                    member,
                    sealed: row.get(2).ok()?,
                    maker: row.get(3).ok()?,
                    signature: row.get::<_, Vec<u8>>(4).ok()?.try_into().ok()?,
                })
            });
            match key.filter(|key| space_key_check(key) == check.as_slice()) {
                Some(key) => keys.push(key),
                None => damaged.extend(space.ok()),
            }
        }
        Ok((keys, damaged))
    }

    /// The epochs of a space for which anybody has a key, as far as they can be read.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn epochs(&self, space: SpaceId) -> Result<BTreeSet<u32>> {
        let sql = "SELECT DISTINCT epoch FROM space_key WHERE space = ?1";
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query(params![space])?;
        let mut epochs = BTreeSet::new();
        loop {
            match rows.next() {
                // What is no number is no epoch.
                Ok(Some(row)) => epochs.extend(row.get::<_, u32>(0)),
                Ok(None) => return Ok(epochs),
                Err(error) if Error::from_sqlite(&error) == ErrorCode::FileDamaged => {
                    return Ok(epochs);
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Hands every record of a space to `each`; `None` stands for a row, or a page of rows, that cannot
    /// be read as one.
    ///
    /// # Errors
    /// Those of the disk, and what `each` returns.
    pub fn each_record(
        &self,
        space: SpaceId,
        mut each: impl FnMut(Option<StoredRow>) -> Result<()>,
    ) -> Result<()> {
        let mut seen = BTreeSet::new();
        for order in ["ASC", "DESC"] {
            let sql =
                format!("SELECT id, epoch, body FROM record WHERE space = ?1 ORDER BY id {order}");
            let mut statement = self.connection().prepare_cached(&sql)?;
            let mut rows = statement.query(params![space])?;
            let is_torn = loop {
                let row = match rows.next() {
                    Ok(Some(row)) => row,
                    Ok(None) => break false,
                    Err(error) if Error::from_sqlite(&error) == ErrorCode::FileDamaged => {
                        break true;
                    }
                    Err(error) => return Err(error.into()),
                };
                let read = (row.get(0).ok(), row.get(1).ok(), row.get(2).ok());
                let (Some(id), Some(epoch), Some(body)) = read else {
                    each(None)?;
                    continue;
                };
                let is_first = seen.insert(id);
                if !is_first && order == "ASC" {
                    // A damaged tree can lead to the same row twice.
                    each(None)?;
                    continue;
                }
                if !is_first {
                    break false;
                }
                each(Some(StoredRow { id, epoch, body }))?;
            };
            if !is_torn {
                return Ok(());
            }
            // A damaged page ends a scan; what lies behind it is reached from the other end.
            if order == "ASC" {
                each(None)?;
            }
        }
        Ok(())
    }

    /// One record.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn record(&self, space: SpaceId, id: RowId) -> Result<Option<StoredRow>> {
        // A row that lies beside a damaged page is reached from one side only.
        let from_left = "SELECT id, epoch, body FROM record WHERE space = ?1 AND id = ?2";
        let from_right = "SELECT id, epoch, body FROM record WHERE space = ?1 AND id <= ?2
                          ORDER BY id DESC LIMIT 1";
        let ask = |sql: &str| -> Result<Option<StoredRow>> {
            let mut statement = self.connection().prepare_cached(sql)?;
            let row = statement.query_row(params![space, id], |row| {
                Ok(StoredRow {
                    id: row.get(0)?,
                    epoch: row.get(1)?,
                    body: row.get(2)?,
                })
            });
            Ok(row.optional()?.filter(|row| row.id == id))
        };
        match ask(from_left) {
            Err(error) if error.code == ErrorCode::FileDamaged => ask(from_right),
            found => found,
        }
    }

    /// The sealed head of a space.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn head(&self, space: SpaceId) -> Result<Option<Vec<u8>>> {
        Ok(self
            .connection()
            .prepare_cached("SELECT body FROM head WHERE space = ?1")?
            .query_row(params![space], |row| row.get(0))
            .optional()?)
    }
}
