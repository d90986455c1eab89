//! Who is in a shared space: its first record, which pins people and keys, and the yes of each, bound to
//! that very record. Everything else in the space rests on this; what follows is in `people`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::met::Remembered;
use super::people::{Person, follow};
use super::space::{OpenSpace, SpaceFields};
use crate::household::{
    Carried, Envelope, Kind, MemberRow, PublicKeys, Record, Signed, record_signing_bytes,
};
use crate::ids::{MemberId, RowId, SpaceId, hex};

/// The fields of a yes: which first record it is a yes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AcceptFields {
    pub(crate) first: RowId,
    /// SHA-256 of that record's JSON bytes, hexadecimal.
    pub(crate) digest: String,
}

/// A record on which others depend, with what was signed: it is checked before anything else is read.
pub(super) struct Founding {
    pub(super) row: RowId,
    pub(super) epoch: u32,
    pub(super) record: Record,
    /// What its authors signed.
    pub(super) bytes: Vec<u8>,
    pub(super) signed: Vec<Signed>,
    /// Its plaintext as it stands in the row.
    envelope: Vec<u8>,
    /// Of its JSON.
    digest: [u8; 32],
    /// It came with a key, not from its row.
    pub(super) is_carried: bool,
}

impl Founding {
    /// Reads a row's plaintext; none when it is no record by somebody.
    pub(super) fn read(
        household: &[u8; 16],
        space: SpaceId,
        epoch: u32,
        row: RowId,
        plain: &[u8],
    ) -> Option<Self> {
        let envelope = Envelope::from_bytes(plain).ok()?;
        let record = envelope.record().ok()?;
        (!record.signers().is_empty()).then(|| Self {
            row,
            epoch,
            record,
            bytes: record_signing_bytes(household, space, epoch, row, envelope.json),
            digest: Sha256::digest(envelope.json).into(),
            signed: envelope.signed,
            envelope: plain.to_vec(),
            is_carried: false,
        })
    }

    /// Reads a record that came with a key.
    pub(super) fn carried_in(household: &[u8; 16], space: SpaceId, it: &Carried) -> Option<Self> {
        let read = Self::read(household, space, it.epoch, it.row, &it.envelope)?;
        Some(Self {
            is_carried: true,
            ..read
        })
    }

    /// The same bytes in the same place?
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (self.row, self.epoch) == (other.row, other.epoch) && self.envelope == other.envelope
    }

    /// As the next epoch carries it.
    pub(super) fn carried(&self) -> Carried {
        Carried {
            epoch: self.epoch,
            row: self.row,
            envelope: self.envelope.clone(),
        }
    }

    /// Has everybody who must have signed it? Next keys are signed with the keys before them, all else
    /// with those its authors have now.
    pub(super) fn is_signed(&self, space: &OpenSpace) -> bool {
        let keys = |member| {
            if self.record.kind == Kind::Keys {
                space.keys_at(member, self.epoch)
            } else {
                space.voice(member, self.epoch)
            }
        };
        self.record.is_signed(&self.bytes, &self.signed, keys)
    }

    /// Its one author and its fields, when it is of this kind.
    pub(super) fn by_one<T: serde::de::DeserializeOwned>(
        &self,
        kind: Kind,
    ) -> Option<(&Self, MemberId, T)> {
        if self.record.kind != kind {
            return None;
        }
        let [member] = self.record.signers().try_into().ok()?;
        Some((self, member, self.record.read().ok()?))
    }

    fn as_yes(&self) -> Option<AcceptFields> {
        (self.record.kind == Kind::Accept)
            .then(|| self.record.read().ok())
            .flatten()
    }
}

/// A first record, before it is known whether it can be believed.
struct First<'a> {
    founding: &'a Founding,
    maker: MemberId,
    fields: SpaceFields,
}

impl<'a> First<'a> {
    fn read(founding: &'a Founding) -> Option<Self> {
        let (founding, maker, fields) = founding.by_one::<SpaceFields>(Kind::Space)?;
        let mut pinned = fields.members.iter();
        pinned.any(|one| one.member == maker).then_some(Self {
            founding,
            maker,
            fields,
        })
    }

    fn is_of(&self, yes: &AcceptFields) -> bool {
        yes.first == self.founding.row && yes.digest == hex(&self.founding.digest)
    }

    fn has(&self, member: MemberId) -> bool {
        self.fields.members.iter().any(|one| one.member == member)
    }
}

/// How far a space can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Belief {
    /// I am in it.
    Mine,
    /// A proposal that cannot open any more, because somebody in it has gone from the household.
    Void,
    /// What stands there is none for me.
    None,
}

/// Who asks, and what they know.
pub(super) struct Asker<'a> {
    pub(super) me: MemberId,
    /// Their public keys now.
    pub(super) keys: &'a PublicKeys,
    pub(super) household: &'a [u8; 16],
    pub(super) members: &'a [MemberRow],
    /// What those at the keyboard remember.
    pub(super) remembered: &'a Remembered,
}

