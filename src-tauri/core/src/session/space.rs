//! A space that the people at the keyboard may read: its keys, its people and their public keys, and
//! how far its opening has come.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::founding::AcceptFields;
use super::people::Person;
use crate::household::{Carried, Context, EpochSecret, Head, Key, PublicKeys};
use crate::ids::{MemberId, RowId, SpaceId};

/// A person as a space's first record pins them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pinned {
    pub(crate) member: MemberId,
    pub(crate) keys: PublicKeys,
}

/// The fields of a space's first record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SpaceFields {
    #[serde(default)]
    pub(crate) name: Option<String>,
    pub(crate) members: Vec<Pinned>,
}

/// An open private or shared space.
#[derive(Debug)]
pub(crate) struct OpenSpace {
    pub(crate) id: SpaceId,
    pub(crate) is_private: bool,
    pub(crate) name: Option<String>,
    /// By epoch.
    pub(crate) keys: BTreeMap<u32, Key>,
    /// What came with the key of each epoch.
    pub(crate) carried: BTreeMap<u32, Vec<Carried>>,
    /// The records of its story that are believed, for the next epoch to carry.
    pub(crate) told: Vec<Carried>,
    /// The highest epoch that the file, or somebody's memory, knows of: nothing is written below it.
    pub(crate) highest: u32,
    /// Everybody who was ever in it; nobody for a private space.
    pub(crate) people: Vec<Person>,
    pub(crate) maker: Option<MemberId>,
    pub(crate) accepted: BTreeSet<MemberId>,
    /// The first record, as a yes names it.
    pub(crate) first: Option<AcceptFields>,
    /// Who has said yes to closing it, and in which row.
    pub(crate) closing: BTreeMap<MemberId, RowId>,
    /// The row in which the person alone at the keyboard has said that they do not want to see this
    /// proposal.
    pub(crate) declined: Option<RowId>,
    /// A proposal to people among whom the person alone at the keyboard has lately declined one.
    pub(crate) is_asked_again: bool,
    pub(crate) head: Head,
    /// More stands there than a proposal and its answers.
    pub(crate) has_words: bool,
    /// Rows are missing, were put back or do not open, and nobody has said to go on yet.
    pub(crate) is_damaged: bool,
    /// Rows that do not open though there is a key for them, or cannot be believed.
    pub(crate) broken: Vec<RowId>,
    /// Epochs with rows, or with a key for this person, that does not open: others may still read them.
    pub(crate) lost: BTreeSet<u32>,
    /// People in it whose keys are not those of the household's list.
    pub(crate) unlisted: BTreeSet<MemberId>,
}

impl OpenSpace {
    pub(crate) fn new(id: SpaceId, is_private: bool, keys: BTreeMap<u32, Key>) -> Self {
        Self {
            id,
            is_private,
            name: None,
            keys,
            carried: BTreeMap::new(),
            told: Vec::new(),
            highest: 0,
            people: Vec::new(),
            maker: None,
            accepted: BTreeSet::new(),
            first: None,
            closing: BTreeMap::new(),
            declined: None,
            is_asked_again: false,
            head: Head::default(),
            has_words: false,
            is_damaged: false,
            broken: Vec::new(),
            lost: BTreeSet::new(),
            unlisted: BTreeSet::new(),
        }
    }

    /// An epoch as it is sealed to each of its people.
    pub(super) fn secret(&self, epoch: u32) -> Option<EpochSecret> {
        Some(EpochSecret {
            key: self.keys.get(&epoch)?.clone(),
            carried: self.carried.get(&epoch).cloned().unwrap_or_default(),
        })
    }

    /// What the next epoch carries: all that no epoch before it does.
    pub(super) fn to_carry(&self) -> Vec<Carried> {
        let carried: BTreeSet<RowId> = self.carried.values().flatten().map(|it| it.row).collect();
        let told = self.told.iter();
        told.filter(|it| !carried.contains(&it.row))
            .cloned()
            .collect()
    }

