//! What begins an epoch of a space: its key, with the records that explain for whom it is, sealed to one
//! person and signed by who made it.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, OpModeR, OpModeS, Serializable as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::keys::{MemberKeys, PublicKeys};
use super::seal::{Context, Key};
use crate::error::{ErrorCode, Result};
use crate::ids::{MemberId, RowId, SpaceId, hex, unhex_all};
use crate::random::Random;

/// A row of the space as it stood when an epoch began, kept beside the key: should the row itself be
/// lost, everybody still knows who is in the space, who has left and which keys a person took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The epoch it was written in.
    pub epoch: u32,
    /// Its row.
    pub row: RowId,
    /// Its plaintext, an [`Envelope`](super::Envelope), hexadecimal.
    #[serde(serialize_with = "as_hex", deserialize_with = "from_hex")]
    pub envelope: Vec<u8>,
}

fn as_hex<S: serde::Serializer>(
    bytes: &[u8],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex(bytes))
}

fn from_hex<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    unhex_all(&text).ok_or_else(|| serde::de::Error::custom("not hexadecimal"))
}

/// What each person of an epoch gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochSecret {
    /// The key of its records.
    pub key: Key,
    /// The `space`, `accept`, `keys` and `left` records since the epoch before.
    pub carried: Vec<Carried>,
}

impl EpochSecret {
    /// The first epoch of a space: nothing was before it.
    #[must_use]
    pub fn first(key: Key) -> Self {
        Self {
            key,
            carried: Vec::new(),
        }
    }

    fn carried_json(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(&self.carried).map_err(|_| ErrorCode::Internal.into())
    }

    /// The key, then the JSON of what is carried, with spaces up to 256 × 2^k bytes: the length tells
    /// nothing about names.
    fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>> {
        let carried = self.carried_json()?;
        let length = self.key.0.len().saturating_add(carried.len());
        let padded = length.next_power_of_two().max(256);
        let mut bytes = Zeroizing::new(Vec::with_capacity(padded));
        bytes.extend_from_slice(&self.key.0);
        bytes.extend_from_slice(&carried);
        bytes.resize(padded, b' ');
        Ok(bytes)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (key, carried) = bytes.split_first_chunk::<32>()?;
        Some(Self {
            key: Key(*key),
            carried: serde_json::from_slice(carried).ok()?,
        })
    }
}

fn space_key_context(
    household: &[u8; 16],
    space: SpaceId,
    epoch: u32,
    member: MemberId,
) -> Context {
    Context::new("hecht space key v1")
        .bytes(household)
        .bytes(&space.0)
        .number(epoch)
        .bytes(&member.0)
}

/// Seals an epoch to one person: HPKE base mode (RFC 9180) with X25519, HKDF-SHA256 and
/// ChaCha20-Poly1305. The result is the encapsulated key, then the ciphertext.
///
/// # Errors
/// `file_damaged` when the public key is none, or one to which nothing can be sealed.
pub fn seal_space_key(
    household: &[u8; 16],
    space: SpaceId,
    epoch: u32,
    member: MemberId,
    to: &PublicKeys,
    secret: &EpochSecret,
    random: &mut Random,
) -> Result<Vec<u8>> {
    let public = <X25519HkdfSha256 as hpke::Kem>::PublicKey::from_bytes(&to.seal)
        .map_err(|_| ErrorCode::FileDamaged)?;
    let context = space_key_context(household, space, epoch, member);
    let (encapped, sealed) =
        hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &public,
            context.as_bytes(),
            &secret.to_bytes()?,
            &[],
            random.rng(),
        )
        .map_err(|_| ErrorCode::FileDamaged)?;
    let mut body = encapped.to_bytes().to_vec();
    body.extend_from_slice(&sealed);
    Ok(body)
}

/// Opens what [`seal_space_key`] made for this person.
///
/// # Errors
/// `record_damaged` when it is not for them or was changed.
pub fn open_space_key(
    household: &[u8; 16],
    space: SpaceId,
    epoch: u32,
    member: MemberId,
    keys: &MemberKeys,
    body: &[u8],
) -> Result<EpochSecret> {
    let damaged = || crate::error::Error::from(ErrorCode::RecordDamaged);
    let (encapped, sealed) = body.split_first_chunk::<32>().ok_or_else(damaged)?;
    let encapped = <X25519HkdfSha256 as hpke::Kem>::EncappedKey::from_bytes(encapped)
        .map_err(|_| damaged())?;
    let context = space_key_context(household, space, epoch, member);
    let plain = Zeroizing::new(
        hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &keys.seal,
            &encapped,
            context.as_bytes(),
            sealed,
            &[],
        )
        .map_err(|_| damaged())?,
    );
    EpochSecret::from_bytes(&plain).ok_or_else(damaged)
}

/// What the maker of an epoch signs: household, space, epoch, SHA-256 of the key, SHA-256 of what is
/// carried and the sorted list of the people it is sealed to.
///
/// # Errors
/// `internal` when what is carried is no JSON.
pub fn space_key_signing_bytes(
    household: &[u8; 16],
    space: SpaceId,
    epoch: u32,
    secret: &EpochSecret,
    members: &[MemberId],
) -> Result<Vec<u8>> {
    let carried = Sha256::digest(secret.carried_json()?);
    let mut sorted = members.to_vec();
    sorted.sort_unstable();
    let place = Context::new("hecht space key signature v1")
        .bytes(household)
        .bytes(&space.0)
        .number(epoch)
        .bytes(&secret.key.digest())
        .bytes(&carried);
    let whole = sorted
        .iter()
        .fold(place, |context, member| context.bytes(&member.0));
    Ok(whole.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_key_opens_for_its_person_only() -> Result<()> {
        let mut random = Random::from_seed(4);
        let (robin, sam) = (
            MemberKeys::random(&mut random)?,
            MemberKeys::random(&mut random)?,
        );
        let (household, space) = ([1; 16], SpaceId([2; 16]));
        let (one, two) = (MemberId([3; 16]), MemberId([4; 16]));
        let secret = EpochSecret {
            key: Key::random(&mut random),
            carried: vec![Carried {
                epoch: 1,
                row: RowId([5; 16]),
                envelope: vec![0, 1, 254, 255],
            }],
        };
        let to = &robin.public;
        let body = seal_space_key(&household, space, 1, one, to, &secret, &mut random)?;
        let opened = open_space_key(&household, space, 1, one, &robin, &body)?;
        assert_eq!(opened, secret);
        assert!(open_space_key(&household, space, 1, one, &sam, &body).is_err());
        assert!(open_space_key(&household, space, 1, two, &robin, &body).is_err());
        assert!(open_space_key(&household, space, 2, one, &robin, &body).is_err());
        Ok(())
    }
}
