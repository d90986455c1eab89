//! Today: the page after unlocking. It gathers from other features and stores nothing.

use serde::{Deserialize, Serialize};

use crate::checkins;
use crate::drafts::DraftRef;
use crate::error::{ErrorCode, Result};
use crate::ids::{EntryId, MemberId, SpaceId};
use crate::session::Session;
use crate::spaces::{SpaceRow, SpaceState};
use crate::time::{Day, PartOfDay};

/// How many nice things are shown, and of how many days.
const NICE_ROWS: u32 = 3;
const NICE_DAYS: u32 = 6;

/// Something nice.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NiceRow {
    /// Where it was written.
    pub entry: EntryId,
    /// `null`: written together.
    pub author: Option<MemberId>,
    /// The day it is about.
    pub on: Day,
    /// In the author's words.
    pub text: String,
    /// The space it stands in.
    pub space: SpaceId,
}

/// The page after unlocking.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Today {
    /// The calendar day.
    pub on: Day,
    /// For the greeting.
    pub part_of_day: PartOfDay,
    /// At most three nice things of the last seven days: what was shared, or one's own as long as
    /// nothing can be shared. Never hard ones.
    pub nice: Vec<NiceRow>,
    /// Proposed spaces this person may accept or decline.
    pub asked: Vec<SpaceRow>,
    /// There is an unfinished check-in.
    pub has_draft: bool,
    /// A spare key is on offer.
    pub offers_recovery: bool,
    /// Spaces in which rows are missing or do not open.
    pub damaged: Vec<SpaceId>,
    /// People whose public keys were replaced without their old ones saying so.
    pub changed_keys: Vec<MemberId>,
    /// This person has stepped back from everything: nothing is offered or asked.
    pub is_quiet: bool,
}

/// Goes on with what is here: in a space, or with somebody's keys as they are now. One of both.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct GoOn {
    /// In which space.
    pub space: Option<SpaceId>,
    /// With whose keys.
    pub member: Option<MemberId>,
}

impl Session {
    /// Today, for the people at the keyboard.
    ///
    /// # Errors
    /// `locked`.
    pub(crate) fn get_today(&mut self) -> Result<Today> {
        self.unlocked()?;
        let now = self.now();
        let me = self.alone().ok();
        let nice = self.nice(me, now.day().minus(NICE_DAYS))?;
        let asked = self.list_spaces()?;
        let asked: Vec<SpaceRow> = asked
            .into_iter()
            .filter(|row| row.state == SpaceState::Asked && !row.is_asked_again)
            .collect();
        let (has_draft, offers_recovery) = match me {
            Some(_) => (
                self.get_draft(DraftRef {
                    form: "checkin".to_owned(),
                })?
                .is_some(),
                self.get_recovery()?.is_offered,
            ),
            None => (false, false),
        };
        let damaged = self
            .spaces
            .values()
            .filter(|space| space.is_damaged)
            .map(|space| space.id);
        let damaged = damaged.chain(self.unreadable.iter().copied()).collect();
        let steps = self.steps.now(now.day());
        let is_quiet = steps.all.is_some();
        Ok(Today {
            on: now.day(),
            part_of_day: now.part_of_day(),
            nice: nice
                .into_iter()
                .filter(|row| !steps.is_back_from(row.space))
                .collect(),
            asked: if is_quiet { Vec::new() } else { asked },
            has_draft,
            offers_recovery: offers_recovery && !is_quiet,
            damaged,
            changed_keys: self.changed_keys.iter().copied().collect(),
            is_quiet,
        })
    }

    fn nice(&mut self, me: Option<MemberId>, from: Day) -> Result<Vec<NiceRow>> {
        let has_open_space = self
            .spaces
            .values()
            .any(|space| !space.is_private && space.is_open());
        let scope = checkins::nice_scope(has_open_space, me.map(MemberId::private_space));
        let found = self.query(
            |index| checkins::nice(index, &scope, from, NICE_ROWS),
            |nice| nice.no,
        )?;
        Ok(found
            .into_iter()
            .map(|nice| NiceRow {
                entry: nice.entry,
                author: nice.author,
                on: nice.on,
                text: nice.text,
                space: nice.space,
            })
            .collect())
    }

    /// A person, alone, has seen that something is missing or replaced and goes on.
    ///
    /// # Errors
    /// `not_found` when nothing is damaged or replaced there, `not_alone`, those of the disk.
    pub(crate) fn go_on(&mut self, request: GoOn) -> Result<Today> {
        self.alone()?;
        match (request.space, request.member) {
            (Some(space), None) => self.settle_damage(space)?,
            (None, Some(member)) => self.settle_keys(member)?,
            (None, None) | (Some(_), Some(_)) => return Err(ErrorCode::BadRequest.into()),
        }
        self.get_today()
    }
}
