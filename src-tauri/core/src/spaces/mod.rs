//! Shared spaces: proposing one, saying yes or no, and taking a proposal back. Who reads what follows
//! from the space alone.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::changed::Feature;
use crate::error::{Error, ErrorCode, Result};
use crate::household::{
    Head, Key, Kind, SpaceKeyRow, Write, seal_space_key, space_key_signing_bytes,
};
use crate::ids::{MemberId, SpaceId};
use crate::session::{Batch, NewRecord, OpenSpace, Pinned, Session, Sitting, SpaceFields};

/// How far a shared space is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SpaceState {
    /// Everybody has accepted.
    Open,
    /// The person at the keyboard may accept or decline.
    Asked,
    /// Not open yet; nothing says on whom it waits.
    Waiting,
}

/// A shared space in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SpaceRow {
    /// Which.
    pub id: SpaceId,
    /// Its chosen name, if it has one.
    pub name: Option<String>,
    /// Who is in it.
    pub members: Vec<MemberId>,
    /// How far it is.
    pub state: SpaceState,
    /// The person at the keyboard proposed it and it is not open.
    pub is_mine_to_take_back: bool,
}

/// A proposal.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NewSpace {
    /// The others; the maker is added.
    pub members: Vec<MemberId>,
    /// At most 60 characters; blank means none.
    pub name: Option<String>,
}

/// Which space.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SpaceRef {
    /// Which.
    pub space: SpaceId,
}

#[derive(Serialize)]
struct DeclineFields {
    space: SpaceId,
}

impl Session {
    /// The shared spaces of the people at the keyboard, those they have declined left out.
    ///
    /// # Errors
    /// `locked`.
    pub(crate) fn list_spaces(&mut self) -> Result<Vec<SpaceRow>> {
        self.unlocked()?;
        let mut rows: Vec<SpaceRow> = self
            .spaces
            .values()
            .filter(|space| !space.is_private && space.declined.is_none())
            .map(|space| self.space_row(space))
            .collect();
        // In the order of the household's list, so that it says nothing about use.
        rows.sort_by_key(|row| (row.members.len(), self.orders(&row.members), row.id));
        Ok(rows)
    }

    fn space_row(&self, space: &OpenSpace) -> SpaceRow {
        let me = self.alone().ok();
        let state = match me {
            _ if space.is_open() => SpaceState::Open,
            Some(me) if !space.accepted.contains(&me) => SpaceState::Asked,
            Some(_) | None => SpaceState::Waiting,
        };
        let mut members = space.members();
        members.sort_by_key(|member| self.order(*member));
        SpaceRow {
            id: space.id,
            name: space.name.clone(),
            members,
            state,
            is_mine_to_take_back: !space.is_open() && me.is_some() && space.maker == me,
        }
    }

    fn order(&self, member: MemberId) -> usize {
        self.members
            .iter()
            .position(|row| row.id == member)
            .unwrap_or(usize::MAX)
    }

    fn orders(&self, members: &[MemberId]) -> Vec<usize> {
        members.iter().map(|member| self.order(*member)).collect()
    }

    /// Proposes a shared space to one or more others. Its first record pins everybody's public keys.
    ///
    /// # Errors
    /// `too_few_members`, `not_found` for somebody who is not in the household, `space_exists` when
    /// these people have one, `not_alone`, those of the disk.
    pub(crate) fn propose_space(&mut self, request: NewSpace) -> Result<Vec<SpaceRow>> {
        let me = self.alone()?;
        let members: BTreeSet<MemberId> = request.members.into_iter().chain([me]).collect();
        if members.len() < 2 {
            return Err(Error::from(ErrorCode::TooFewMembers).on("members"));
        }
        let existing = self.spaces.values().find(|space| {
            !space.is_private && space.members().into_iter().collect::<BTreeSet<_>>() == members
        });
        match existing.map(|space| space.declined) {
            None => {}
            // Declined before, and wanted now: what was asked is asked again.
            Some(Some(declined)) => {
                let mut batch = Batch::default();
                batch.remove(me.private_space(), declined);
                self.write(batch, &[Feature::Spaces])?;
                self.open_sitting(Sitting::Alone(me))?;
                return self.list_spaces();
            }
            Some(None) => return Err(ErrorCode::SpaceExists.into()),
        }
        if !self.unreadable.is_empty() {
            return Err(ErrorCode::FileDamaged.into());
        }
        let name = request
            .name
            .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
        let name = name.filter(|name| !name.is_empty());
        if name.as_ref().is_some_and(|name| name.chars().count() > 60) {
            return Err(Error::from(ErrorCode::NameTooLong).on("name"));
        }
        let pinned: Vec<Pinned> = members
            .iter()
            .map(|member| {
                let row = self.members.iter().find(|row| row.id == *member);
                row.map(|row| Pinned {
                    member: *member,
                    keys: row.keys.clone(),
                })
                .ok_or_else(|| ErrorCode::NotFound.into())
            })
            .collect::<Result<_>>()?;
        let id = SpaceId(self.random.bytes());
        let key = Key::random(&mut self.random);
        let mut batch = Batch::default();
        for write in self.space_keys(id, 1, &key, me, &pinned)? {
            batch.file(write);
        }
        let mut space = OpenSpace::new(id, false, BTreeMap::from([(1, key)]));
        space.name.clone_from(&name);
        space.pinned.clone_from(&pinned);
        space.maker = Some(me);
        space.accepted.insert(me);
        space.head = Head::default();
        self.spaces.insert(id, space);
        let record = NewRecord::new(id, Kind::Space).with(&SpaceFields {
            name,
            members: pinned,
        })?;
        self.put(&mut batch, record);
        if let Err(error) = self.write(batch, &[Feature::Spaces]) {
            self.spaces.remove(&id);
            return Err(error);
        }
        self.list_spaces()
    }