impl Asker<'_> {
    /// Are these my keys, now or before? What was before stands in my own row, under the keys of now.
    fn has_or_had(&self, keys: &PublicKeys) -> bool {
        let row = self.members.iter().find(|row| row.id == self.me);
        keys == self.keys
            || row.is_some_and(|row| row.keys == *self.keys && row.has_or_had(self.household, keys))
    }

    /// Are, or were, these a person's keys by the household's list, or as they were met?
    pub(super) fn knows(&self, member: MemberId, keys: &PublicKeys) -> bool {
        let mut rows = self.members.iter();
        rows.any(|row| row.id == member && row.has_or_had(self.household, keys))
            || self.remembered.has_met(member, keys)
    }

    /// Somebody's keys as the household's list has them.
    fn listed(&self, member: MemberId) -> Option<&PublicKeys> {
        if member == self.me {
            return Some(self.keys);
        }
        let row = self.members.iter().find(|row| row.id == member);
        row.map(|row| &row.keys)
    }
}

/// Takes a space's people, their public keys and everybody's yes from its founding records, as I may
/// believe them: the first record is the one I made or said yes to. While I have done neither it is a
/// proposal, and only believed when there is one alone, and when its keys are those of the people in
/// the household's list.
pub(super) fn pin(space: &mut OpenSpace, founding: &[Founding], asker: &Asker<'_>) -> Belief {
    let me = asker.me;
    let firsts: Vec<First<'_>> = founding.iter().filter_map(First::read).collect();
    let mut firsts: Vec<First<'_>> = firsts.into_iter().filter(|it| it.has(me)).collect();
    // A first record may also be carried as it was signed before: the signed one comes first, and of
    // several of the same words it is the one that counts.
    firsts.sort_by_cached_key(|first| {
        take(space, first, founding, asker);
        !first.founding.is_signed(space)
    });
    let mut seen = BTreeSet::new();
    firsts.retain(|first| seen.insert((first.founding.row, first.founding.digest)));
    for first in &firsts {
        let broken = take(space, first, founding, asker);
        let has_my_keys = space
            .person(me)
            .and_then(Person::last_keys)
            .is_some_and(|keys| asker.has_or_had(keys));
        let has_my_voice =
            |it: &Founding| has_my_keys && it.record.signers() == [me] && it.is_signed(space);
        let is_yes = |it: &&Founding| it.as_yes().is_some_and(|yes| first.is_of(&yes));
        let is_mine =
            has_my_voice(first.founding) || founding.iter().filter(is_yes).any(has_my_voice);
        if is_mine {
            settle_people(space, first, founding, asker);
            space.broken.extend(broken);
            return Belief::Mine;
        }
    }
    let [only] = firsts.as_slice() else {
        return Belief::None;
    };
    let broken = take(space, only, founding, asker);
    let has_keys_now =
        |one: &Person| one.keys_now().is_some() && one.keys_now() == asker.listed(one.member);
    if only.founding.is_signed(space) && space.people.iter().all(has_keys_now) {
        settle_people(space, only, founding, asker);
        space.broken.extend(broken);
        return Belief::Mine;
    }
    // The keys of somebody who has gone, or changed theirs where this could not be said.
    if space.people.iter().any(|one| !has_keys_now(one)) {
        Belief::Void
    } else {
        Belief::None
    }
}

/// Takes the people and their keys as one first record and what follows it say.
fn take(
    space: &mut OpenSpace,
    first: &First<'_>,
    founding: &[Founding],
    asker: &Asker<'_>,
) -> BTreeSet<RowId> {
    space.name.clone_from(&first.fields.name);
    let pinned = first.fields.members.iter();
    space.people = pinned
        .map(|it| Person::pinned(it.member, it.keys.clone()))
        .collect();
    space.maker = Some(first.maker);
    space.first = Some(AcceptFields {
        first: first.founding.row,
        digest: hex(&first.founding.digest),
    });
    space.closing.clear();
    follow(space, founding, asker)
}

/// Takes everybody's yes, and notes whose keys the household's list does not have.
fn settle_people(
    space: &mut OpenSpace,
    first: &First<'_>,
    founding: &[Founding],
    asker: &Asker<'_>,
) {
    let yes = founding
        .iter()
        .filter(|it| it.as_yes().is_some_and(|yes| first.is_of(&yes)) && it.is_signed(space));
    let yes: Vec<&Founding> = yes.collect();
    space.accepted = yes
        .iter()
        .flat_map(|it| it.record.signers())
        .chain([first.maker])
        .collect();
    let begun = yes.into_iter().chain([first.founding]);
    space.told.extend(begun.map(Founding::carried));
    let is_listed = |member: MemberId, keys: &PublicKeys| {
        let mut rows = asker.members.iter();
        rows.any(|row| row.id == member && row.has_or_had(asker.household, keys))
    };
    let is_gone = |member: MemberId| asker.members.iter().all(|row| row.id != member);
    // A proposal to somebody who has gone from the household just never opens.
    let is_open = space.is_open();
    let staying = space.people.iter().filter(|one| one.left.is_none());
    let unlisted = staying.filter(|one| is_open || !is_gone(one.member));
    let unlisted = unlisted.filter(|one| {
        one.last_keys()
            .is_none_or(|keys| !is_listed(one.member, keys))
    });
    space.unlisted = unlisted.map(|one| one.member).collect();
}
