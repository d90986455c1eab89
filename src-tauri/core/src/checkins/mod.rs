//! Check-ins: how today was, for oneself and for the people one shares a space with. The model feature:
//! others copy its shape.

mod rules;
mod table;

use serde::{Deserialize, Serialize};

pub(crate) use rules::read;
pub(crate) use table::{SCHEMA, insert, texts};
pub(crate) use table::{nice, shared_or_own as nice_scope};

use crate::changed::Feature;
use crate::drafts::TOGETHER;
use crate::error::{Error, ErrorCode, Result};
use crate::household::{Kind, Record};
use crate::ids::{EntryId, MemberId, SpaceId};
use crate::index::EntryKey;
use crate::replies::ReplyRow;
use crate::session::{Batch, NewRecord, Session, Sitting};
use crate::time::Day;

/// The form whose draft goes when a check-in is saved.
const FORM: &str = "checkin";

/// A mood one may choose; several fit one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is its own word")]
pub enum Mood {
    Calm,
    Content,
    Hopeful,
    Grateful,
    Close,
    Tired,
    Tense,
    Restless,
    Sad,
    Lonely,
    Irritable,
    Ashamed,
}

/// A question of the check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "described at `Answers`")]
pub enum Field {
    Today,
    Mood,
    Note,
    Liked,
    Help,
    Craving,
    Stress,
    Sleep,
    Closeness,
}

/// What was answered; everything may stay empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Answers {
    /// How today was: 1 hard to 5 very good.
    #[serde(default)]
    pub today: Option<u8>,
    /// Moods, each once.
    #[serde(default)]
    pub moods: Vec<Mood>,
    /// Something I want to put down; at most 100 000 characters, like the other texts.
    #[serde(default)]
    pub note: Option<String>,
    /// What was nice.
    #[serde(default)]
    pub liked: Option<String>,
    /// What would help tomorrow.
    #[serde(default)]
    pub help: Option<String>,
    /// Craving: 1 none to 5 very strong.
    #[serde(default)]
    pub craving: Option<u8>,
    /// Stress: 1 none to 5 very strong.
    #[serde(default)]
    pub stress: Option<u8>,
    /// Sleep: 1 very badly to 5 very well.
    #[serde(default)]
    pub sleep: Option<u8>,
    /// Closeness: 1 far to 5 very close.
    #[serde(default)]
    pub closeness: Option<u8>,
}

/// The part for a shared space.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SharedAnswers {
    /// Whose members read it.
    pub space: SpaceId,
    /// What was answered.
    pub answers: Answers,
}

/// A check-in in two parts, written at once.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NewCheckin {
    /// Today or an earlier day.
    pub on: Day,
    /// Only for the person at the keyboard.
    pub private: Option<Answers>,
    /// For a shared space.
    pub shared: Option<SharedAnswers>,
}

/// The entries that were saved.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SavedCheckin {
    /// The private one.
    pub private: Option<EntryId>,
    /// The shared one.
    pub shared: Option<EntryId>,
}

/// New words for an entry.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct EditCheckin {
    /// Which.
    pub entry: EntryId,
    /// All answers; those left out are gone.
    pub answers: Answers,
}

/// Which entry.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct EntryRef {
    /// Which.
    pub entry: EntryId,
}

/// A check-in in the log.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CheckinRow {
    /// Which.
    pub entry: EntryId,
    /// Where.
    pub space: SpaceId,
    /// Only its author reads it.
    pub is_private: bool,
    /// `null`: written together.
    pub author: Option<MemberId>,
    /// Who sat there, when written together.
    pub present: Vec<MemberId>,
    /// Whose turn it was then, when it was taken in turns.
    pub turn: Option<MemberId>,
    /// The day it is about.
    pub on: Day,
    /// The day it was written.
    pub written_on: Day,
    /// When it was written, milliseconds UTC.
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub written_at: i64,
    /// It was written on another day than the one it is about.
    pub is_late: bool,
    /// What was answered.
    pub answers: Answers,
    /// It was changed after the half hour of grace.
    pub is_changed: bool,
    /// The person at the keyboard may change it.
    pub can_edit: bool,
    /// The person at the keyboard may withdraw it.
    pub can_withdraw: bool,
    /// The person at the keyboard may answer it.
    pub can_reply: bool,
    /// The answers to it.
    pub replies: Vec<ReplyRow>,
}

/// The check-ins about one day.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CheckinDay {
    /// The day.
    pub on: Day,
    /// In the order they were written.
    pub checkins: Vec<CheckinRow>,
}

/// A page of the log.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ListCheckins {
    /// Days before this one; from the newest when `null`.
    pub before: Option<Day>,
    /// How many days that hold something, 1 to 60.
    pub days: u32,
    /// By this person only.
    pub member: Option<MemberId>,
    /// In this space only.
    pub space: Option<SpaceId>,
    /// On this day or later.
    pub from: Option<Day>,
    /// On this day or earlier.
    pub until: Option<Day>,
}

