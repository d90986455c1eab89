//! The keys of a person: how a passphrase or spare key unwraps the member key, what is derived from
//! it, and how a space's key is sealed to a person.

use argon2::{Algorithm, Argon2, Params, Version};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem as _, OpModeR, OpModeS, Serializable as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::seal::{Context, Key, open, seal};
use crate::error::{ErrorCode, Result};
use crate::ids::{MemberId, SpaceId, hex, unhex};
use crate::private::Secret;
use crate::random::Random;

const MIB: u32 = 1024;
const FULL_KIB: u32 = 256 * MIB;
const LEAST_KIB: u32 = 64 * MIB;
const MOST_KIB: u32 = 1024 * MIB;
const PASSES: u32 = 3;
const MOST_PASSES: u32 = 20;
const LANES: u32 = 4;

/// How dear a derivation from a passphrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// 256 MiB and three passes, less on a slow machine, never under 64 MiB.
    Full,
    /// For tests: 64 KiB. Shipped builds refuse files made with it.
    #[cfg(feature = "testing")]
    Cheap,
}

/// Parameters of Argon2id version 1.3 (RFC 9106): memory in KiB, passes, lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KdfParameters {
    /// Memory in KiB.
    pub m: u32,
    /// Passes over the memory.
    pub t: u32,
    /// Lanes.
    pub p: u32,
}

impl KdfParameters {
    /// The parameters for a new slot. With [`Cost::Full`] a run at the least memory is timed first and
    /// the memory chosen so that one derivation takes about a second.
    #[must_use]
    pub fn choose(cost: Cost) -> Self {
        match cost {
            Cost::Full => Self::measured(),
            #[cfg(feature = "testing")]
            Cost::Cheap => Self { m: 64, t: 1, p: 1 },
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "measures this computer, not the time of day"
    )]
    fn measured() -> Self {
        let least = Self {
            m: LEAST_KIB,
            t: PASSES,
            p: LANES,
        };
        let start = std::time::Instant::now();
        if least.derive(b"measure", &[0; 16]).is_err() {
            return least;
        }
        let taken = start.elapsed().as_millis().max(1);
        let affordable = u128::from(LEAST_KIB)
            .saturating_mul(1000)
            .checked_div(taken)
            .unwrap_or(0);
        let m = u32::try_from(affordable)
            .unwrap_or(u32::MAX)
            .clamp(LEAST_KIB, FULL_KIB);
        Self { m, ..least }
    }

    /// Refuses parameters that a hostile file could use to exhaust the machine, and the weak ones of a
    /// test build.
    fn check(self) -> Result<()> {
        if self.m > MOST_KIB || self.t > MOST_PASSES || self.t == 0 || self.p == 0 || self.p > 16 {
            return Err(ErrorCode::FileDamaged.into());
        }
        if cfg!(not(feature = "testing")) && self.m < LEAST_KIB {
            return Err(ErrorCode::FileTestOnly.into());
        }
        Ok(())
    }

    fn derive(self, secret: &[u8], salt: &[u8; 16]) -> Result<Key> {
        let params =
            Params::new(self.m, self.t, self.p, Some(32)).map_err(|_| ErrorCode::FileDamaged)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut key = Key([0; 32]);
        argon
            .hash_password_into(secret, salt, &mut key.0)
            .map_err(|_| ErrorCode::Internal)?;
        Ok(key)
    }
}

/// What a slot is opened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// A chosen passphrase, through Argon2id.
    Passphrase,
    /// A printed spare key of 160 random bits, through HKDF.
    Recovery,
}

impl SlotKind {
    /// The word in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery",
        }
    }
}

/// How many groups of four a spare key is written in.
pub const RECOVERY_CODE_GROUPS: usize = 8;
/// Crockford's base 32: no I, L, O or U, so that it can be read from paper.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A spare key: 160 random bits, written as eight groups of four characters (Crockford base 32).
pub struct RecoveryCode(Zeroizing<[u8; 20]>);

