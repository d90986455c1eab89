//! A space's key: sealed to one person, and signed by who made it.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, OpModeR, OpModeS, Serializable as _};
use zeroize::Zeroizing;

use super::keys::{MemberKeys, PublicKeys};
use super::seal::{Context, Key};
use crate::error::{ErrorCode, Result};
use crate::ids::{MemberId, SpaceId};
use crate::random::Random;

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

/// Seals a space's key to one person: HPKE base mode (RFC 9180) with X25519, HKDF-SHA256 and
/// ChaCha20-Poly1305. The result is the encapsulated key, then the ciphertext.
///
/// # Errors
/// `file_damaged` when the public key is none.
pub fn seal_space_key(
    household: &[u8; 16],
    space: SpaceId,
    epoch: u32,
    member: MemberId,
    to: &PublicKeys,
    key: &Key,
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
            &key.0,
            &[],
            random.rng(),
        )
        .map_err(|_| ErrorCode::Internal)?;
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
) -> Result<Key> {
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
    plain.as_slice().try_into().map(Key).map_err(|_| damaged())
}

/// What the maker of a space's key signs: household, space, epoch, SHA-256 of the key and the sorted
/// list of the people it is sealed to.
#[must_use]
pub fn space_key_signing_bytes(
    household: &[u8; 16],
    space: SpaceId,
    epoch: u32,
    key: &Key,
    members: &[MemberId],
) -> Vec<u8> {
    let mut sorted = members.to_vec();
    sorted.sort_unstable();
    sorted
        .iter()
        .fold(
            Context::new("hecht space key signature v1")
                .bytes(household)
                .bytes(&space.0)
                .number(epoch)
                .bytes(&key.digest()),
            |context, member| context.bytes(&member.0),
        )
        .as_bytes()
        .to_vec()
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
        let key = Key::random(&mut random);
        let body = seal_space_key(&household, space, 1, one, &robin.public, &key, &mut random)?;
        assert_eq!(
            open_space_key(&household, space, 1, one, &robin, &body)?,
            key
        );
        assert!(open_space_key(&household, space, 1, one, &sam, &body).is_err());
        assert!(open_space_key(&household, space, 1, two, &robin, &body).is_err());
        assert!(open_space_key(&household, space, 2, one, &robin, &body).is_err());
        Ok(())
    }
}
