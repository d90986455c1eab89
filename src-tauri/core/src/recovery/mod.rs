//! Spare keys: a printed code that opens a person's keys when the passphrase is forgotten. Made only
//! when wanted, shown once, written only after part of it was typed back.

mod table;

use serde::{Deserialize, Serialize};

pub(crate) use table::{SCHEMA, insert};

use crate::changed::Feature;
use crate::error::{Error, ErrorCode, Result};
use crate::household::{
    Kind, MemberKeys, RECOVERY_CODE_GROUPS, RecoveryCode as Code, SlotKind, Write,
};
use crate::ids::MemberId;
use crate::private::Secret;
use crate::session::{Batch, NewRecord, PrivateRecords, Session, Sitting, State};

/// For how many days after joining a spare key is offered.
const OFFER_DAYS: i64 = 7;

/// Opens with a spare key and sets a new passphrase.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct UseRecoveryCode {
    /// Whose.
    pub member: MemberId,
    /// As typed from the paper.
    pub code: Secret,
    /// The new passphrase.
    pub passphrase: Secret,
}

/// Asks for a spare key.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct MakeRecoveryCode {
    /// The passphrase again.
    pub passphrase: Secret,
}

/// A spare key, shown once. Not valid until part of it is typed back.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RecoveryCode {
    /// Eight groups of four, with hyphens. PRIVACY: this is the one reply that shows it, to its owner.
    pub code: String,
    /// The group to type back, from 1.
    pub asks_group: u8,
}

/// The part typed back.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ConfirmRecoveryCode {
    /// Four characters.
    pub group: Secret,
}

/// What a person has decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RecoveryState {
    /// Nothing yet.
    None,
    /// There is a spare key.
    Made,
    /// They want none.
    Declined,
}

/// A person's spare key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Recovery {
    /// What was decided.
    pub state: RecoveryState,
    /// It is offered on Today: in the first week, to the person alone.
    pub is_offered: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RecoveryFields {
    pub(crate) is_declined: bool,
}

/// A spare key that was shown and not yet confirmed.
pub(crate) struct PendingCode {
    code: Code,
    asks_group: u8,
}

impl Session {
    /// What the person alone at the keyboard has decided.
    ///
    /// # Errors
    /// `locked`, `not_alone`.
    pub(crate) fn get_recovery(&mut self) -> Result<Recovery> {
        let me = self.alone()?;
        let state = if self.household()?.slot(me, SlotKind::Recovery)?.is_some() {
            RecoveryState::Made
        } else if table::is_declined(&self.index()?.connection)? {
            RecoveryState::Declined
        } else {
            RecoveryState::None
        };
        let days = self
            .first_on()?
            .map_or(0, |first| self.now().day().days_since(first));
        let is_offered = state == RecoveryState::None && !self.is_setup && days <= OFFER_DAYS;
        Ok(Recovery { state, is_offered })
    }

    /// Makes a spare key and shows it. It is valid once confirmed; a former one holds until then.
    ///
    /// # Errors
    /// `not_alone`, `wrong_passphrase`.
    pub(crate) fn make_recovery_code(&mut self, request: MakeRecoveryCode) -> Result<RecoveryCode> {
        let me = self.alone()?;
        self.unwrap_keys(me, &request.passphrase)?;
        let code = Code::random(&mut self.random);
        let groups = code.groups();
        let shown = groups
            .iter()
            .map(|group| group.as_str())
            .collect::<Vec<_>>()
            .join("-");
        let asks = self.random.below(RECOVERY_CODE_GROUPS).saturating_add(1);
        let asks_group = u8::try_from(asks).unwrap_or(1);
        self.pending_code = Some(PendingCode { code, asks_group });
        Ok(RecoveryCode {
            code: shown,
            asks_group,
        })
    }

