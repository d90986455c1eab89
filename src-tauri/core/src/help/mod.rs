//! Help and crisis: the helplines that come with Hecht, and a person's own beside them. The page's texts
//! are in its catalogue; the lines that come with Hecht need no open household and leave no trace in it,
//! one's own are private records and are read alone.

mod rules;
mod table;

use serde::{Deserialize, Serialize};

pub(crate) use table::{SCHEMA, insert};

use crate::changed::Feature;
use crate::checkins::EntryRef;
use crate::error::{ErrorCode, Result};
use crate::household::Kind;
use crate::ids::EntryId;
use crate::index::EntryKey;
use crate::session::{Batch, NewRecord, Session};
use crate::time::Day;

const HELPLINES: &str = include_str!("helplines.toml");

/// The form whose draft goes when an own line is saved.
const FORM: &str = "helpline";

/// A telephone line.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Helpline {
    /// ISO 3166 code, UK for the United Kingdom.
    pub country: String,
    /// What for; the text is `helpline-purpose-…`.
    pub purpose: String,
    /// The line's own name.
    pub name: String,
    /// As it is dialled in its country.
    pub number: String,
    /// When; the text is `helpline-hours-…`.
    pub hours: Option<String>,
}

/// All lines that were checked.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Helplines {
    /// The day of the last check.
    pub checked_on: Day,
    /// By country, the emergency number first.
    pub lines: Vec<Helpline>,
}

#[derive(Deserialize)]
struct File {
    checked_on: String,
    line: Vec<Helpline>,
}

/// What a person writes about a line of their own; a name or a number is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NewOwnHelpline {
    /// Who; at most 2 000 characters, like the others.
    pub name: Option<String>,
    /// The number, as it is dialled.
    pub number: Option<String>,
    /// When, what for, or anything else.
    pub note: Option<String>,
}

/// New words for a line of one's own.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct EditOwnHelpline {
    /// Which.
    pub entry: EntryId,
    /// All of it; what is left out is gone.
    pub line: NewOwnHelpline,
}

/// A line of one's own.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OwnHelpline {
    /// Which.
    pub entry: EntryId,
    /// Who.
    pub name: Option<String>,
    /// The number, as it is dialled.
    pub number: Option<String>,
    /// When, what for, or anything else.
    pub note: Option<String>,
}

/// The record's fields: the line and its place in the list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct HelplineFields {
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) number: Option<String>,
    #[serde(default)]
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) order: u32,
}

impl HelplineFields {
    fn new(line: NewOwnHelpline, order: u32) -> Self {
        let NewOwnHelpline { name, number, note } = line;
        Self {
            name,
            number,
            note,
            order,
        }
    }
}

impl Session {
    /// The helplines.
    ///
    /// # Errors
    /// `internal` when the list built in is no list; a test reads it.
    pub(crate) fn list_helplines(&mut self) -> Result<Helplines> {
        let file: File = toml::from_str(HELPLINES).map_err(|_| ErrorCode::Internal)?;
        let checked_on = Day::parse(&file.checked_on).ok_or(ErrorCode::Internal)?;
        Ok(Helplines {
            checked_on,
            lines: file.line,
        })
    }

    /// The lines that the person alone at the keyboard has added, in the order they did.
    ///
    /// # Errors
    /// `locked`, `not_alone`.
    pub(crate) fn list_own_helplines(&mut self) -> Result<Vec<OwnHelpline>> {
        self.alone()?;
        let lines = table::list(&self.index()?.connection)?;
        Ok(lines.into_iter().map(|(line, _)| line).collect())
    }

    /// Adds a line of one's own; the form's draft goes in the same write.
    ///
    /// # Errors
    /// `helpline_empty`, `short_text_too_long`, `too_many_helplines`, `not_alone`, those of the disk.
    pub(crate) fn create_own_helpline(
        &mut self,
        request: NewOwnHelpline,
    ) -> Result<Vec<OwnHelpline>> {
        let me = self.alone()?;
        let line = rules::check(request, rules::ADDED)?;
        let lines = table::list(&self.index()?.connection)?;
        if lines.len() >= rules::MOST_LINES {
            return Err(ErrorCode::TooManyHelplines.into());
        }
        let last = lines.iter().map(|(_, order)| *order).max().unwrap_or(0);
        let fields = HelplineFields::new(line, last.saturating_add(1));
        let mut batch = Batch::default();
        let record = NewRecord::new(me.private_space(), Kind::Helpline).with(&fields)?;
        self.put(&mut batch, record);
        self.drop_draft_in(&mut batch, me, FORM)?;
        self.write(batch, &[Feature::Help, Feature::Drafts])?;
        self.list_own_helplines()
    }

    /// Changes a line of one's own. Nobody reads its earlier words, so the rows of former versions go.
    ///
    /// # Errors
    /// `not_found`, `helpline_empty`, `short_text_too_long`, `not_alone`, those of the disk.
    pub(crate) fn edit_own_helpline(
        &mut self,
        request: EditOwnHelpline,
    ) -> Result<Vec<OwnHelpline>> {
        let me = self.alone()?;
        let key = self.own_helpline(request.entry)?;
        let line = rules::check(request.line, rules::CHANGED)?;
        let order = table::list(&self.index()?.connection)?
            .into_iter()
            .find(|(line, _)| line.entry == request.entry)
            .map_or(0, |(_, order)| order);
        let rows = self.index()?.rows_of(key)?;
        let newest = rows.first().copied().ok_or(ErrorCode::NotFound)?;
        let mut batch = Batch::default();
        for row in rows {
            batch.remove(key.space, row);
        }
        let record = self
            .next_version(key.space, newest)?
            .with(&HelplineFields::new(line, order))?;
        self.put(&mut batch, record);
        self.drop_draft_in(&mut batch, me, FORM)?;
        self.write(batch, &[Feature::Help, Feature::Drafts])?;
        self.list_own_helplines()
    }

    /// Removes a line of one's own.
    ///
    /// # Errors
    /// `not_found`, `not_alone`, those of the disk.
    pub(crate) fn withdraw_own_helpline(&mut self, request: EntryRef) -> Result<Vec<OwnHelpline>> {
        self.alone()?;
        let key = self.own_helpline(request.entry)?;
        self.withdraw(key, &[Feature::Help])?;
        self.list_own_helplines()
    }

    fn own_helpline(&self, entry: EntryId) -> Result<EntryKey> {
        self.index()?.locate("helpline", entry, self.alone().ok())
    }
}
