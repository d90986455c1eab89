//! The automatic lock: it counts with a clock that runs during sleep. Only what a person does at keyboard
//! or mouse counts as being here, never what the page reads by itself.

use super::rules;
use crate::error::Result;
use crate::session::{Session, Sitting};
use crate::time::LockClock;

/// When somebody was here, and when the clock was last looked at, in milliseconds of the [`LockClock`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Awake {
    touched_ms: i64,
    looked_ms: i64,
}

impl Session {
    /// Somebody presses keys or moves the mouse.
    ///
    /// # Errors
    /// `locked`.
    pub(crate) fn stay(&mut self) -> Result<()> {
        self.unlocked()?;
        let now = self.lock_clock.now_ms();
        if let Some(awake) = &mut self.awake {
            awake.touched_ms = now;
        }
        Ok(())
    }

    /// Looks at the clock and locks when it is time to. The shell calls it every 15 seconds while
    /// somebody has unlocked, and every command does before anything else.
    pub fn tick(&mut self) {
        self.begin_to_count();
        let Some(awake) = self.awake else { return };
        let now = self.lock_clock.now_ms();
        if rules::must_lock(awake.touched_ms, awake.looked_ms, now, self.lock_after_ms()) {
            self.lock_at_once();
        } else {
            self.awake = Some(Awake {
                looked_ms: now,
                ..awake
            });
        }
    }

    /// Has somebody unlocked?
    #[must_use]
    pub fn is_unlocked(&self) -> bool {
        self.sitting != Sitting::Locked
    }

    /// Locks when somebody has unlocked: the computer goes to sleep, or its screen to somebody else.
    pub fn lock_at_once(&mut self) {
        if self.is_unlocked() {
            self.lock_now();
        }
        self.awake = None;
    }

    /// Who has just sat down is here now.
    pub(crate) fn begin_to_count(&mut self) {
        if !self.is_unlocked() {
            self.awake = None;
        } else if self.awake.is_none() {
            let now = self.lock_clock.now_ms();
            self.awake = Some(Awake {
                touched_ms: now,
                looked_ms: now,
            });
        }
    }

    /// Counts with another clock than the system's.
    pub fn set_lock_clock(&mut self, clock: LockClock) {
        self.lock_clock = clock;
        self.awake = None;
    }

    /// On the first evening several people's keys are held while they hand the keyboard round: then it is
    /// the time for together.
    fn lock_after_ms(&self) -> i64 {
        let minutes = if self.keys.len() > 1 {
            self.device.lock_together_minutes
        } else {
            let own = self.own_preferences().ok();
            let own = own.and_then(|own| own.lock_minutes);
            let computer = self.device.lock_alone_minutes;
            own.unwrap_or(computer).min(computer)
        };
        i64::from(minutes).saturating_mul(60_000)
    }
}
