//! When it gets hard: a person's own card with what they do first, whom they call, what they would ask
//! of the other and where they go. One private record; a new version takes the place of the former.

mod rules;
mod table;

use serde::{Deserialize, Serialize};

pub(crate) use rules::short_text;
pub(crate) use table::{SCHEMA, insert};

use crate::changed::Feature;
use crate::error::{ErrorCode, Result};
use crate::household::Kind;
use crate::ids::{RowId, SpaceId};
use crate::session::{Batch, NewRecord, Session};

/// The form whose draft goes when the card is saved.
const FORM: &str = "card";

/// What stands on a card; everything may stay empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Card {
    /// What I do first; at most 2 000 characters, like the others.
    #[serde(default)]
    pub first: Option<String>,
    /// Whom I call: names and numbers, a line each.
    #[serde(default)]
    pub call: Option<String>,
    /// What I would ask of the other.
    #[serde(default)]
    pub ask: Option<String>,
    /// Where I go.
    #[serde(default)]
    pub go: Option<String>,
}

impl Session {
    /// The card of the person alone at the keyboard; an empty one when there is none.
    ///
    /// # Errors
    /// `locked`, `not_alone`.
    pub(crate) fn get_card(&mut self) -> Result<Card> {
        self.alone()?;
        let stored = table::get(&self.index()?.connection)?;
        Ok(stored.map(|(_, card)| card).unwrap_or_default())
    }

    /// Writes the card; its draft goes in the same write. Nobody reads a card's earlier words, so the
    /// rows of former versions go too: a number that is crossed out is gone.
    ///
    /// # Errors
    /// `short_text_too_long`, `not_alone`, those of the disk.
    pub(crate) fn edit_card(&mut self, request: Card) -> Result<Card> {
        let me = self.alone()?;
        let space = me.private_space();
        let card = rules::check(request)?;
        let mut batch = Batch::default();
        let mut record = NewRecord::new(space, Kind::Card);
        if let Some((key, _)) = table::get(&self.index()?.connection)? {
            let rows = self.index()?.rows_of(key)?;
            let newest = rows.first().copied().ok_or(ErrorCode::NotFound)?;
            record = self.next_version(space, newest)?;
            for row in rows {
                batch.remove(space, row);
            }
        }
        let record = record.with(&card)?;
        self.put(&mut batch, record);
        self.drop_draft_in(&mut batch, me, FORM)?;
        self.write(batch, &[Feature::Plans, Feature::Drafts])?;
        self.get_card()
    }

    /// The next version of an entry of which only the newest words are kept, with the fields of its
    /// newest row, unknown ones among them. The caller sets the new ones and removes the former rows.
    pub(crate) fn next_version(&self, space: SpaceId, row: RowId) -> Result<NewRecord> {
        let former = self.read_record(space, row)?;
        let mut record = NewRecord::new(space, former.kind);
        record.entry = Some(former.entry);
        record.version = former.version.checked_add(1).ok_or(ErrorCode::Internal)?;
        record.fields = former.fields;
        record.rest = former.rest;
        Ok(record)
    }
}