    /// A space's key sealed to each of its people and signed by its maker.
    fn space_keys(
        &mut self,
        space: SpaceId,
        epoch: u32,
        key: &Key,
        maker: MemberId,
        pinned: &[Pinned],
    ) -> Result<Vec<Write>> {
        let household = self.household()?.id;
        let ids: Vec<MemberId> = pinned.iter().map(|pinned| pinned.member).collect();
        let bytes = space_key_signing_bytes(&household, space, epoch, key, &ids);
        let signature = self.keys.get(&maker).ok_or(ErrorCode::Locked)?.sign(&bytes);
        pinned
            .iter()
            .map(|pinned| {
                let sealed = seal_space_key(
                    &household,
                    space,
                    epoch,
                    pinned.member,
                    &pinned.keys,
                    key,
                    &mut self.random,
                )?;
                let member = pinned.member;
                Ok(Write::SpaceKey(SpaceKeyRow {
                    space,
                    epoch,
                    member,
                    sealed,
                    maker,
                    signature,
                }))
            })
            .collect()
    }

    /// Says yes to a proposed space.
    ///
    /// # Errors
    /// `not_found` when nothing is asked of this person there, `not_alone`, those of the disk.
    pub(crate) fn accept_space(&mut self, request: SpaceRef) -> Result<Vec<SpaceRow>> {
        let me = self.asked(request.space)?;
        let mut batch = Batch::default();
        let first = self
            .spaces
            .get(&request.space)
            .and_then(|space| space.first.clone());
        let first = first.ok_or(ErrorCode::NotFound)?;
        let yes = NewRecord::new(request.space, Kind::Accept).with(&first)?;
        self.put(&mut batch, yes);
        self.write(batch, &[Feature::Spaces])?;
        // What was withheld until now is read.
        self.open_sitting(Sitting::Alone(me))?;
        self.list_spaces()
    }

    /// Hides a proposal from the person at the keyboard. For everybody else it looks like no answer.
    ///
    /// # Errors
    /// As [`Session::accept_space`].
    pub(crate) fn decline_space(&mut self, request: SpaceRef) -> Result<Vec<SpaceRow>> {
        let me = self.asked(request.space)?;
        let mut batch = Batch::default();
        let fields = DeclineFields {
            space: request.space,
        };
        let no = NewRecord::new(me.private_space(), Kind::Decline).with(&fields)?;
        self.put(&mut batch, no);
        self.write(batch, &[Feature::Spaces])?;
        self.open_sitting(Sitting::Alone(me))?;
        self.list_spaces()
    }

    /// Takes back one's own proposal: all its rows go.
    ///
    /// # Errors
    /// `not_found` when it is open or somebody else's, `not_alone`, those of the disk.
    pub(crate) fn take_back_space(&mut self, request: SpaceRef) -> Result<Vec<SpaceRow>> {
        let me = self.alone()?;
        let is_mine = |space: &&OpenSpace| !space.is_open() && space.maker == Some(me);
        self.spaces
            .get(&request.space)
            .filter(is_mine)
            .ok_or(ErrorCode::NotFound)?;
        let mut batch = Batch::default();
        batch.file(Write::RemoveSpace(request.space));
        self.write(batch, &[Feature::Spaces])?;
        self.spaces.remove(&request.space);
        self.list_spaces()
    }

    fn asked(&self, space: SpaceId) -> Result<MemberId> {
        let me = self.alone()?;
        let found = self.spaces.get(&space).filter(|space| {
            !space.is_private && space.declined.is_none() && !space.accepted.contains(&me)
        });
        found.map(|_| me).ok_or_else(|| ErrorCode::NotFound.into())
    }

    /// A shared space that the people at the keyboard may write to.
    ///
    /// # Errors
    /// `not_found`, `space_not_open`.
    pub(crate) fn open_space(&self, space: SpaceId) -> Result<&OpenSpace> {
        let space = self.spaces.get(&space).filter(|space| !space.is_private);
        let space = space.ok_or(ErrorCode::NotFound)?;
        if !space.is_open() {
            return Err(ErrorCode::SpaceNotOpen.into());
        }
        Ok(space)
    }
}
