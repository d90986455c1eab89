//! The state the page draws itself from: the phase, the people, who sits here, the computer's
//! settings. Nothing in it is anybody's content.

use serde::Serialize;

use super::{Session, Sitting};
use crate::device::{Device, Language, TextSize};
use crate::error::{ErrorBody, ErrorCode, Result};
use crate::ids::MemberId;
use crate::time::Day;

/// How far the program is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// There is no household yet.
    New,
    /// Nobody has unlocked.
    Locked,
    /// One person.
    Alone,
    /// Several people.
    Together,
    /// There is a file, and it was not opened; `refusal` says why.
    Refused,
}

/// A person as the list shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(rename = "MemberRow"))]
pub struct Member {
    /// Who.
    pub id: MemberId,
    /// The chosen name.
    pub name: String,
    /// The chosen colour, 1 to 6.
    pub colour: u8,
}

/// The passphrase of a person of the sample household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamplePassphrase {
    /// Who.
    pub member: MemberId,
    /// PRIVACY: the sample household's passphrases are printed in the program itself.
    pub passphrase: String,
}

/// What every page needs to know.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct State {
    /// How far the program is open.
    pub phase: Phase,
    /// Why the file was not opened.
    pub refusal: Option<ErrorBody>,
    /// The first evening: several people's keys are held, one sits alone at a time.
    pub is_setup: bool,
    /// The sample household.
    pub is_example: bool,
    /// Its passphrases.
    pub example_passphrases: Vec<ExamplePassphrase>,
    /// Everybody in the household.
    pub members: Vec<Member>,
    /// People who have left the household and whose words in a shared space stay; only those of the
    /// spaces of the people at the keyboard.
    pub former: Vec<Member>,
    /// Who sits at the keyboard.
    pub present: Vec<MemberId>,
    /// Whose turn it is to write, of those who sit together.
    pub turn: Option<MemberId>,
    /// This computer's settings.
    pub device: Device,
    /// The language now: the person's own when alone, else the computer's.
    pub language: Language,
    /// The text size now, likewise.
    pub text_size: TextSize,
    /// The calendar day.
    pub today: Day,
    /// The program's version.
    pub version: String,
}

impl Session {
    /// The state.
    ///
    /// # Errors
    /// Only those of reading a person's own settings.
    pub fn get_state(&mut self) -> Result<State> {
        let phase = match (&self.sitting, &self.refusal, self.members.is_empty()) {
            (Sitting::Alone(_), ..) => Phase::Alone,
            (Sitting::Together(_), ..) => Phase::Together,
            (Sitting::Locked, Some(_), _) => Phase::Refused,
            (Sitting::Locked, None, true) => Phase::New,
            (Sitting::Locked, None, false) => Phase::Locked,
        };
        let own = match self.sitting {
            Sitting::Alone(_) => self.own_preferences()?,
            Sitting::Locked | Sitting::Together(_) => crate::preferences::Preferences::default(),
        };
        let is_example = self.household.as_ref().is_some_and(|file| file.is_example);
        Ok(State {
            phase,
            refusal: self.refusal.as_ref().map(crate::error::Error::body),
            is_setup: self.is_setup,
            is_example,
            example_passphrases: if is_example {
                self.example_passphrases()
            } else {
                Vec::new()
            },
            members: self
                .members
                .iter()
                .map(|row| Member {
                    id: row.id,
                    name: row.name.clone(),
                    colour: row.colour,
                })
                .collect(),
            former: self.former(),
            present: self.present(),
            turn: self.turn,
            device: self.device.clone(),
            language: own.language.unwrap_or(self.device.language),
            text_size: own.text_size.unwrap_or(self.device.text_size),
            today: self.now().day(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }

    /// Who has gone from the household, as the spaces at the keyboard knew them.
    fn former(&self) -> Vec<Member> {
        let people = self.spaces.values().flat_map(|space| &space.people);
        let mut former: Vec<Member> = people
            .filter(|one| self.members.iter().all(|row| row.id != one.member))
            .filter_map(|one| {
                let left = one.left.as_ref()?;
                Some(Member {
                    id: one.member,
                    name: left.fields.name.clone(),
                    colour: left.fields.colour,
                })
            })
            .collect();
        former.sort_by_key(|one| one.id);
        former.dedup_by_key(|one| one.id);
        former
    }

    /// Looks at the file again after it was refused.
    ///
    /// # Errors
    /// `not_allowed` when somebody has unlocked.
    pub(crate) fn check_again(&mut self) -> Result<State> {
        if self.sitting != Sitting::Locked {
            return Err(ErrorCode::NotAllowed.into());
        }
        self.open_file();
        self.get_state()
    }
}
