//! Opening a sitting: which spaces its people may read, their records, what is missing, and the index.

use std::collections::{BTreeMap, BTreeSet};

use super::contents::{read_space, settle};
use super::met::{Met, Remembered};
use super::shared::shared_spaces;
use super::space::{OpenSpace, head_context};
use super::{Session, Sitting};
use crate::error::{ErrorCode, Result};
use crate::household::{Head, HouseholdFile, MemberKeys, open};
use crate::ids::{MemberId, SpaceId};
use crate::index::Index;
use crate::spaces::{Declined, Steps};

impl Session {
    /// Opens the spaces of `sitting` with the keys held, and fills a new index; begins new epochs where
    /// somebody has left. On an error the session is as before, or has locked.
    pub(crate) fn open_sitting(&mut self, sitting: Sitting) -> Result<()> {
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let mut spaces = BTreeMap::new();
        let mut placed = Vec::new();
        let present: BTreeSet<MemberId> = match &sitting {
            Sitting::Locked => BTreeSet::new(),
            Sitting::Alone(member) => BTreeSet::from([*member]),
            Sitting::Together(members) => members.iter().copied().collect(),
        };
        if let Sitting::Alone(member) = &sitting {
            let keys = self.keys.get(member).ok_or(ErrorCode::Locked)?;
            let own = BTreeMap::from([(1, keys.private.clone())]);
            let mut space = OpenSpace::new(member.private_space(), true, own);
            let contents = read_space(household, &space)?;
            placed.extend(settle(&mut space, contents));
            spaces.insert(space.id, space);
        }
        let met = Met::find(&placed);
        let mut remembered = Remembered::of(&met);
        if let Sitting::Together(members) = &sitting {
            for member in members {
                let keys = self.keys.get(member).ok_or(ErrorCode::Locked)?;
                remembered.add(Remembered::find(household, *member, keys)?);
            }
        }
        let mut unreadable = BTreeSet::new();
        let mut void = BTreeSet::new();
        if let Some(first) = present.first() {
            let keys = self.keys.get(first).ok_or(ErrorCode::Locked)?;
            let shared = shared_spaces(household, &self.members, &remembered, *first, keys)?;
            for (space, records) in shared.found {
                let is_theirs = present.iter().all(|member| {
                    let keys = self.keys.get(member).map(|keys| &keys.public);
                    keys.is_some() && space.keys_now(*member) == keys
                });
                if !is_theirs || (present.len() > 1 && !space.is_open()) {
                    continue;
                }
                // Until everybody has said yes, nothing of a space is read.
                if space.is_open() {
                    placed.extend(records);
                }
                spaces.insert(space.id, space);
            }
            unreadable = shared.unreadable;
            void = shared.void;
        }
        for (row, no) in Declined::find(&placed) {
            for space in spaces.values_mut().filter(|space| !space.is_open()) {
                let is_mine = |member: &MemberId| space.accepted.contains(member);
                if space.is_private || present.iter().any(is_mine) {
                    continue;
                }
                if space.id == no.space {
                    space.declined = Some(row);
                }
                space.is_asked_again |= no.is_of(&space.members(), self.clock.now().day());
            }
        }
        if let Sitting::Together(members) = &sitting {
            for member in members {
                let keys = self.keys.get(member).ok_or(ErrorCode::Locked)?;
                spaces.extend(for_drafts(household, *member, keys)?);
            }
        }
        let mut index = Index::new()?;
        index.load(&placed)?;
        let steps = Steps::find(&placed);
        self.spaces = spaces;
        self.unreadable = unreadable;
        self.void = void;
        self.index = Some(index);
        self.sitting = sitting;
        self.met = met;
        self.steps = steps;
        self.turn = None;
        self.turn_drafts.clear();
        self.written_here.clear();
        self.pending_code = None;
        self.meet()?;
        self.renew_epochs()
    }
}

/// A person's private space as far as keeping a draft in it needs: nothing in it is read. None when its
/// head does not open, so that a loss nobody has seen yet stays visible.
fn for_drafts(
    household: &HouseholdFile,
    member: MemberId,
    keys: &MemberKeys,
) -> Result<Option<(SpaceId, OpenSpace)>> {
    let id = member.private_space();
    let own = BTreeMap::from([(1, keys.private.clone())]);
    let Some(body) = household.head(id)? else {
        return Ok(None);
    };
    let context = head_context(&household.id, id, 1);
    let head = open(&keys.private, &context, &body).ok();
    let head = head.and_then(|plain| serde_json::from_slice::<Head>(&plain).ok());
    Ok(head.map(|head| {
        let space = OpenSpace {
            head,
            ..OpenSpace::new(id, true, own)
        };
        (id, space)
    }))
}

impl Session {
    /// Says "go on with what is here" for a space in which rows are missing or do not open. The head
    /// is counted anew from what opens.
    pub(crate) fn settle_damage(&mut self, id: SpaceId) -> Result<()> {
        self.alone()?;
        if self.unreadable.remove(&id) {
            // Nothing of it can be read or written; the person has seen it.
            return self.settle_space(id);
        }
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let space = self.spaces.get(&id).filter(|space| space.is_damaged);
        let space = space.ok_or(ErrorCode::NotFound)?;
        let mut head = Head {
            broken: space.broken.clone(),
            ..Head::default()
        };
        household.each_record(id, |row| {
            match row {
                None => head.unreadable = head.unreadable.saturating_add(1),
                Some(row) if head.broken.contains(&row.id) => {}
                Some(row) => head.add(row.epoch, &row.body)?,
            }
            Ok(())
        })?;
        self.write_head(id, head)?;
        self.settle_space(id)?;
        self.meet()
    }
}
