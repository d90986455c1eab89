//! A person's own settings: language, text size, the fields they follow and their words. One private
//! record, replaced in place.

mod table;

use serde::{Deserialize, Serialize};

pub(crate) use table::{SCHEMA, insert};

use crate::changed::Feature;
use crate::checkins::Field;
use crate::device::{Language, TextSize, fits};
use crate::error::{Error, ErrorCode, Result};
use crate::household::{Kind, Record};
use crate::ids::{MemberId, SpaceId};
use crate::session::{Batch, NewRecord, Session};
use crate::time::Day;

const LONGEST_WORD: usize = 40;

/// The fields a person has added for a shared space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SpaceFields {
    /// Which space.
    pub space: SpaceId,
    /// Beside `liked` and `help`, which are always asked.
    pub fields: Vec<Field>,
}

/// A person's own words; `null` means the language's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Words {
    /// For craving; at most 40 characters, like the others.
    #[serde(default)]
    pub craving: Option<String>,
    /// For a slip.
    #[serde(default)]
    pub slip: Option<String>,
    /// For use.
    #[serde(default, rename = "use")]
    pub r#use: Option<String>,
}

/// A person's own settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Preferences {
    /// `null`: the computer's.
    #[serde(default)]
    pub language: Option<Language>,
    /// `null`: the computer's.
    #[serde(default)]
    pub text_size: Option<TextSize>,
    /// After how many minutes it locks when I am alone: 1, 2, 5, 10, 15 or 30, and not more than the
    /// computer's; `null`: the computer's.
    #[serde(default)]
    pub lock_minutes: Option<u16>,
    /// What is asked in the private part of a check-in.
    pub private_fields: Vec<Field>,
    /// What is asked besides in each space.
    #[serde(default)]
    pub shared_fields: Vec<SpaceFields>,
    /// Own words.
    #[serde(default)]
    pub words: Words,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: None,
            text_size: None,
            lock_minutes: None,
            private_fields: vec![Field::Today, Field::Mood, Field::Note],
            shared_fields: Vec::new(),
            words: Words::default(),
        }
    }
}

/// The record's fields: the settings, and the person's first day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) first_on: Day,
    #[serde(flatten)]
    pub(crate) preferences: Preferences,
}

impl Session {
    /// The settings of the person alone at the keyboard; the computer's defaults when several sit
    /// together.
    ///
    /// # Errors
    /// `locked`.
    pub(crate) fn get_preferences(&mut self) -> Result<Preferences> {
        self.unlocked()?;
        if self.alone().is_err() {
            return Ok(Preferences::default());
        }
        self.own_preferences()
    }

    pub(crate) fn own_preferences(&self) -> Result<Preferences> {
        let stored = table::get(&self.index()?.connection)?;
        Ok(stored
            .map(|(_, stored)| stored.preferences)
            .unwrap_or_default())
    }

    /// The day this person joined, if known.
    pub(crate) fn first_on(&self) -> Result<Option<Day>> {
        Ok(table::get(&self.index()?.connection)?.map(|(_, stored)| stored.first_on))
    }

    /// A new person's first settings.
    pub(crate) fn begin_preferences(
        &mut self,
        batch: &mut Batch,
        me: MemberId,
        first_on: Day,
    ) -> Result<()> {
        self.put(batch, first(me, first_on)?);
        Ok(())
    }

    /// Replaces one's own settings.
    ///
    /// # Errors
    /// `text_too_long` for an own word, `lock_too_long`, `not_alone`, those of the disk.
    pub(crate) fn edit_preferences(&mut self, request: Preferences) -> Result<Preferences> {
        self.alone()?;
        let mut preferences = request;
        // A choice that the computer's has become shorter than stays, and the shorter one holds.
        let computer = self.device.lock_alone_minutes;
        if preferences.lock_minutes != self.own_preferences()?.lock_minutes
            && preferences
                .lock_minutes
                .is_some_and(|minutes| !fits(minutes, computer))
        {
            return Err(Error::from(ErrorCode::LockTooLong).on("lock_minutes"));
        }
        for (name, word) in [
            ("words.craving", &mut preferences.words.craving),
            ("words.slip", &mut preferences.words.slip),
            ("words.use", &mut preferences.words.r#use),
        ] {
            *word = word
                .take()
                .map(|word| word.trim().to_owned())
                .filter(|word| !word.is_empty());
            if word
                .as_ref()
                .is_some_and(|word| word.chars().count() > LONGEST_WORD)
            {
                return Err(Error::from(ErrorCode::TextTooLong).on(name));
            }
        }
        dedup(&mut preferences.private_fields);
        for fields in &mut preferences.shared_fields {
            dedup(&mut fields.fields);
        }
        let first_on = self.first_on()?.unwrap_or_else(|| self.now().day());
        self.write_preferences(&Stored {
            first_on,
            preferences,
        })?;
        self.own_preferences()
    }

    fn write_preferences(&mut self, stored: &Stored) -> Result<()> {
        let me = self.alone()?;
        let space = me.private_space();
        let mut batch = Batch::default();
        let former = table::get(&self.index()?.connection)?.map(|(row, _)| row);
        let mut record = NewRecord::new(space, Kind::Preferences);
        if let Some(row) = former {
            let Record {
                entry,
                fields,
                rest,
                ..
            } = self.read_record(space, row)?;
            record.entry = Some(entry);
            record.fields = fields;
            record.rest = rest;
            batch.remove(space, row);
        }
        let record = record.with(stored)?;
        self.put(&mut batch, record);
        self.write(batch, &[Feature::Preferences])
    }
}

/// The settings a person begins with.
pub(crate) fn first(me: MemberId, first_on: Day) -> Result<NewRecord> {
    let stored = Stored {
        first_on,
        preferences: Preferences::default(),
    };
    NewRecord::new(me.private_space(), Kind::Preferences).with(&stored)
}

fn dedup(fields: &mut Vec<Field>) {
    let mut seen = Vec::new();
    fields.retain(|field| {
        let is_new = !seen.contains(field);
        seen.push(*field);
        is_new
    });
}