/// Days, newest first.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CheckinPage {
    /// Days that hold something; empty days are just not there.
    pub days: Vec<CheckinDay>,
    /// Where the next page begins, when there is one.
    pub next_before: Option<Day>,
}

/// What an entry said before it was changed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EarlierCheckin {
    /// What was answered.
    pub answers: Answers,
    /// When, milliseconds UTC.
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub written_at: i64,
    /// On which day.
    pub written_on: Day,
}

/// A check-in with its earlier words, newest first.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Checkin {
    /// As it is now.
    pub row: CheckinRow,
    /// As it was.
    pub earlier: Vec<EarlierCheckin>,
}

impl Session {
    /// Saves a check-in: up to two records in one write, and its draft goes in the same.
    ///
    /// # Errors
    /// `checkin_empty` when no part says anything, `day_in_future`, `text_too_long`, `space_not_open`,
    /// `not_alone` for a private part when several sit together, those of the disk.
    pub(crate) fn create_checkin(&mut self, request: NewCheckin) -> Result<SavedCheckin> {
        self.unlocked()?;
        if request.on > self.now().day() {
            return Err(Error::from(ErrorCode::DayInFuture).on("on"));
        }
        let private = request
            .private
            .map(|answers| rules::check(answers, rules::PRIVATE))
            .transpose()?;
        let private = private.filter(|answers| !rules::is_empty(answers));
        let shared = match request.shared {
            Some(shared) => {
                self.open_space(shared.space)
                    .map_err(|error| error.on("shared"))?;
                Some((shared.space, rules::check(shared.answers, rules::SHARED)?))
            }
            None => None,
        };
        let shared = shared.filter(|(_, answers)| !rules::is_empty(answers));
        if private.is_none() && shared.is_none() {
            return Err(ErrorCode::CheckinEmpty.into());
        }
        let mut batch = Batch::default();
        let mut saved = SavedCheckin {
            private: None,
            shared: None,
        };
        if let Some(answers) = &private {
            let space = self.alone()?.private_space();
            let mut record = NewRecord::new(space, Kind::Checkin).with(answers)?;
            record.on = Some(request.on);
            saved.private = Some(self.put(&mut batch, record));
        }
        if let Some((space, answers)) = &shared {
            let mut record = NewRecord::new(*space, Kind::Checkin).with(answers)?;
            record.on = Some(request.on);
            record.turn = self.turn;
            saved.shared = Some(self.put(&mut batch, record));
        }
        let together = format!("{FORM}{TOGETHER}");
        if let Ok(me) = self.alone() {
            self.drop_draft_in(&mut batch, me, FORM)?;
            self.drop_draft_in(&mut batch, me, &together)?;
        } else if let Some(turn) = self.turn {
            self.drop_draft_in(&mut batch, turn, &together)?;
        }
        self.write(batch, &[Feature::Checkins, Feature::Drafts])?;
        if let Some(turn) = self.turn {
            self.turn_drafts.remove(&(turn, together));
        }
        if matches!(self.sitting, Sitting::Together(_)) {
            self.written_here.extend(saved.shared);
        }
        Ok(saved)
    }

    /// Changes one's own entry. Within thirty minutes the former words are replaced; later they are
    /// kept as an earlier version.
    ///
    /// # Errors
    /// `not_found`, `not_yours`, `checkin_empty`, `text_too_long`, those of the disk.
    pub(crate) fn edit_checkin(&mut self, request: EditCheckin) -> Result<Checkin> {
        let key = self.locate(request.entry)?;
        let row = self.checkin_row(key)?;
        if !row.can_edit {
            return Err(ErrorCode::NotYours.into());
        }
        let answers = rules::check(request.answers, rules::CHANGED)?;
        if rules::is_empty(&answers) {
            return Err(ErrorCode::CheckinEmpty.into());
        }
        let newest = self.index()?.rows_of(key)?.first().copied();
        let row_id = newest.ok_or(ErrorCode::NotFound)?;
        let Record {
            version,
            at,
            written_on,
            on,
            turn,
            fields,
            rest,
            ..
        } = self.read_record(row.space, row_id)?;
        let mut batch = Batch::default();
        let mut record = NewRecord::new(row.space, Kind::Checkin);
        record.entry = Some(request.entry);
        record.on = Some(on);
        record.turn = turn;
        record.fields = fields;
        record.rest = rest;
        // A clock that was put back does not give the half hour again.
        let (now, last) = (self.now().at, self.index()?.last_written(row.author));
        if rules::is_in_grace(at, now) && rules::is_in_grace(at, now.max(last)) {
            record.version = version;
            record.first_written = Some((at, written_on));
            batch.remove(row.space, row_id);
        } else {
            record.version = version.checked_add(1).ok_or(ErrorCode::Internal)?;
        }
        let record = record.with(&answers)?;
        self.put(&mut batch, record);
        self.drop_edit_in(&mut batch, request.entry)?;
        self.write(batch, &[Feature::Checkins])?;
        self.get_checkin(EntryRef {
            entry: request.entry,
        })
    }