impl RecoveryCode {
    /// A new one.
    pub fn random(random: &mut Random) -> Self {
        Self(Zeroizing::new(random.bytes()))
    }

    /// The eight groups as they are printed.
    #[must_use]
    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        self.0
            .chunks(5)
            .flat_map(|five| {
                let bits = five
                    .iter()
                    .fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
                let letter = |at: u32| {
                    let index = usize::try_from((bits >> at) & 31).unwrap_or(0);
                    CROCKFORD.get(index).map_or('0', |byte| char::from(*byte))
                };
                let group = |top: u32| {
                    let places = [0_u32, 5, 10, 15];
                    Zeroizing::new(
                        places
                            .iter()
                            .map(|low| letter(top.saturating_sub(*low)))
                            .collect(),
                    )
                };
                [group(35), group(15)]
            })
            .collect()
    }

    /// Reads what a person typed: any case, any spaces or hyphens, O for 0, I and L for 1.
    #[must_use]
    pub fn parse(typed: &Secret) -> Option<Self> {
        let mut bytes = Zeroizing::new([0_u8; 20]);
        let digits: Zeroizing<Vec<u64>> = Zeroizing::new(
            typed
                .expose()
                .chars()
                .filter(|letter| !letter.is_whitespace() && *letter != '-')
                .map(digit)
                .collect::<Option<_>>()?,
        );
        if digits.len() != 32 {
            return None;
        }
        for (five, eight) in bytes.chunks_mut(5).zip(digits.chunks(8)) {
            let bits = eight.iter().fold(0_u64, |bits, digit| (bits << 5) | digit);
            let (_, low) = bits
                .to_be_bytes()
                .split_first_chunk::<3>()
                .map(|(a, b)| (*a, b.to_vec()))?;
            five.copy_from_slice(&low);
        }
        Some(Self(bytes))
    }
}

fn digit(letter: char) -> Option<u64> {
    let upper = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = CROCKFORD
        .iter()
        .position(|byte| char::from(*byte) == upper)?;
    u64::try_from(at).ok()
}

/// The public half of a person's keys, as it stands in their row and is pinned by a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKeys {
    /// X25519, to seal a space's key to.
    pub seal: [u8; 32],
    /// Ed25519, to check what they signed.
    pub sign: [u8; 32],
}

impl PublicKeys {
    /// Did the owner of these keys sign these bytes? Strict verification (RFC 8032, small-order keys
    /// refused).
    #[must_use]
    pub fn has_signed(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.sign)
            .and_then(|key| key.verify_strict(bytes, &Signature::from_bytes(signature)))
            .is_ok()
    }
}

#[derive(Serialize, Deserialize)]
struct PublicKeysText {
    seal: String,
    sign: String,
}

impl Serialize for PublicKeys {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        PublicKeysText {
            seal: hex(&self.seal),
            sign: hex(&self.sign),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PublicKeys {
    fn deserialize<D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> std::result::Result<Self, D::Error> {
        let text = PublicKeysText::deserialize(deserializer)?;
        let key = |text: &str| unhex(text).ok_or_else(|| serde::de::Error::custom("not a key"));
        Ok(Self {
            seal: key(&text.seal)?,
            sign: key(&text.sign)?,
        })
    }
}

/// A person's member key and all that is derived from it with HKDF-SHA256 (RFC 5869), one label each.
pub struct MemberKeys {
    root: Key,
    /// The key of the private space.
    pub private: Key,
    seal: <X25519HkdfSha256 as hpke::Kem>::PrivateKey,
    sign: SigningKey,
    /// The public halves.
    pub public: PublicKeys,
    /// A value that shows the right member key was unwrapped.
    pub check: [u8; 16],
}

impl std::fmt::Debug for MemberKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemberKeys(…)")
    }
}

impl MemberKeys {
    /// New random keys.
    ///
    /// # Errors
    /// `internal` when a derivation refuses.
    pub fn random(random: &mut Random) -> Result<Self> {
        Self::derive(Key::random(random))
    }

