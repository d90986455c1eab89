//! Search: words in what the people at the keyboard may read, one's own first. It finds "cafe" for
//! "Café" and gives no totals.

mod rules;
mod table;

use serde::{Deserialize, Serialize};

pub use rules::Piece;
pub(crate) use table::{SCHEMA, fill, fill_some, forget};

use crate::checkins::Field;
use crate::error::Result;
use crate::ids::{EntryId, MemberId, SpaceId};
use crate::session::Session;
use crate::time::Day;

/// How many hits one reply holds.
const HITS: usize = 50;

/// What to look for.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Words; each must begin a word of the text.
    pub text: String,
    /// Others' shared words too.
    pub with_shared: bool,
    /// By this person only.
    pub member: Option<MemberId>,
    /// In this space only.
    pub space: Option<SpaceId>,
    /// On this day or later.
    pub from: Option<Day>,
    /// On this day or earlier.
    pub until: Option<Day>,
}

/// An entry in which the words were found.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Hit {
    /// Which.
    pub entry: EntryId,
    /// The day it is about.
    pub on: Day,
    /// Where.
    pub space: SpaceId,
    /// Only its author reads it.
    pub is_private: bool,
    /// `null`: written together.
    pub author: Option<MemberId>,
    /// The question it answers.
    pub field: Field,
    /// The words around the first match.
    pub excerpt: Vec<Piece>,
}

/// What was found.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Hits {
    /// Own words first, then newest first; at most 50.
    pub hits: Vec<Hit>,
    /// Every page has been read; `false` for a moment after unlocking.
    pub is_complete: bool,
    /// There is more than is shown.
    pub has_more: bool,
}

impl Session {
    /// Looks for words.
    ///
    /// # Errors
    /// `locked`.
    pub(crate) fn search(&mut self, request: Search) -> Result<Hits> {
        self.unlocked()?;
        let words = rules::words(&request.text);
        let is_complete = self.index()?.unfilled == 0;
        let question: String = request.text.chars().take(rules::LONGEST_QUESTION).collect();
        let terms = table::terms(&self.index()?.connection, &question, rules::MOST_WORDS)?;
        if terms.is_empty() {
            return Ok(Hits {
                hits: Vec::new(),
                is_complete,
                has_more: false,
            });
        }
        let me = self.present();
        let mut found = self.query(
            |index| table::find(index, &request, &terms, &me, HITS),
            |hit| hit.no,
        )?;
        let has_more = found.len() > HITS;
        found.truncate(HITS);
        let hits = found
            .into_iter()
            .map(|hit| Hit {
                entry: hit.entry,
                on: hit.on,
                space: hit.space,
                is_private: self
                    .spaces
                    .get(&hit.space)
                    .is_some_and(|space| space.is_private),
                author: hit.author,
                field: hit.field,
                excerpt: rules::excerpt(&hit.text, &words),
            })
            .collect();
        Ok(Hits {
            hits,
            is_complete,
            has_more,
        })
    }
}
