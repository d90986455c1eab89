//! Trying a passphrase or a spare key: one counter for all, which survives a restart and makes each
//! further wrong try wait longer. At whom was guessed is known only until the program ends.

use std::collections::BTreeMap;

use super::rules;
use crate::error::{Error, ErrorCode, Result};
use crate::ids::MemberId;
use crate::session::Session;

/// The wrong tries at each person's since the program started.
// PRIVACY: never written anywhere, and no reply holds it.
#[derive(Debug, Default)]
pub(crate) struct Tries(BTreeMap<MemberId, u32>);

impl Session {
    /// Runs `attempt`, in which passphrases or spare keys of `people` are tried, and counts it as one try.
    /// Everything that asks for a passphrase goes through here.
    ///
    /// A right one takes back the wrong tries at the same people and no others: somebody who guesses at
    /// another's does not wait less for knowing their own.
    ///
    /// # Errors
    /// `wait` with the seconds, and nothing was tried; those of `attempt`, a wrong one with the seconds
    /// until the next try.
    pub(crate) fn tried<T>(
        &mut self,
        people: &[MemberId],
        attempt: impl FnOnce(&Self) -> Result<T>,
    ) -> Result<T> {
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
                self.take_back(people);
                Ok(value)
            }
            Err(error) if is_wrong(&error) => {
                let tries = self.notes.wrong_tries.saturating_add(1);
                let wait = rules::wait_after(tries);
                let wait_ms = i64::from(wait).saturating_mul(1000);
                self.notes.wrong_tries = tries;
                self.notes.not_before = self.now().at.saturating_add(wait_ms);
                self.keep_tries();
                let about = |person: &&MemberId| error.reference == Some(person.to_string());
                if let Some(person) = people.iter().find(about) {
                    let at = self.tries.0.entry(*person).or_default();
                    *at = at.saturating_add(1);
                }
                Err(error.after(wait))
            }
            Err(error) => Err(error),
        }
    }

    fn take_back(&mut self, people: &[MemberId]) {
        let own = people
            .iter()
            .filter_map(|person| self.tries.0.remove(person));
        let own = own.fold(0, u32::saturating_add);
        if own == 0 {
            return;
        }
        self.notes.wrong_tries = self.notes.wrong_tries.saturating_sub(own);
        if self.notes.wrong_tries == 0 {
            self.notes.not_before = 0;
        }
        self.keep_tries();
    }

    fn seconds_to_wait(&mut self) -> u32 {
        if self.notes.wrong_tries == 0 {
            return 0;
        }
        let now = self.now().at;
        if rules::is_forgotten(self.notes.not_before, now) {
            self.tries = Tries::default();
            self.notes.wrong_tries = 0;
            self.notes.not_before = 0;
            self.keep_tries();
            return 0;
        }
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
