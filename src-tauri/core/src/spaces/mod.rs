//! Shared spaces: proposing one, saying yes or no, taking a proposal back, naming and closing one. Who
//! reads what follows from the space alone. Leaving is in `leave`, stepping back in `step_back`.

mod leave;
mod step_back;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use leave::{LeaveSpace, OwnWords};
pub(crate) use step_back::Steps;
pub use step_back::{ComeBack, StepBack, StepBackRow, StepsBack};

use crate::changed::Feature;
use crate::error::{Error, ErrorCode, Result};
use crate::household::{EpochSecret, Head, Key, Kind, Write};
use crate::ids::{MemberId, RowId, SpaceId};
use crate::index::Placed;
use crate::session::{
    Batch, NameFields, NewEpoch, NewRecord, OpenSpace, Person, Pinned, Session, Sitting,
    SpaceFields,
};
use crate::time::Day;

const LONGEST_NAME: usize = 60;

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
    /// It is only read: everybody has said yes to closing it, or one person is left in it.
    Closed,
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
    /// Who was in it and has left.
    pub left: Vec<MemberId>,
    /// How far it is.
    pub state: SpaceState,
    /// Not long ago the person at the keyboard did not want one with these people. It is only listed.
    pub is_asked_again: bool,
    /// The person at the keyboard proposed it and it is not open.
    pub is_mine_to_take_back: bool,
    /// The person at the keyboard has said yes to closing it. Nothing says whether anybody else has.
    pub has_my_yes_to_close: bool,
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

/// A name for a space.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct RenameSpace {
    /// Which.
    pub space: SpaceId,
    /// At most 60 characters; blank means none.
    pub name: Option<String>,
}

/// For so many days a proposal to the same people is not put before somebody again.
const QUIET_DAYS: u32 = 56;

/// A proposal that somebody does not want to see.
#[derive(Serialize, Deserialize)]
struct DeclineFields {
    space: SpaceId,
    /// Everybody it was for.
    members: BTreeSet<MemberId>,
}

/// A no, and the day of it.
pub(crate) struct Declined {
    pub(crate) space: SpaceId,
    members: BTreeSet<MemberId>,
    on: Day,
}

impl Declined {
    /// Every no among the private records, with its row.
    pub(crate) fn find(placed: &[Placed]) -> Vec<(RowId, Self)> {
        let records = placed.iter().filter(|it| it.record.kind == Kind::Decline);
        let read = records.filter_map(|it| {
            let fields: DeclineFields = it.record.read().ok()?;
            let declined = Self {
                space: fields.space,
                members: fields.members,
                on: it.record.written_on,
            };
            Some((it.row, declined))
        });
        read.collect()
    }

