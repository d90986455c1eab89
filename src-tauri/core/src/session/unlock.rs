//! Sitting down and getting up: unlocking for one person or several, handing the keyboard on during
//! the first evening, and locking.

use serde::Deserialize;

use super::{Session, Sitting, State};
use crate::changed::{Effect, Feature};
use crate::drafts::NewDraft;
use crate::error::{Error, ErrorCode, Result};
use crate::household::{MemberKeys, SlotKind};
use crate::ids::MemberId;
use crate::private::Secret;

/// One person who sits down.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(rename = "Sitting"))]
#[serde(deny_unknown_fields)]
pub struct Sitter {
    /// Who.
    pub member: MemberId,
    /// Their passphrase.
    pub passphrase: Secret,
}

/// Everybody who sits down.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Unlock {
    /// One for alone, several for together.
    pub people: Vec<Sitter>,
}

/// Whose turn it is on the first evening.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PassKeyboard {
    /// Who.
    pub member: MemberId,
}

/// Whose turn it is among those who sit together.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetTurn {
    /// Who writes next; `null`: nobody in particular.
    pub member: Option<MemberId>,
}

/// Getting up.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The form that is open, to be kept.
    pub draft: Option<NewDraft>,
}

impl Session {
    /// Unlocks for one person or several.
    ///
    /// # Errors
    /// `wait` after wrong tries; `wrong_passphrase` about the person whose passphrase it is not; `file_damaged` when their slot
    /// is damaged, which is found before anything is derived; `not_allowed` when somebody has unlocked
    /// already or a person is named twice.
    pub(crate) fn unlock(&mut self, request: Unlock) -> Result<State> {
        if self.sitting != Sitting::Locked || request.people.is_empty() {
            return Err(ErrorCode::NotAllowed.into());
        }
        let mut members: Vec<MemberId> =
            request.people.iter().map(|sitter| sitter.member).collect();
        members.sort_unstable();
        members.dedup();
        if members.len() != request.people.len() {
            return Err(ErrorCode::NotAllowed.into());
        }
        // One try for all: one's own right passphrase beside a guess must not start the count anew.
        let all = self.tried(&members, |session| {
            let people = request.people.iter();
            people
                .map(|it| Ok((it.member, session.derive_keys(it.member, &it.passphrase)?)))
                .collect::<Result<Vec<_>>>()
        })?;
        self.keys.extend(all);
        let sitting = match members.as_slice() {
            [one] => Sitting::Alone(*one),
            _ => Sitting::Together(members),
        };
        if let Err(error) = self.open_sitting(sitting) {
            self.forget();
            return Err(error);
        }
        self.changed(&[Feature::Session]);
        self.state_or_locked()
    }

    /// The keys of a person, if this is their passphrase; a wrong one counts.
    ///
    /// # Errors
    /// `wait`, `not_found`, `file_damaged`, `wrong_passphrase` about the person.
    pub(crate) fn unwrap_keys(
        &mut self,
        member: MemberId,
        passphrase: &Secret,
    ) -> Result<MemberKeys> {
        self.tried(&[member], |session| session.derive_keys(member, passphrase))
    }

    fn derive_keys(&self, member: MemberId, passphrase: &Secret) -> Result<MemberKeys> {
        let household = self.household()?;
        let row = self
            .members
            .iter()
            .find(|row| row.id == member)
            .ok_or(ErrorCode::NotFound)?;
        let slot = household
            .slot(member, SlotKind::Passphrase)?
            .ok_or(ErrorCode::FileDamaged)?;
        let keys = MemberKeys::unwrap_with_passphrase(&household.id, &slot, passphrase)?
            .ok_or_else(|| {
                Error::from(ErrorCode::WrongPassphrase)
                    .on("passphrase")
                    .about(member)
            })?;
        if keys.public != row.keys {
            return Err(ErrorCode::FileDamaged.into());
        }
        Ok(keys)
    }

    /// Hands the keyboard to somebody whose keys are held: only on the first evening.
    ///
    /// # Errors
    /// `not_allowed` at any other time, or for somebody whose keys are not held.
    pub(crate) fn pass_keyboard(&mut self, request: PassKeyboard) -> Result<State> {
        self.alone()?;
        if !self.is_setup || !self.keys.contains_key(&request.member) {
            return Err(ErrorCode::NotAllowed.into());
        }
        self.open_sitting(Sitting::Alone(request.member))?;
        self.changed(&[Feature::Session]);
        self.state_or_locked()
    }

    /// Hands the keyboard to one of those who sit together. What they write is still everybody's, with
    /// their turn beside it.
    ///
    /// # Errors
    /// `locked`; `not_allowed` when one person sits alone; `not_found` for somebody who is not here.
    pub(crate) fn set_turn(&mut self, request: SetTurn) -> Result<State> {
        self.unlocked()?;
        let Sitting::Together(members) = &self.sitting else {
            return Err(ErrorCode::NotAllowed.into());
        };
        if request
            .member
            .is_some_and(|member| !members.contains(&member))
        {
            return Err(ErrorCode::NotFound.into());
        }
        self.turn = request.member;
        self.changed(&[Feature::Session]);
        self.get_state()
    }

    /// The state after sitting down. When it cannot be given nobody sits: the page and the core must not
    /// differ about that.
    pub(crate) fn state_or_locked(&mut self) -> Result<State> {
        let state = self.get_state();
        if state.is_err() {
            self.forget();
        }
        state
    }

    /// Keeps the open form as a draft, then forgets every key. Locks even when the draft cannot be
    /// written.
    ///
    /// # Errors
    /// None.
    pub(crate) fn lock(&mut self, request: Lock) -> Result<State> {
        if let Some(draft) = request.draft {
            // INVARIANT: nothing keeps a lock from happening, not even a full disk.
            self.save_draft(draft).unwrap_or_default();
        }
        self.lock_now();
        self.get_state()
    }

    /// Forgets every key and asks for a new window. A copy of the file follows once there is time.
    pub(crate) fn lock_now(&mut self) {
        self.forget();
        self.take_effects();
        self.effect(Effect::RebuildWindow);
        self.copies.want();
    }
}
