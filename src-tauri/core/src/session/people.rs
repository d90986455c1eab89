//! The people of a shared space over time: which public keys each had in which epoch, who has left, who
//! has said yes to closing it, and what it is called. All of it comes from signed records of the space.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::founding::{Asker, Founding};
use super::space::OpenSpace;
use crate::household::{Kind, PublicKeys};
use crate::ids::{EntryId, MemberId, RowId};

/// A person of a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) member: MemberId,
    /// Their public keys in the order in which they held.
    keys: Vec<Held>,
    /// How they went, when they have left.
    pub(crate) left: Option<Farewell>,
}

/// Public keys of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    /// The epoch from which on they hold.
    from: u32,
    keys: PublicKeys,
    /// The epochs in which the keys before still speak.
    unread: BTreeSet<u32>,
}

/// In which epoch somebody left, and how the others knew them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Farewell {
    pub(crate) epoch: u32,
    #[serde(flatten)]
    pub(crate) fields: LeftFields,
}

/// The fields of a `left` record: how the others knew this person, for when their row is gone too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeftFields {
    pub(crate) name: String,
    pub(crate) colour: u8,
}

/// The fields of a `keys` record: a person's next keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeysFields {
    pub(crate) keys: PublicKeys,
    /// The epoch from which on they hold.
    pub(crate) epoch: u32,
    /// The epochs whose key this person had lost: what they wrote there could not be signed anew.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) unread: BTreeSet<u32>,
}

/// The fields of a `name` record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NameFields {
    pub(crate) name: Option<String>,
}

impl Person {
    /// Somebody as the first record pins them.
    pub(crate) fn pinned(member: MemberId, keys: PublicKeys) -> Self {
        Self {
            member,
            keys: vec![Held {
                from: 1,
                keys,
                unread: BTreeSet::new(),
            }],
            left: None,
        }
    }

    /// The keys with which what they wrote in an epoch is signed; none when they had left before it.
    pub(crate) fn voice(&self, epoch: u32) -> Option<&PublicKeys> {
        self.keys_at(epoch)?;
        let mut newest_first = self.keys.iter().rev();
        let speaks = newest_first.find(|held| !held.unread.contains(&epoch));
        speaks.map(|held| &held.keys)
    }

    /// Their keys in an epoch; none when they had left before it.
    pub(crate) fn keys_at(&self, epoch: u32) -> Option<&PublicKeys> {
        if self.left.as_ref().is_some_and(|left| left.epoch < epoch) {
            return None;
        }
        let held = self.keys.iter().rev().find(|held| held.from <= epoch);
        held.map(|held| &held.keys)
    }

    /// Their keys now; none when they have left.
    pub(crate) fn keys_now(&self) -> Option<&PublicKeys> {
        match self.left {
            Some(_) => None,
            None => self.last_keys(),
        }
    }

    /// Their last keys, whether they have left or not.
    pub(super) fn last_keys(&self) -> Option<&PublicKeys> {
        self.keys.last().map(|held| &held.keys)
    }

    /// Takes the next keys, once for each of the keys before.
    fn take(&mut self, said_in: u32, next: KeysFields) -> bool {
        let held = self.keys.last().map(|held| held.from);
        let is_next = held.is_some_and(|from| from <= said_in && said_in < next.epoch);
        if is_next {
            self.keys.push(Held {
                from: next.epoch,
                keys: next.keys,
                unread: next.unread,
            });
        }
        is_next
    }
}

/// Takes what the signed records of a space say about its people. Gives the rows that cannot be believed.
pub(super) fn follow(
    space: &mut OpenSpace,
    founding: &[Founding],
    asker: &Asker<'_>,
) -> BTreeSet<RowId> {
    let mut untrue: Vec<&Founding> = Vec::new();
    space.told.clear();
    let mut announced: Vec<(&Founding, MemberId, KeysFields)> = founding
        .iter()
        .filter_map(|it| it.by_one(Kind::Keys))
        .collect();
    // Of two next keys after the same ones, those of the household's list, or met, come first.
    announced.sort_by_key(|(it, member, fields)| {
        (!asker.knows(*member, &fields.keys), fields.epoch, it.row)
    });
    for (it, member, fields) in announced {
        let is_signed = it.is_signed(space);
        let person = space.people.iter_mut().find(|one| one.member == member);
        if is_signed && person.is_some_and(|one| one.take(it.epoch, fields)) {
            space.told.push(it.carried());
        } else {
            untrue.push(it);
        }
    }
    // Who left cannot have a key of a later epoch: of two farewells the later one is true.
    let mut farewells: Vec<(&Founding, MemberId, LeftFields)> = founding
        .iter()
        .filter_map(|it| it.by_one(Kind::Left))
        .collect();
    farewells.sort_by_key(|(it, ..)| (std::cmp::Reverse(it.epoch), it.row));
    for (it, member, fields) in farewells {
        let is_signed = it.is_signed(space);
        let person = space.people.iter_mut().find(|one| one.member == member);
        let epoch = it.epoch;
        match person.filter(|one| is_signed && one.left.is_none()) {
            Some(person) => {
                person.left = Some(Farewell { epoch, fields });
                space.told.push(it.carried());
            }
            None => {
                untrue.push(it);
            }
        }
    }
    for (member, farewell) in asker.remembered.left(space.id) {
        let person = space.people.iter_mut().find(|one| one.member == member);
        if let Some(person) = person.filter(|one| one.left.is_none()) {
            person.left = Some(farewell.clone());
        }
    }
    let taken_back: BTreeSet<(EntryId, MemberId)> = founding
        .iter()
        .filter(|it| it.record.kind == Kind::Gone && it.is_signed(space))
        .flat_map(|it| {
            it.record
                .signers()
                .into_iter()
                .map(|who| (it.record.entry, who))
        })
        .collect();
    for it in founding.iter().filter(|it| it.record.kind == Kind::Close) {
        if !it.is_signed(space) {
            untrue.push(it);
            continue;
        }
        for member in it.record.signers() {
            if taken_back.contains(&(it.record.entry, member)) {
                untrue.push(it);
            } else {
                space.closing.insert(member, it.row);
            }
        }
    }
    // The newest name holds.
    let names = founding
        .iter()
        .filter_map(|it| it.by_one::<NameFields>(Kind::Name));
    let newest = names
        .filter(|(it, ..)| it.is_signed(space))
        .max_by_key(|(it, ..)| (it.record.saved_at, it.row));
    if let Some((_, _, fields)) = newest {
        space.name = fields.name;
    }
    let rows = untrue.into_iter().filter(|it| !it.is_carried);
    rows.map(|it| it.row).collect()
}
