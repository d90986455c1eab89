//! How a passphrase becomes a key: Argon2id, how dear it is on this computer, and which parameters of a
//! file are refused.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use super::seal::Key;
use crate::error::{ErrorCode, Result};

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
    pub(super) fn check(self) -> Result<()> {
        if self.m > MOST_KIB || self.t > MOST_PASSES || self.t == 0 || self.p == 0 || self.p > 16 {
            return Err(ErrorCode::FileDamaged.into());
        }
        if cfg!(not(feature = "testing")) && self.m < LEAST_KIB {
            return Err(ErrorCode::FileTestOnly.into());
        }
        Ok(())
    }

    pub(super) fn derive(self, secret: &[u8], salt: &[u8; 16]) -> Result<Key> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
