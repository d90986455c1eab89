//! Trying a passphrase or a spare key: one counter for all, which survives a restart and makes each
//! further wrong try wait longer.

use super::rules;
use crate::error::{Error, ErrorCode, Result};
use crate::session::Session;

impl Session {
    /// Runs `attempt`, in which passphrases or spare keys are tried, and counts it as one try. Everything
    /// that asks for a passphrase goes through here.
    ///
    /// # Errors
    /// `wait` with the seconds, and nothing was tried; those of `attempt`, a wrong one with the seconds
    /// until the next try.
    pub(crate) fn tried<T>(&mut self, attempt: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        // The sample household's passphrases stand on its lock screen; trying them counts for nothing, and
        // a right one there takes nothing back here.
        if self
            .household
            .as_ref()
            .is_some_and(|household| household.is_example)
        {
            return attempt(self);
        }
        let left = self.seconds_to_wait();
        if left > 0 {
            return Err(Error::from(ErrorCode::Wait).after(left));
        }
        match attempt(self) {
            Ok(value) => {
                if self.notes.wrong_tries > 0 {
                    self.notes.wrong_tries = 0;
                    self.notes.not_before = 0;
                    self.keep_tries();
                }
                Ok(value)
            }
            Err(error) if is_wrong(&error) => {
                let tries = self.notes.wrong_tries.saturating_add(1);
                let wait = rules::wait_after(tries);
                let wait_ms = i64::from(wait).saturating_mul(1000);
                self.notes.wrong_tries = tries;
                self.notes.not_before = self.now().at.saturating_add(wait_ms);
                self.keep_tries();
                Err(error.after(wait))
            }
            Err(error) => Err(error),
        }
    }

    fn seconds_to_wait(&mut self) -> u32 {
        if self.notes.wrong_tries == 0 {
            return 0;
        }
        let now = self.now().at;
        let left = rules::left_ms(self.notes.not_before, now);
        let from_now = now.saturating_add(left);
        if from_now < self.notes.not_before {
            self.notes.not_before = from_now;
            self.keep_tries();
        }
        let seconds = left.saturating_add(999).checked_div(1000);
        seconds.and_then(|s| u32::try_from(s).ok()).unwrap_or(0)
    }

    /// Writes the counter before the answer is known to anybody. A disk that cannot be written must not
    /// keep the owner out; the counter then holds until the program ends.
    fn keep_tries(&self) {
        self.write_device().unwrap_or_default();
    }
}

fn is_wrong(error: &Error) -> bool {
    matches!(
        error.code,
        ErrorCode::WrongPassphrase | ErrorCode::WrongRecoveryCode
    )
}
