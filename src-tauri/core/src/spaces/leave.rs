//! Leaving a shared space: alone, at once, with what one wrote kept in the private space. It stays for
//! the others or is withdrawn, as one chooses; the others see that one is no longer there.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::SpaceRow;
use crate::changed::Feature;
use crate::error::{ErrorCode, Result};
use crate::household::{Author, Kind, Write};
use crate::ids::{EntryId, MemberId, RowId, SpaceId};
use crate::session::{Batch, LeftFields, NewRecord, Session, Sitting};

/// What becomes of one's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum OwnWords {
    /// The others keep them.
    Stay,
    /// They are withdrawn. Not possible later.
    Withdraw,
}

/// Leaves a space.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct LeaveSpace {
    /// Which.
    pub space: SpaceId,
    /// What becomes of one's own words there.
    pub words: OwnWords,
}

impl Session {
    /// Leaves an open or closed space. One's own check-ins there, and those written together but for
    /// another's turn, are copied into the private space first.
    ///
    /// # Errors
    /// `not_found`, `not_alone`, those of the disk: then nothing has changed.
    pub(crate) fn leave_space(&mut self, request: LeaveSpace) -> Result<Vec<SpaceRow>> {
        let me = self.alone()?;
        let space = self.spaces.get(&request.space);
        space
            .filter(|space| !space.is_private && space.is_open())
            .ok_or(ErrorCode::NotFound)?;
        let mut batch = Batch::default();
        self.copy_own(&mut batch, me, request.space)?;
        self.leave_in(&mut batch, me, request.space, request.words)?;
        let met = self.met.clone();
        self.forget_space(request.space);
        if let Err(error) = self.write(batch, &[Feature::Spaces, Feature::Checkins]) {
            // Who has not left must still notice when the space vanishes.
            if self.sitting != Sitting::Locked {
                self.met = met;
            }
            return Err(error);
        }
        self.spaces.remove(&request.space);
        self.open_sitting(Sitting::Alone(me))?;
        self.list_spaces()
    }

    /// Copies what a person wrote in a space into their private one: every version, under new ids, with
    /// its own days and times.
    fn copy_own(&mut self, batch: &mut Batch, me: MemberId, space: SpaceId) -> Result<()> {
        let mut copies: BTreeMap<EntryId, EntryId> = BTreeMap::new();
        for (_, mut record) in self.own_records(me, space)? {
            if record.kind != Kind::Checkin {
                continue;
            }
            let copy = copies
                .entry(record.entry)
                .or_insert_with(|| EntryId(self.random.bytes()));
            record.entry = *copy;
            record.author = Author::Member(me);
            record.present = Vec::new();
            record.turn = None;
            batch.add(me.private_space(), RowId(self.random.bytes()), record);
        }
        Ok(())
    }

    /// Takes a person out of a space: their words if they wish, the record that says so, their keys.
    /// The last one takes the space with them.
    pub(crate) fn leave_in(
        &mut self,
        batch: &mut Batch,
        me: MemberId,
        id: SpaceId,
        words: OwnWords,
    ) -> Result<()> {
        let space = self.spaces.get(&id).ok_or(ErrorCode::NotFound)?;
        if space.members() == [me] {
            batch.file(Write::RemoveSpace(id));
            return Ok(());
        }
        if words == OwnWords::Withdraw {
            let mut entries = BTreeSet::new();
            for (row, record) in self.own_records(me, id)? {
                batch.remove(id, row);
                entries.insert(record.entry);
            }
            for entry in entries {
                let mut gone = NewRecord::new(id, Kind::Gone);
                gone.entry = Some(entry);
                self.put(batch, gone);
            }
        }
        let row = self.members.iter().find(|row| row.id == me);
        let row = row.ok_or(ErrorCode::NotFound)?;
        let fields = LeftFields {
            name: row.name.clone(),
            colour: row.colour,
        };
        let left = NewRecord::new(id, Kind::Left).with(&fields)?;
        self.put(batch, left);
        batch.file(Write::RemoveSpaceKeys(id, me));
        Ok(())
    }
}
