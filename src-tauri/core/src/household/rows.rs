//! The rows of the file, their checks against damage, and writing one.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::keys::{PublicKeys, SlotKind};
use super::seal::Context;
use crate::error::{ErrorCode, Result};
use crate::ids::{MemberId, RowId, SpaceId};

/// A person as everybody who opens the program sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// Who.
    #[serde(skip, default = "nobody")]
    pub id: MemberId,
    /// The chosen name.
    pub name: String,
    /// The chosen colour, 1 to 6.
    pub colour: u8,
    /// The place in the list, from 0.
    pub order: u32,
    /// The public keys.
    pub keys: PublicKeys,
    /// The person's own signature over all of it, hexadecimal: nobody else can rename them.
    pub signature: String,
}

impl MemberRow {
    /// What the person signs.
    #[must_use]
    pub fn signing_bytes(&self, household: &[u8; 16]) -> Vec<u8> {
        Context::new("hecht member signature v1")
            .bytes(household)
            .bytes(&self.id.0)
            .bytes(self.name.as_bytes())
            .number(self.colour.into())
            .number(self.order)
            .bytes(&self.keys.seal)
            .bytes(&self.keys.sign)
            .as_bytes()
            .to_vec()
    }

    /// Did the person sign it?
    pub(super) fn is_signed(&self, household: &[u8; 16]) -> bool {
        crate::ids::unhex::<64>(&self.signature).is_some_and(|signature| {
            self.keys
                .has_signed(&self.signing_bytes(household), &signature)
        })
    }
}

fn nobody() -> MemberId {
    MemberId([0; 16])
}

/// A wrapped member key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotRow {
    /// Whose.
    pub member: MemberId,
    /// What opens it.
    pub kind: SlotKind,
    /// The derivation's parameters as JSON; bound into the wrapping.
    pub kdf: String,
    /// The derivation's salt.
    pub salt: [u8; 16],
    /// The sealed member key.
    pub wrapped: Vec<u8>,
    /// Shows that the right member key came out.
    pub key_check: [u8; 16],
}

/// A space's key, sealed to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceKeyRow {
    /// Which space.
    pub space: SpaceId,
    /// Which of its keys, from 1.
    pub epoch: u32,
    /// To whom it is sealed.
    pub member: MemberId,
    /// The sealed key.
    pub sealed: Vec<u8>,
    /// Who made this epoch.
    pub maker: MemberId,
    /// The maker's signature.
    pub signature: [u8; 64],
}

/// A sealed record as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRow {
    /// The row's id.
    pub id: RowId,
    /// The epoch of the key it is sealed with.
    pub epoch: u32,
    /// Nonce, ciphertext and tag.
    pub body: Vec<u8>,
}

/// One change of the file. A list of them is written in one transaction.
#[derive(Debug, Clone)]
pub enum Write {
    /// Adds a sealed record.
    Put(SpaceId, StoredRow),
    /// Removes a sealed record.
    Remove(SpaceId, RowId),
    /// Sets the sealed head of a space.
    Head(SpaceId, Vec<u8>),
    /// Adds or replaces a person.
    Member(MemberRow),
    /// Adds or replaces a slot.
    Slot(SlotRow),
    /// Removes a slot.
    RemoveSlot(MemberId, SlotKind),
    /// Adds a space's key for one person.
    SpaceKey(SpaceKeyRow),
    /// Removes all rows of a space.
    RemoveSpace(SpaceId),
}

/// Writes one change. It must touch exactly the row it is about.
pub(super) fn apply(connection: &Connection, write: &Write) -> Result<()> {
    let changed = match write {
        Write::Put(space, row) => connection
            .prepare_cached("INSERT INTO record (space, id, epoch, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![space, row.id, row.epoch, row.body])?,
        Write::Remove(space, row) => connection
            .prepare_cached("DELETE FROM record WHERE space = ?1 AND id = ?2")?
            .execute(params![space, row])?,
        Write::Head(space, body) => connection
            .prepare_cached("INSERT OR REPLACE INTO head (space, body) VALUES (?1, ?2)")?
            .execute(params![space, body])?,
        Write::Member(member) => {
            let body = serde_json::to_vec(member).map_err(|_| ErrorCode::Internal)?;
            let check = member_check(member.id, &body);
            connection.execute(
                "INSERT OR REPLACE INTO member VALUES (?1, ?2, ?3)",
                params![member.id, body, check.as_slice()],
            )?
        }
        Write::Slot(slot) => connection.execute(
            "INSERT OR REPLACE INTO slot VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                slot.member,
                slot.kind.word(),
                slot.kdf,
                slot.salt.as_slice(),
                slot.wrapped,
                slot.key_check.as_slice(),
                slot_check(slot).as_slice()
            ],
        )?,
        Write::RemoveSlot(member, kind) => connection.execute(
            "DELETE FROM slot WHERE member = ?1 AND kind = ?2",
            params![member, kind.word()],
        )?,
        Write::SpaceKey(key) => connection.execute(
            "INSERT INTO space_key VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                key.space,
                key.epoch,
                key.member,
                key.sealed,
                key.maker,
                key.signature.as_slice(),
                space_key_check(key).as_slice()
            ],
        )?,
        Write::RemoveSpace(space) => {
            connection.execute("DELETE FROM record WHERE space = ?1", params![space])?;
            connection.execute("DELETE FROM space_key WHERE space = ?1", params![space])?;
            connection.execute("DELETE FROM head WHERE space = ?1", params![space])?
        }
    };
    // A write that changed nothing, or more than its row, is not the one that was asked for.
    let is_exact = changed == 1 || matches!(write, Write::RemoveSlot(..) | Write::RemoveSpace(_));
    if is_exact {
        Ok(())
    } else {
        Err(ErrorCode::NotSaved.into())
    }
}

pub(super) fn member_check(id: MemberId, body: &[u8]) -> [u8; 32] {
    digest(
        Context::new("hecht member check v1")
            .bytes(&id.0)
            .bytes(body),
    )
}

pub(super) fn slot_check(slot: &SlotRow) -> [u8; 32] {
    digest(
        Context::new("hecht slot check v1")
            .bytes(&slot.member.0)
            .bytes(slot.kind.word().as_bytes())
            .bytes(slot.kdf.as_bytes())
            .bytes(&slot.salt)
            .bytes(&slot.wrapped)
            .bytes(&slot.key_check),
    )
}

pub(super) fn space_key_check(key: &SpaceKeyRow) -> [u8; 32] {
    digest(
        Context::new("hecht space key check v1")
            .bytes(&key.space.0)
            .number(key.epoch)
            .bytes(&key.member.0)
            .bytes(&key.sealed)
            .bytes(&key.maker.0)
            .bytes(&key.signature),
    )
}

#[expect(clippy::needless_pass_by_value, reason = "built for this call")]
fn digest(context: Context) -> [u8; 32] {
    Sha256::digest(context.as_bytes()).into()
}
