//! Randomness: ChaCha20 seeded once by the operating system, or by a number for the sample household
//! and tests.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use crate::error::{ErrorCode, Result};

/// The program's one source of randomness.
pub struct Random(ChaCha20Rng);

impl Random {
    /// Seeded with 32 bytes of the operating system.
    ///
    /// # Errors
    /// `internal` when the system gives none.
    pub fn from_system() -> Result<Self> {
        let mut seed = zeroize::Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut()).map_err(|_| ErrorCode::Internal)?;
        Ok(Self(ChaCha20Rng::from_seed(*seed)))
    }

    /// The same every time, for the sample household and tests.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// A number below `bound`, every one equally likely; 0 when `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let Ok(bound) = u64::try_from(bound) else {
            return 0;
        };
        let Some(reach) = u64::MAX
            .checked_div(bound)
            .and_then(|times| times.checked_mul(bound))
        else {
            return 0;
        };
        loop {
            let value = self.0.next_u64();
            if value < reach {
                let rest = value.checked_rem(bound).unwrap_or(0);
                return usize::try_from(rest).unwrap_or(0);
            }
        }
    }

    /// The generator itself, for libraries that ask for one.
    pub fn rng(&mut self) -> &mut ChaCha20Rng {
        &mut self.0
    }
}
