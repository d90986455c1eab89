//! The people of the household: joining it with a name, a colour and a passphrase of one's own. Changing
//! the passphrase is in `passphrase`, erasing what is one's own in `erase`.

mod erase;
mod passphrase;
mod rules;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use erase::{DeleteMember, DeletePrivateSpace};
pub use passphrase::{ChangePassphrase, ChangedPassphrase};
pub use rules::{PassphraseReason, PassphraseStrength};

use crate::changed::Feature;
use crate::device::Language;
use crate::error::{ErrorCode, Result};
use crate::household::{HouseholdFile, MemberKeys, MemberRow, SlotRow, Write};
use crate::ids::{MemberId, hex};
use crate::index::Index;
use crate::private::Secret;
use crate::session::{Batch, FILE_NAME, OpenSpace, Session, Sitting, State};

/// A household has at most this many people.
const MOST_MEMBERS: usize = 8;

/// A person who joins.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// The name the others see; 1 to 40 characters.
    pub name: String,
    /// 1 to 6.
    pub colour: u8,
    /// Their own.
    pub passphrase: Secret,
}

/// A change of how the others see one.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct EditMember {
    /// 1 to 6.
    pub colour: u8,
}

/// Asks for four words.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SuggestPassphrase {
    /// In which language.
    pub language: Language,
}

/// Four words.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SuggestedPassphrase {
    /// With spaces between.
    pub passphrase: String,
}

/// Asks how strong a passphrase is.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct RatePassphrase {
    /// As typed so far.
    pub passphrase: Secret,
}

impl Session {
    /// Adds a person, with a private space, and lets them sit at the keyboard. The first one makes the
    /// household.
    ///
    /// # Errors
    /// `name_empty`, `name_too_long`, `name_taken`, `passphrase_empty`, `too_many_members`;
    /// `not_allowed` when somebody has unlocked outside the first evening; those of the disk.
    pub(crate) fn add_member(&mut self, request: NewMember) -> Result<State> {
        if self.sitting != Sitting::Locked && !self.is_setup || self.refusal.is_some() {
            return Err(ErrorCode::NotAllowed.into());
        }
        let name = rules::name(&request.name, &self.members)?;
        let colour = request.colour.clamp(1, 6);
        if request.passphrase.is_blank() {
            return Err(crate::error::Error::from(ErrorCode::PassphraseEmpty).on("passphrase"));
        }
        if self.members.len() >= MOST_MEMBERS {
            return Err(ErrorCode::TooManyMembers.into());
        }
        if self.household.is_none() {
            let path = self.folder().join(FILE_NAME);
            let file = HouseholdFile::create(&path, self.is_in_example, &mut self.random)?;
            self.household = Some(file);
        }
        let household = self.household()?.id;
        let keys = MemberKeys::random(&mut self.random)?;
        let mut row = MemberRow {
            id: MemberId(self.random.bytes()),
            name,
            colour,
            order: u32::try_from(self.members.len()).unwrap_or(u32::MAX),
            keys: keys.public.clone(),
            former: Vec::new(),
            signature: String::new(),
        };
        row.signature = hex(&keys.sign(&row.signing_bytes(&household)));
        let slot = keys.wrap_with_passphrase(
            &household,
            row.id,
            &request.passphrase,
            self.cost,
            &mut self.random,
        )?;
        self.write_new_member(row, keys, slot)?;
        self.changed(&[Feature::Members, Feature::Session]);
        self.state_or_locked()
    }

    /// Writes a person, their slot and their first settings in one transaction, and lets them sit down.
    /// When it fails everything is as before.
    fn write_new_member(&mut self, row: MemberRow, keys: MemberKeys, slot: SlotRow) -> Result<()> {
        let id = row.id;
        let own = BTreeMap::from([(1, keys.private.clone())]);
        let space = OpenSpace::new(id.private_space(), true, own);
        let spaces = std::mem::replace(&mut self.spaces, BTreeMap::from([(space.id, space)]));
        let index = self.index.replace(Index::new()?);
        let sitting = std::mem::replace(&mut self.sitting, Sitting::Alone(id));
        let met = std::mem::take(&mut self.met);
        self.keys.insert(id, keys);
        let mut batch = Batch::default();
        batch.file(Write::Slot(slot));
        batch.file(Write::Member(row.clone()));
        let first_on = self.now().day();
        let outcome = self
            .begin_preferences(&mut batch, id, first_on)
            .and_then(|()| self.write(batch, &[]));
        if let Err(error) = outcome {
            // A session that has locked meanwhile holds nothing to go back to.
            if self.sitting != Sitting::Locked {
                self.keys.remove(&id);
                self.spaces = spaces;
                self.index = index;
                self.sitting = sitting;
                self.met = met;
            }
            return Err(error);
        }
        self.members.push(row);
        self.is_setup = true;
        self.open_sitting(Sitting::Alone(id))
    }

    /// Gives the person alone at the keyboard another colour. Their row is signed anew by themselves.
    ///
    /// # Errors
    /// `not_alone`, those of the disk.
    pub(crate) fn edit_member(&mut self, request: EditMember) -> Result<State> {
        let me = self.alone()?;
        let household = self.household()?.id;
        let keys = self.keys.get(&me).ok_or(ErrorCode::Locked)?;
        let known = self.members.iter().find(|row| row.id == me);
        let mut row = known.cloned().ok_or(ErrorCode::NotFound)?;
        row.colour = request.colour.clamp(1, 6);
        row.signature = hex(&keys.sign(&row.signing_bytes(&household)));
        let mut batch = Batch::default();
        batch.file(Write::Member(row.clone()));
        self.write(batch, &[Feature::Members, Feature::Session])?;
        if let Some(known) = self.members.iter_mut().find(|known| known.id == me) {
            *known = row;
        }
        self.get_state()
    }

    /// Four words drawn at random: 2048^4 (44 bits) in English, from the BIP-39 list; about as many in
    /// Dutch, from our own.
    ///
    /// # Errors
    /// None.
    pub(crate) fn suggest_passphrase(
        &mut self,
        request: SuggestPassphrase,
    ) -> Result<SuggestedPassphrase> {
        let words = rules::words(request.language);
        let four: Vec<&str> = (0..4)
            .filter_map(|_| words.get(self.random.below(words.len())).copied())
            .collect();
        Ok(SuggestedPassphrase {
            passphrase: four.join(" "),
        })
    }

    /// How strong a passphrase is, and why.
    ///
    /// # Errors
    /// None.
    pub(crate) fn rate_passphrase(
        &mut self,
        request: RatePassphrase,
    ) -> Result<PassphraseStrength> {
        let names: Vec<&str> = self.members.iter().map(|row| row.name.as_str()).collect();
        Ok(rules::rate(&request.passphrase, &names))
    }
}