    fn derive(root: Key) -> Result<Self> {
        let hkdf = Hkdf::<Sha256>::new(None, &root.0);
        let mut private = Key([0; 32]);
        let mut exchange = Zeroizing::new([0; 32]);
        let mut sign = Zeroizing::new([0; 32]);
        let mut check = [0; 16];
        for (label, out) in [
            ("hecht private space key v1", private.0.as_mut_slice()),
            ("hecht x25519 key v1", exchange.as_mut_slice()),
            ("hecht ed25519 key v1", sign.as_mut_slice()),
            ("hecht key check v1", check.as_mut_slice()),
        ] {
            hkdf.expand(label.as_bytes(), out)
                .map_err(|_| ErrorCode::Internal)?;
        }
        let (seal, public_seal) = X25519HkdfSha256::derive_keypair(exchange.as_slice());
        let sign = SigningKey::from_bytes(&sign);
        let public = PublicKeys {
            seal: public_seal.to_bytes().into(),
            sign: sign.verifying_key().to_bytes(),
        };
        Ok(Self {
            root,
            private,
            seal,
            sign,
            public,
            check,
        })
    }

    /// Each secret of this person with its name, for tests that look for them where they must not be.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn every_secret(&self) -> Vec<(&'static str, [u8; 32])> {
        vec![
            ("the member key", self.root.0),
            ("the key of the private space", self.private.0),
            ("the X25519 key", self.seal.to_bytes().into()),
            ("the Ed25519 key", self.sign.to_bytes()),
        ]
    }

    /// Signs bytes (Ed25519, RFC 8032).
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.sign.sign(bytes).to_bytes()
    }

    /// Wraps the member key for a passphrase slot.
    ///
    /// # Errors
    /// `internal` when the derivation or cipher refuses.
    pub fn wrap_with_passphrase(
        &self,
        household: &[u8; 16],
        member: MemberId,
        passphrase: &Secret,
        cost: Cost,
        random: &mut Random,
    ) -> Result<super::SlotRow> {
        let kdf = KdfParameters::choose(cost);
        let salt = random.bytes();
        let key = kdf.derive(passphrase.normal().as_bytes(), &salt)?;
        let kdf = serde_json::to_string(&kdf).map_err(|_| ErrorCode::Internal)?;
        self.wrap(
            household,
            member,
            SlotKind::Passphrase,
            kdf,
            salt,
            &key,
            random,
        )
    }

    /// Wraps the member key for a spare-key slot.
    ///
    /// # Errors
    /// `internal` when the derivation or cipher refuses.
    pub fn wrap_with_code(
        &self,
        household: &[u8; 16],
        member: MemberId,
        code: &RecoveryCode,
        random: &mut Random,
    ) -> Result<super::SlotRow> {
        let salt = random.bytes();
        let key = code_key(code, &salt)?;
        self.wrap(
            household,
            member,
            SlotKind::Recovery,
            "{}".to_owned(),
            salt,
            &key,
            random,
        )
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "each is one column of the slot or what binds it"
    )]
    fn wrap(
        &self,
        household: &[u8; 16],
        member: MemberId,
        kind: SlotKind,
        kdf: String,
        salt: [u8; 16],
        key: &Key,
        random: &mut Random,
    ) -> Result<super::SlotRow> {
        let context = slot_context(household, member, kind, &kdf);
        let wrapped = seal(key, &context, &self.root.0, random)?;
        Ok(super::SlotRow {
            member,
            kind,
            kdf,
            salt,
            wrapped,
            key_check: self.check,
        })
    }

    /// Unwraps a member key with a passphrase. `Ok(None)` means the passphrase is not the right one.
    ///
    /// # Errors
    /// `file_damaged` for parameters no Hecht writes, `file_test_only` for the weak ones of a test build.
    pub fn unwrap_with_passphrase(
        household: &[u8; 16],
        slot: &super::SlotRow,
        passphrase: &Secret,
    ) -> Result<Option<Self>> {
        let kdf: KdfParameters =
            serde_json::from_str(&slot.kdf).map_err(|_| ErrorCode::FileDamaged)?;
        kdf.check()?;
        let key = kdf.derive(passphrase.normal().as_bytes(), &slot.salt)?;
        Self::unwrap(household, slot, &key)
    }

    /// Unwraps a member key with a spare key. `Ok(None)` means it is not the right one.
    ///
    /// # Errors
    /// `internal` when the derivation refuses.
    pub fn unwrap_with_code(
        household: &[u8; 16],
        slot: &super::SlotRow,
        code: &RecoveryCode,
    ) -> Result<Option<Self>> {
        let key = code_key(code, &slot.salt)?;
        Self::unwrap(household, slot, &key)
    }

    fn unwrap(household: &[u8; 16], slot: &super::SlotRow, key: &Key) -> Result<Option<Self>> {
        let context = slot_context(household, slot.member, slot.kind, &slot.kdf);
        let Ok(root) = open(key, &context, &slot.wrapped) else {
            return Ok(None);
        };
        let root: [u8; 32] = root
            .as_slice()
            .try_into()
            .map_err(|_| ErrorCode::FileDamaged)?;
        let keys = Self::derive(Key(root))?;
        if keys.check != slot.key_check {
            return Err(ErrorCode::FileDamaged.into());
        }
        Ok(Some(keys))
    }
}