    /// Makes the shown spare key valid.
    ///
    /// # Errors
    /// `code_mismatch` when the typed part is another, `not_found` when none was shown, `not_alone`,
    /// those of the disk.
    pub(crate) fn confirm_recovery_code(
        &mut self,
        request: ConfirmRecoveryCode,
    ) -> Result<Recovery> {
        let me = self.alone()?;
        let pending = self.pending_code.as_ref().ok_or(ErrorCode::NotFound)?;
        let groups = pending.code.groups();
        let asked = groups.get(usize::from(pending.asks_group).saturating_sub(1));
        let plain = |text: &str| -> String {
            let upper = text.trim().to_uppercase();
            upper
                .chars()
                .map(|c| match c {
                    'O' => '0',
                    'I' | 'L' => '1',
                    c => c,
                })
                .collect()
        };
        if asked.map(|group| plain(group)) != Some(plain(request.group.expose())) {
            return Err(Error::from(ErrorCode::CodeMismatch).on("group"));
        }
        let household = self.household()?.id;
        let keys = self.keys.get(&me).ok_or(ErrorCode::Locked)?;
        let slot = keys.wrap_with_code(&household, me, &pending.code, &mut self.random)?;
        let mut batch = Batch::default();
        batch.file(Write::Slot(slot));
        self.write(batch, &[Feature::Recovery])?;
        self.pending_code = None;
        self.get_recovery()
    }

    /// Remembers that this person wants none. It can be made later all the same.
    ///
    /// # Errors
    /// `not_alone`, those of the disk.
    pub(crate) fn decline_recovery_code(&mut self) -> Result<Recovery> {
        let me = self.alone()?;
        self.pending_code = None;
        let mut batch = Batch::default();
        let fields = RecoveryFields { is_declined: true };
        let record = NewRecord::new(me.private_space(), Kind::Recovery).with(&fields)?;
        self.put(&mut batch, record);
        self.write(batch, &[Feature::Recovery])?;
        self.get_recovery()
    }

    /// Opens with a spare key and sets a new passphrase, with new keys as for any change of passphrase.
    /// The spare key is used up: the paper opens nothing afterwards.
    ///
    /// # Errors
    /// `wait` after wrong tries; `wrong_recovery_code`, the same whether or not this person has one; `passphrase_empty`;
    /// `not_allowed` when somebody has unlocked; those of the disk.
    pub(crate) fn use_recovery_code(&mut self, request: UseRecoveryCode) -> Result<State> {
        if self.sitting != Sitting::Locked {
            return Err(ErrorCode::NotAllowed.into());
        }
        if request.passphrase.is_blank() {
            return Err(Error::from(ErrorCode::PassphraseEmpty).on("passphrase"));
        }
        self.household()?;
        let row = self.members.iter().find(|row| row.id == request.member);
        let row = row.cloned().ok_or(ErrorCode::NotFound)?;
        let keys = self.tried(&[request.member], |session| {
            session.keys_by_code(request.member, &request.code)
        })?;
        if keys.public != row.keys {
            return Err(ErrorCode::FileDamaged.into());
        }
        self.keys.insert(request.member, keys);
        let opened = self
            .open_sitting(Sitting::Alone(request.member))
            .and_then(|()| self.rotate(request.member, &request.passphrase, PrivateRecords::Keep));
        if let Err(error) = opened {
            self.forget();
            return Err(error);
        }
        self.changed(&[Feature::Session]);
        self.state_or_locked()
    }

    /// The keys that a person's spare key opens.
    fn keys_by_code(&self, member: MemberId, code: &Secret) -> Result<MemberKeys> {
        let wrong = || {
            Error::from(ErrorCode::WrongRecoveryCode)
                .on("code")
                .about(member)
        };
        let code = Code::parse(code).ok_or_else(wrong)?;
        let household = self.household()?;
        let slot = household
            .slot(member, SlotKind::Recovery)?
            .ok_or_else(wrong)?;
        MemberKeys::unwrap_with_code(&household.id, &slot, &code)?.ok_or_else(wrong)
    }
}
