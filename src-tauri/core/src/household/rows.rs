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
    /// The keys before these, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<FormerKeys>,
    /// The person's own signature over all of it, hexadecimal: nobody else can rename them.
    pub signature: String,
}

/// Keys a person had before a change of passphrase, with their word on the next ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerKeys {
    /// The keys that were.
    pub keys: PublicKeys,
    /// Their signature over the keys that followed, hexadecimal.
    pub signature: String,
}

/// What the keys that were sign about the keys that follow.
#[must_use]
pub fn next_keys_signing_bytes(
    household: &[u8; 16],
    member: MemberId,
    next: &PublicKeys,
) -> Vec<u8> {
    Context::new("hecht next keys v1")
        .bytes(household)
        .bytes(&member.0)
        .bytes(&next.seal)
        .bytes(&next.sign)
        .as_bytes()
        .to_vec()
}

impl MemberRow {
    /// What the person signs.
    #[must_use]
    pub fn signing_bytes(&self, household: &[u8; 16]) -> Vec<u8> {
        let row = Context::new("hecht member signature v1")
            .bytes(household)
            .bytes(&self.id.0)
            .bytes(self.name.as_bytes())
            .number(self.colour.into())
            .number(self.order)
            .bytes(&self.keys.seal)
            .bytes(&self.keys.sign);
        let whole = self.former.iter().fold(row, |row, former| {
            row.bytes(&former.keys.seal)
                .bytes(&former.keys.sign)
                .bytes(former.signature.as_bytes())
        });
        whole.as_bytes().to_vec()
    }

    /// Are these the person's keys, now or before? Each change since must be signed by the keys before
    /// it.
    #[must_use]
    pub fn has_or_had(&self, household: &[u8; 16], keys: &PublicKeys) -> bool {
        if self.keys == *keys {
            return true;
        }
        let Some(at) = self.former.iter().position(|former| former.keys == *keys) else {
            return false;
        };
        let next = self.former.iter().skip(at.saturating_add(1));
        let next = next.map(|former| &former.keys).chain([&self.keys]);
        self.former.iter().skip(at).zip(next).all(|(former, next)| {
            let bytes = next_keys_signing_bytes(household, self.id, next);
            crate::ids::unhex::<64>(&former.signature)
                .is_some_and(|signature| former.keys.has_signed(&bytes, &signature))
        })
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
    /// Seals a record anew: the row with its id takes this body and epoch.
    Reseal(SpaceId, StoredRow),
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
    /// Removes a person with all their slots.
    RemoveMember(MemberId),
    /// Adds a space's key for one person.
    SpaceKey(SpaceKeyRow),
    /// Seals a space's key anew to the same person.
    ResealKey(SpaceKeyRow),
    /// Removes a person's keys of a space.
    RemoveSpaceKeys(SpaceId, MemberId),
    /// Removes all rows of a space.
    RemoveSpace(SpaceId),
}

impl Write {
    /// Does it take something out of the file?
    pub(super) fn removes(&self) -> bool {
        match self {
            Self::Remove(..)
            | Self::RemoveSlot(..)
            | Self::RemoveMember(_)
            | Self::RemoveSpaceKeys(..)
            | Self::RemoveSpace(_) => true,
            Self::Put(..)
            | Self::Reseal(..)
            | Self::Head(..)
            | Self::Member(_)
            | Self::Slot(_)
            | Self::SpaceKey(_)
            | Self::ResealKey(_) => false,
        }
    }
}

/// Writes one change. It must touch exactly the row it is about.
pub(super) fn apply(connection: &Connection, write: &Write) -> Result<()> {
    let changed = match write {
        Write::Put(space, row) => connection
            .prepare_cached("INSERT INTO record (space, id, epoch, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![space, row.id, row.epoch, row.body])?,
        Write::Reseal(space, row) => connection
            .prepare_cached("UPDATE record SET epoch = ?3, body = ?4 WHERE space = ?1 AND id = ?2")?
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
        Write::ResealKey(key) => connection.execute(
            "UPDATE space_key SET sealed = ?4, \"check\" = ?5
             WHERE space = ?1 AND epoch = ?2 AND member = ?3",
            params![
                key.space,
                key.epoch,
                key.member,
                key.sealed,
                space_key_check(key).as_slice()
            ],
        )?,
        Write::RemoveSpaceKeys(space, member) => connection.execute(
            "DELETE FROM space_key WHERE space = ?1 AND member = ?2",
            params![space, member],
        )?,
        Write::RemoveMember(member) => {
            connection.execute("DELETE FROM slot WHERE member = ?1", params![member])?;
            connection.execute("DELETE FROM member WHERE id = ?1", params![member])?
        }
        Write::RemoveSpace(space) => {
            connection.execute("DELETE FROM record WHERE space = ?1", params![space])?;
            connection.execute("DELETE FROM space_key WHERE space = ?1", params![space])?;
            connection.execute("DELETE FROM head WHERE space = ?1", params![space])?
        }
    };
    // A write that changed nothing, or more than its row, is not the one that was asked for.
    let is_exact = changed == 1
        || matches!(
            write,
            Write::RemoveSlot(..) | Write::RemoveSpace(_) | Write::RemoveSpaceKeys(..)
        );
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