    /// The newest epoch and its key.
    pub(crate) fn newest(&self) -> Option<(u32, &Key)> {
        self.keys.last_key_value().map(|(epoch, key)| (*epoch, key))
    }

    /// The people who are in it now.
    pub(crate) fn members(&self) -> Vec<MemberId> {
        if self.is_private {
            return vec![MemberId(self.id.0)];
        }
        let staying = self.people.iter().filter(|one| one.left.is_none());
        staying.map(|one| one.member).collect()
    }

    /// The people an epoch is for: those who had not left before it.
    pub(crate) fn members_at(&self, epoch: u32) -> Vec<MemberId> {
        let people = self.people.iter();
        let there = people.filter(|one| one.left.as_ref().is_none_or(|left| left.epoch >= epoch));
        there.map(|one| one.member).collect()
    }

    /// Everybody who was ever in it has said yes.
    pub(crate) fn is_open(&self) -> bool {
        self.is_private
            || (!self.people.is_empty()
                && self
                    .people
                    .iter()
                    .all(|one| self.accepted.contains(&one.member)))
    }

    /// It is only read: everybody in it has said yes to closing it, or one person is left.
    pub(crate) fn is_closed(&self) -> bool {
        if self.is_private || !self.is_open() {
            return false;
        }
        let members = self.members();
        members.len() < 2
            || members
                .iter()
                .all(|member| self.closing.contains_key(member))
    }

    /// Somebody who has left still has its newest key, a later key has been lost, or its story stands in
    /// its rows alone.
    pub(crate) fn needs_epoch(&self) -> bool {
        if self.is_open() && !self.to_carry().is_empty() {
            return true;
        }
        if self.is_behind() {
            return true;
        }
        let newest = self.newest().map_or(0, |(epoch, _)| epoch);
        let mut people = self.people.iter();
        people.any(|one| one.left.as_ref().is_some_and(|left| left.epoch >= newest))
    }

    /// Its newest key has been lost.
    pub(crate) fn is_behind(&self) -> bool {
        self.newest().map_or(0, |(epoch, _)| epoch) < self.highest
    }

    /// The number of the next epoch; none when there is no higher number.
    pub(crate) fn next_epoch(&self) -> Option<u32> {
        let newest = self.newest().map_or(0, |(epoch, _)| epoch);
        newest.max(self.highest).checked_add(1)
    }

    /// The public keys that must have signed what a person wrote in an epoch: those they have now, as all
    /// is signed anew when keys change. None when they had left before.
    pub(crate) fn voice(&self, member: MemberId, epoch: u32) -> Option<&PublicKeys> {
        self.person(member)?.voice(epoch)
    }

    /// The public keys a person had in an epoch, with which they could begin one and name their next ones.
    pub(crate) fn keys_at(&self, member: MemberId, epoch: u32) -> Option<&PublicKeys> {
        self.person(member)?.keys_at(epoch)
    }

    /// The public keys a person has now; none when they have left.
    pub(crate) fn keys_now(&self, member: MemberId) -> Option<&PublicKeys> {
        self.person(member)?.keys_now()
    }

    /// A person who is or was in it.
    pub(crate) fn person(&self, member: MemberId) -> Option<&Person> {
        self.people.iter().find(|one| one.member == member)
    }
}

/// What binds a sealed record to its place.
pub(crate) fn record_context(
    household: &[u8; 16],
    space: SpaceId,
    epoch: u32,
    row: RowId,
) -> Context {
    Context::new("hecht record v1")
        .bytes(household)
        .bytes(&space.0)
        .number(epoch)
        .bytes(&row.0)
}

/// What binds a sealed head to its space.
pub(crate) fn head_context(household: &[u8; 16], space: SpaceId, epoch: u32) -> Context {
    Context::new("hecht head v1")
        .bytes(household)
        .bytes(&space.0)
        .number(epoch)
}
