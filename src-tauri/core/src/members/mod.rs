//! The people of the household: joining it with a name, a colour and a passphrase of one's own.

mod rules;

use serde::{Deserialize, Serialize};

pub use rules::{PassphraseReason, PassphraseStrength};

use crate::changed::Feature;
use crate::device::Language;
use crate::error::{ErrorCode, Result};
use crate::household::{Head, HouseholdFile, MemberKeys, MemberRow, Write};
use crate::ids::MemberId;
use crate::private::Secret;
use crate::session::{FILE_NAME, OpenSpace, Session, Sitting, State};

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
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?.id;
        let keys = MemberKeys::random(&mut self.random)?;
        let row = MemberRow {
            id: MemberId(self.random.bytes()),
            name,
            colour,
            order: u32::try_from(self.members.len()).unwrap_or(u32::MAX),
            keys: keys.public.clone(),
        };
        let slot = keys.wrap_with_passphrase(
            &household,
            row.id,
            &request.passphrase,
            self.cost,
            &mut self.random,
        )?;
        let space = row.id.private_space();
        let own = std::collections::BTreeMap::from([(1, keys.private.clone())]);
        self.spaces.insert(space, OpenSpace::new(space, true, own));
        let head = self.seal_head(space, &Head::default());
        self.spaces.remove(&space);
        let writes = [Write::Slot(slot), Write::Member(row.clone()), head?];
        self.household
            .as_mut()
            .ok_or(ErrorCode::NoHousehold)?
            .write(&writes)?;
        let id = row.id;
        self.members.push(row);
        self.keys.insert(id, keys);
        self.is_setup = true;
        self.open_sitting(Sitting::Alone(id))?;
        self.begin_preferences()?;
        self.changed(&[Feature::Members, Feature::Session]);
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
