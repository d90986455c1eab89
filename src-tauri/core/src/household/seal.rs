//! Sealing bytes with a symmetric key: XChaCha20-Poly1305 with a random 192-bit nonce in front
//! (draft-irtf-cfrg-xchacha-03), and the padding that hides how long a text is.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::error::{ErrorCode, Result};
use crate::random::Random;

const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;
/// The smallest padded plaintext; every size is this times a power of two.
const PAD_BYTES: usize = 256;

/// A 256-bit symmetric key, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop, PartialEq, Eq)]
pub struct Key(pub(crate) [u8; 32]);

impl Key {
    /// A new random key.
    pub fn random(random: &mut Random) -> Self {
        Self(random.bytes())
    }

    /// The bytes, for tests that look for them where they must not be.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// SHA-256 of the key, as signed in a space key's row.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Builds associated data and signed bytes: a label, then each part with its length in front, so that
/// no two different lists give the same bytes.
#[derive(Debug, Clone)]
pub struct Context(Vec<u8>);

impl Context {
    /// Starts with a label of its own for each use.
    #[must_use]
    pub fn new(label: &str) -> Self {
        Self(Vec::with_capacity(160)).bytes(label.as_bytes())
    }

    /// Adds bytes with their length (64 bit, big endian).
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    /// Adds a number (32 bit, big endian).
    #[must_use]
    pub fn number(self, number: u32) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    /// The bytes built so far.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Pads to 256 B × 2^k with the length in front, and seals. The result is nonce, ciphertext and tag.
///
/// # Errors
/// `text_too_long` when the plaintext is larger than 4 GiB; `internal` when the cipher refuses.
pub fn seal(key: &Key, context: &Context, plain: &[u8], random: &mut Random) -> Result<Vec<u8>> {
    let padded = pad(plain)?;
    let nonce: [u8; NONCE_BYTES] = random.bytes();
    let cipher = XChaCha20Poly1305::new(&key.0.into());
    let payload = Payload {
        msg: &padded,
        aad: context.as_bytes(),
    };
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| ErrorCode::Internal)?;
    let mut body = Vec::with_capacity(sealed.len().saturating_add(NONCE_BYTES));
    body.extend_from_slice(&nonce);
    body.extend_from_slice(&sealed);
    Ok(body)
}

/// Opens what [`seal`] made.
///
/// # Errors
/// `record_damaged` when key, context or any bit differs.
pub fn open(key: &Key, context: &Context, body: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = body
        .split_first_chunk::<NONCE_BYTES>()
        .ok_or(ErrorCode::RecordDamaged)?;
    let cipher = XChaCha20Poly1305::new(&key.0.into());
    let payload = Payload {
        msg: sealed,
        aad: context.as_bytes(),
    };
    let padded = cipher
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| ErrorCode::RecordDamaged)?;
    unpad(Zeroizing::new(padded))
}

/// The Poly1305 tag of a sealed body as a number, for the sums of [`super::Head`]; 0 for a body too
/// short to have one.
#[must_use]
pub(crate) fn tag(body: &[u8]) -> u128 {
    body.last_chunk::<TAG_BYTES>()
        .map_or(0, |tag| u128::from_be_bytes(*tag))
}

fn pad(plain: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let length = u32::try_from(plain.len()).map_err(|_| ErrorCode::TextTooLong)?;
    let needed = plain.len().checked_add(4).ok_or(ErrorCode::TextTooLong)?;
    let mut size = PAD_BYTES;
    while size < needed {
        size = size.checked_mul(2).ok_or(ErrorCode::TextTooLong)?;
    }
    let mut padded = Zeroizing::new(Vec::with_capacity(size));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(plain);
    padded.resize(size, 0);
    Ok(padded)
}

fn unpad(mut padded: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>> {
    let (length, rest) = padded
        .split_first_chunk::<4>()
        .ok_or(ErrorCode::RecordDamaged)?;
    let length =
        usize::try_from(u32::from_be_bytes(*length)).map_err(|_| ErrorCode::RecordDamaged)?;
    if length > rest.len() {
        return Err(ErrorCode::RecordDamaged.into());
    }
    padded.drain(..4);
    padded.truncate(length);
    Ok(padded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key([7; 32])
    }

    #[test]
    fn sizes_are_256_times_a_power_of_two() {
        for (plain, padded) in [(0, 256), (252, 256), (253, 512), (508, 512), (509, 1024)] {
            assert_eq!(pad(&vec![1; plain]).map(|p| p.len()), Ok(padded));
        }
    }

    #[test]
    fn a_body_opens_only_in_its_own_context() {
        let mut random = Random::from_seed(1);
        let here = Context::new("test").number(1);
        let there = Context::new("test").number(2);
        let body = seal(&key(), &here, b"text", &mut random).unwrap_or_default();
        assert_eq!(
            open(&key(), &here, &body).map(|p| p.to_vec()),
            Ok(b"text".to_vec())
        );
        assert!(open(&key(), &there, &body).is_err());
    }

    #[test]
    fn contexts_of_different_parts_differ() {
        let one = Context::new("a").bytes(b"bc");
        let two = Context::new("ab").bytes(b"c");
        assert_ne!(one.as_bytes(), two.as_bytes());
    }
}
