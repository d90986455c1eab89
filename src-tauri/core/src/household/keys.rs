//! The keys of a person: how a passphrase or spare key unwraps the member key, and what is derived from
//! it.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hpke::kem::X25519HkdfSha256;
use hpke::{Kem as _, Serializable as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::code::RecoveryCode;
use super::kdf::{Cost, KdfParameters};
use super::seal::{Context, Key, open, seal};
use crate::error::{ErrorCode, Result};
use crate::ids::{MemberId, hex, unhex};
use crate::private::Secret;
use crate::random::Random;

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
    /// Opens what is sealed to this person.
    pub(super) seal: <X25519HkdfSha256 as hpke::Kem>::PrivateKey,
    /// The seed of the signing key, in one place of memory from the first: what moves leaves copies.
    sign: Box<Zeroizing<[u8; 32]>>,
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
        let mut sign = Box::new(Zeroizing::new([0; 32]));
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
        let public = PublicKeys {
            seal: public_seal.to_bytes().into(),
            sign: SigningKey::from_bytes(&sign).verifying_key().to_bytes(),
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
            ("the Ed25519 key", **self.sign),
        ]
    }

    /// Signs bytes (Ed25519, RFC 8032).
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        SigningKey::from_bytes(&self.sign).sign(bytes).to_bytes()
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
