//! Short answers to somebody's shared entry: "thank you" or "let's talk about it". One for each person
//! and entry; a new one takes the place of the former.

mod table;

use serde::{Deserialize, Serialize};

pub(crate) use table::{SCHEMA, insert};

use crate::changed::Feature;
use crate::checkins::{Checkin, EntryRef};
use crate::error::{ErrorCode, Result};
use crate::household::Kind;
use crate::ids::{EntryId, MemberId, SpaceId};
use crate::session::{Batch, NewRecord, Session};

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Thank you.
    ThankYou,
    /// Let's talk about it.
    Talk,
}

/// An answer to an entry.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NewReply {
    /// To which entry.
    pub entry: EntryId,
    /// What.
    pub answer: Answer,
}

/// An answer as the log shows it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReplyRow {
    /// The answer's own entry.
    pub entry: EntryId,
    /// Who answered.
    pub author: MemberId,
    /// What.
    pub answer: Answer,
    /// The person at the keyboard wrote it.
    pub is_mine: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ReplyFields {
    pub(crate) to: EntryId,
    pub(crate) answer: Answer,
}

impl Session {
    /// Answers somebody's entry.
    ///
    /// # Errors
    /// `not_alone`, `not_found`, `not_allowed` for one's own entry, those of the disk.
    pub(crate) fn create_reply(&mut self, request: NewReply) -> Result<Checkin> {
        let me = self.alone()?;
        let key = self.locate(request.entry)?;
        let row = self.checkin_row(key)?;
        if !row.can_reply {
            return Err(ErrorCode::NotAllowed.into());
        }
        let mut batch = Batch::default();
        for (_, reply, former) in table::to(&self.index()?.connection, request.entry, row.space)? {
            if reply.author == me {
                let mut gone = NewRecord::new(row.space, Kind::Gone);
                gone.entry = Some(reply.entry);
                self.put(&mut batch, gone);
                batch.remove(row.space, former);
            }
        }
        let fields = ReplyFields {
            to: request.entry,
            answer: request.answer,
        };
        let record = NewRecord::new(row.space, Kind::Reply).with(&fields)?;
        self.put(&mut batch, record);
        self.write(batch, &[Feature::Replies])?;
        self.get_checkin(EntryRef {
            entry: request.entry,
        })
    }

    /// Takes back one's own answer; nothing shows that it was there.
    ///
    /// # Errors
    /// `not_alone`, `not_found`, `not_yours`, those of the disk.
    pub(crate) fn withdraw_reply(&mut self, request: EntryRef) -> Result<()> {
        let me = self.alone()?;
        let key = self.index()?.locate("reply", request.entry, Some(me))?;
        if key.author != Some(me) {
            return Err(ErrorCode::NotYours.into());
        }
        self.withdraw(key, &[Feature::Replies])
    }

    /// The answers to an entry that stand in the same space.
    pub(crate) fn replies_to(&mut self, entry: EntryId, space: SpaceId) -> Result<Vec<ReplyRow>> {
        let me = self.alone().ok();
        let found = self.query(|index| table::to(index, entry, space), |(no, ..)| *no)?;
        Ok(found
            .into_iter()
            .map(|(_, reply, _)| ReplyRow {
                is_mine: Some(reply.author) == me,
                ..reply
            })
            .collect())
    }
}