    /// Withdraws one's own entry: all its versions go, and nothing shows that it was there.
    ///
    /// # Errors
    /// `not_alone`, `not_found`, `not_yours`, those of the disk.
    pub(crate) fn withdraw_checkin(&mut self, request: EntryRef) -> Result<()> {
        self.alone()?;
        let key = self.locate(request.entry)?;
        if !self.checkin_row(key)?.can_withdraw {
            return Err(ErrorCode::NotYours.into());
        }
        self.withdraw(key, &[Feature::Checkins, Feature::Replies])
    }

    /// Removes every row of an entry and leaves a row without content that keeps copies of it from
    /// coming back.
    pub(crate) fn withdraw(&mut self, key: EntryKey, features: &[Feature]) -> Result<()> {
        let mut batch = Batch::default();
        for row in self.index()?.rows_of(key)? {
            batch.remove(key.space, row);
        }
        let mut gone = NewRecord::new(key.space, Kind::Gone);
        gone.entry = Some(key.entry);
        self.put(&mut batch, gone);
        self.drop_edit_in(&mut batch, key.entry)?;
        self.write(batch, features)
    }

    /// Removes what one had begun to change in an entry.
    fn drop_edit_in(&self, batch: &mut Batch, entry: EntryId) -> Result<()> {
        if let Ok(me) = self.alone() {
            self.drop_draft_in(batch, me, &format!("edit:{entry}"))?;
        }
        Ok(())
    }

    /// One check-in with its earlier words.
    ///
    /// # Errors
    /// `locked`, `not_found`.
    pub(crate) fn get_checkin(&mut self, request: EntryRef) -> Result<Checkin> {
        self.unlocked()?;
        let key = self.locate(request.entry)?;
        let row = self.checkin_row(key)?;
        let earlier = self.query(|index| table::earlier(index, key), |(no, _)| *no)?;
        let earlier = earlier.into_iter().map(|(_, earlier)| earlier).collect();
        Ok(Checkin { row, earlier })
    }

    /// The check-in that the page means by an entry's id.
    pub(crate) fn locate(&self, entry: EntryId) -> Result<EntryKey> {
        self.index()?.locate("checkin", entry, self.alone().ok())
    }

    pub(crate) fn checkin_row(&mut self, key: EntryKey) -> Result<CheckinRow> {
        let found = self.query(|index| table::one(index, key), |(no, _)| *no)?;
        let (_, row) = found.into_iter().next().ok_or(ErrorCode::NotFound)?;
        self.finish(row)
    }

    /// The log, by day, newest first.
    ///
    /// # Errors
    /// `locked`.
    pub(crate) fn list_checkins(&mut self, request: ListCheckins) -> Result<CheckinPage> {
        self.unlocked()?;
        let wanted = usize::try_from(request.days.clamp(1, 60)).unwrap_or(60);
        loop {
            let limit = wanted.saturating_add(1);
            let mut days = table::days(&self.index()?.connection, &request, limit)?;
            let has_more = days.len() > wanted;
            days.truncate(wanted);
            let (Some(newest), Some(oldest)) = (days.first().copied(), days.last().copied()) else {
                return Ok(CheckinPage {
                    days: Vec::new(),
                    next_before: None,
                });
            };
            let rows = self.query(
                |index| table::between(index, &request, oldest, newest),
                |(no, _)| *no,
            )?;
            let mut page: Vec<CheckinDay> = Vec::with_capacity(days.len());
            for (_, row) in rows {
                let row = self.finish(row)?;
                match page.last_mut().filter(|day| day.on == row.on) {
                    Some(day) => day.checkins.push(row),
                    None => page.push(CheckinDay {
                        on: row.on,
                        checkins: vec![row],
                    }),
                }
            }
            // A day that only held rows nobody signed is no day; those rows are out of the index now.
            if page.len() == days.len() {
                let next_before = has_more.then_some(oldest);
                return Ok(CheckinPage {
                    days: page,
                    next_before,
                });
            }
        }
    }

    /// Adds what depends on who sits at the keyboard.
    fn finish(&mut self, mut row: CheckinRow) -> Result<CheckinRow> {
        let space = self.spaces.get(&row.space).ok_or(ErrorCode::NotFound)?;
        row.is_private = space.is_private;
        let is_open = space.is_open();
        match self.alone() {
            Ok(me) => {
                let is_mine = row.author == Some(me);
                row.can_edit = is_mine;
                // Somebody's turn is theirs, whoever sat there too.
                let is_my_turn = row.turn.is_none_or(|turn| turn == me);
                row.can_withdraw = is_mine || (row.present.contains(&me) && is_my_turn);
                row.can_reply = !is_mine && row.author.is_some() && is_open;
            }
            Err(_) => row.can_edit = self.written_here.contains(&row.entry),
        }
        // Nobody answers in a private space.
        if !row.is_private {
            row.replies = self.replies_to(row.entry, row.space)?;
        }
        Ok(row)
    }
}