fn code_key(code: &RecoveryCode, salt: &[u8; 16]) -> Result<Key> {
    let mut key = Key([0; 32]);
    Hkdf::<Sha256>::new(Some(salt), code.0.as_slice())
        .expand(b"hecht spare key v1", &mut key.0)
        .map_err(|_| ErrorCode::Internal)?;
    Ok(key)
}

fn slot_context(household: &[u8; 16], member: MemberId, kind: SlotKind, kdf: &str) -> Context {
    Context::new("hecht slot v1")
        .bytes(household)
        .bytes(&member.0)
        .bytes(kind.word().as_bytes())
        .bytes(kdf.as_bytes())
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
    fn a_spare_key_reads_back_as_it_was_printed_and_as_people_type_it() {
        let code = RecoveryCode::random(&mut Random::from_seed(3));
        let groups = code.groups();
        assert_eq!(groups.len(), RECOVERY_CODE_GROUPS);
        let printed = groups
            .iter()
            .map(|group| group.as_str())
            .collect::<Vec<_>>()
            .join("-");
        let careless = printed
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        for typed in [printed, careless] {
            let read = RecoveryCode::parse(&Secret::new(typed));
            assert_eq!(read.map(|read| *read.0), Some(*code.0));
        }
        assert!(RecoveryCode::parse(&Secret::new("ABCD".to_owned())).is_none());
    }

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

    #[test]
    fn hostile_parameters_are_refused_before_any_work() {
        for kdf in [
            KdfParameters {
                m: MOST_KIB.saturating_add(1),
                t: 1,
                p: 1,
            },
            KdfParameters {
                m: LEAST_KIB,
                t: 21,
                p: 4,
            },
            KdfParameters {
                m: LEAST_KIB,
                t: 0,
                p: 4,
            },
        ] {
            assert!(kdf.check().is_err());
        }
    }

    /// Runs in the build without the feature `testing`, as it is shipped.
    #[cfg(not(feature = "testing"))]
    #[test]
    fn the_shipped_program_refuses_the_weak_derivation_of_a_test_build() {
        let cheap = KdfParameters { m: 64, t: 1, p: 1 };
        assert_eq!(
            cheap.check().map_err(|error| error.code),
            Err(ErrorCode::FileTestOnly)
        );
        let full = KdfParameters {
            m: LEAST_KIB,
            t: PASSES,
            p: LANES,
        };
        assert_eq!(full.check(), Ok(()));
    }
}