    /// Was it a no to these people, not long ago?
    pub(crate) fn is_of(&self, members: &[MemberId], today: Day) -> bool {
        self.members == members.iter().copied().collect() && today <= self.on.plus(QUIET_DAYS)
    }
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
            _ if space.is_closed() => SpaceState::Closed,
            _ if space.is_open() => SpaceState::Open,
            Some(me) if !space.accepted.contains(&me) => SpaceState::Asked,
            Some(_) | None => SpaceState::Waiting,
        };
        let mut members = space.members();
        members.sort_by_key(|member| self.order(*member));
        let left = space.people.iter().filter(|one| one.left.is_some());
        SpaceRow {
            id: space.id,
            // A name is not a way to ask again.
            name: space.name.clone().filter(|_| !space.is_asked_again),
            is_asked_again: space.is_asked_again,
            members,
            left: left.map(|one| one.member).collect(),
            state,
            has_my_yes_to_close: me.is_some_and(|me| space.closing.contains_key(&me)),
            is_mine_to_take_back: !space.is_open()
                && !space.has_words
                && me.is_some()
                && space.maker == me,
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
            let everybody = space.members().into_iter();
            !space.is_closed() && everybody.collect::<BTreeSet<_>>() == members
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
        // Nothing is sealed to keys that may be somebody else's.
        let is_replaced = |member: &MemberId| self.changed_keys.contains(member);
        if !self.unreadable.is_empty() || members.iter().any(is_replaced) {
            return Err(ErrorCode::FileDamaged.into());
        }
        let name = checked_name(request.name)?;
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
        let secret = EpochSecret::first(Key::random(&mut self.random));
        let mut batch = Batch::default();
        let people: Vec<_> = pinned
            .iter()
            .map(|one| (one.member, one.keys.clone()))
            .collect();
        let epoch = NewEpoch {
            space: id,
            epoch: 1,
            secret: &secret,
            people: &people,
        };
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let keys = self.keys.get(&me).ok_or(ErrorCode::Locked)?;
        for write in epoch.writes(household, (me, keys), &mut self.random)? {
            batch.file(write);
        }
        let mut space = OpenSpace::new(id, false, BTreeMap::from([(1, secret.key.clone())]));
        space.name.clone_from(&name);
        space.people = people
            .into_iter()
            .map(|(member, keys)| Person::pinned(member, keys))
            .collect();
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
        let space = self.spaces.get(&request.space).ok_or(ErrorCode::NotFound)?;
        let fields = DeclineFields {
            space: request.space,
            members: space.members().into_iter().collect(),
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
    /// `not_found` when it is open or somebody else's, `file_damaged` when it was open and a yes is lost,
    /// `not_alone`, those of the disk.
    pub(crate) fn take_back_space(&mut self, request: SpaceRef) -> Result<Vec<SpaceRow>> {
        let me = self.alone()?;
        let is_mine = |space: &&OpenSpace| !space.is_open() && space.maker == Some(me);
        let space = self.spaces.get(&request.space).filter(is_mine);
        if space.ok_or(ErrorCode::NotFound)?.has_words {
            // It was open, and a yes is lost: what stands there does not go with one button.
            return Err(ErrorCode::FileDamaged.into());
        }
        let mut batch = Batch::default();
        batch.file(Write::RemoveSpace(request.space));
        self.write(batch, &[Feature::Spaces])?;
        self.spaces.remove(&request.space);
        self.list_spaces()
    }

    /// Gives an open space a name, for everybody in it; the newest holds.
    ///
    /// # Errors
    /// `name_too_long`, `not_found`, `space_not_open`, `space_closed`, `not_alone`, those of the disk.
    pub(crate) fn rename_space(&mut self, request: RenameSpace) -> Result<Vec<SpaceRow>> {
        self.alone()?;
        let name = checked_name(request.name)?;
        self.open_space(request.space)?;
        let fields = NameFields { name: name.clone() };
        let mut batch = Batch::default();
        let record = NewRecord::new(request.space, Kind::Name).with(&fields)?;
        self.put(&mut batch, record);
        self.write(batch, &[Feature::Spaces])?;
        if let Some(space) = self.spaces.get_mut(&request.space) {
            space.name = name;
        }
        self.list_spaces()
    }

    /// Says yes to closing a space. When everybody in it has, it is only read from then on.
    ///
    /// # Errors
    /// `not_found`, `space_not_open`, `space_closed`, `not_alone`, those of the disk.
    pub(crate) fn close_space(&mut self, request: SpaceRef) -> Result<Vec<SpaceRow>> {
        let me = self.alone()?;
        if self.open_space(request.space)?.closing.contains_key(&me) {
            return self.list_spaces();
        }
        let mut batch = Batch::default();
        self.put(&mut batch, NewRecord::new(request.space, Kind::Close));
        self.write(batch, &[Feature::Spaces])?;
        self.open_sitting(Sitting::Alone(me))?;
        self.list_spaces()
    }

    /// Takes back one's own yes to closing, as long as the space is open.
    ///
    /// # Errors
    /// `not_found` when there is none, `space_closed`, `not_alone`, those of the disk.
    pub(crate) fn keep_space(&mut self, request: SpaceRef) -> Result<Vec<SpaceRow>> {
        let me = self.alone()?;
        let yes = self.open_space(request.space)?.closing.get(&me).copied();
        let yes = yes.ok_or(ErrorCode::NotFound)?;
        let mut batch = Batch::default();
        // The yes cannot be put back by somebody who kept its bytes.
        let mut gone = NewRecord::new(request.space, Kind::Gone);
        gone.entry = Some(self.read_record(request.space, yes)?.entry);
        self.put(&mut batch, gone);
        batch.remove(request.space, yes);
        self.write(batch, &[Feature::Spaces])?;
        if let Some(space) = self.spaces.get_mut(&request.space) {
            space.closing.remove(&me);
        }
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
    /// `not_found`, `space_not_open`, `space_closed`.
    pub(crate) fn open_space(&self, space: SpaceId) -> Result<&OpenSpace> {
        let space = self.spaces.get(&space).filter(|space| !space.is_private);
        let space = space.ok_or(ErrorCode::NotFound)?;
        if !space.is_open() {
            return Err(ErrorCode::SpaceNotOpen.into());
        }
        if space.is_closed() {
            return Err(ErrorCode::SpaceClosed.into());
        }
        Ok(space)
    }
}

fn checked_name(name: Option<String>) -> Result<Option<String>> {
    let name = name.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    let name = name.filter(|name| !name.is_empty());
    if name
        .as_ref()
        .is_some_and(|name| name.chars().count() > LONGEST_NAME)
    {
        return Err(Error::from(ErrorCode::NameTooLong).on("name"));
    }
    Ok(name)
}
