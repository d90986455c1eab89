//! Who is in a shared space: its first record, which pins people and keys, and the yes of each, bound to
//! that very record. Everything else in the space rests on this; what follows is in `people`.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::people::{Person, follow};
use super::space::{OpenSpace, SpaceFields};
use crate::household::{Kind, MemberRow, PublicKeys, Record, Signed};
use crate::ids::{MemberId, RowId, hex};

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
    /// Of its JSON.
    pub(super) digest: [u8; 32],
}

impl Founding {
    pub(super) fn digest(json: &[u8]) -> [u8; 32] {
        Sha256::digest(json).into()
    }

    /// Has everybody who must have signed it, with the keys they had in its epoch?
    pub(super) fn is_signed(&self, space: &OpenSpace) -> bool {
        self.record.is_signed(&self.bytes, &self.signed, |member| {
            space.keys_at(member, self.epoch)
        })
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

    /// Is it one person's, signed with one of these keys?
    fn is_by(&self, member: MemberId, keys: &[&PublicKeys]) -> bool {
        self.record.signers() == [member]
            && keys.iter().any(|keys| {
                self.record
                    .is_signed(&self.bytes, &self.signed, |_| Some(keys))
            })
    }

    fn as_yes(&self) -> Option<AcceptFields> {
        (self.record.kind == Kind::Accept)
            .then(|| self.record.read().ok())
            .flatten()
    }
}

/// A first record that its maker signed with the keys it pins for them.
struct First<'a> {
    founding: &'a Founding,
    maker: MemberId,
    fields: SpaceFields,
}

impl First<'_> {
    fn is_of(&self, yes: &AcceptFields) -> bool {
        yes.first == self.founding.row && yes.digest == hex(&self.founding.digest)
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

/// Takes a space's people, their public keys and everybody's yes from its founding records, as I may
/// believe them: the first record is the one I made or said yes to. While I have done neither it is a
/// proposal, and only believed when there is one alone, and when its keys are those of the people in
/// the household's list.
pub(super) fn pin(
    space: &mut OpenSpace,
    founding: &[Founding],
    me: MemberId,
    household: &[u8; 16],
    members: &[MemberRow],
) -> Belief {
    let own = members.iter().find(|row| row.id == me);
    let own: Vec<&PublicKeys> = own
        .iter()
        .flat_map(|row| {
            let former = row.former.iter().map(|former| &former.keys);
            former.chain([&row.keys])
        })
        .collect();
    let firsts: Vec<First<'_>> = founding.iter().filter_map(first).collect();
    let own_yes: Vec<AcceptFields> = founding
        .iter()
        .filter(|it| it.is_by(me, &own))
        .filter_map(Founding::as_yes)
        .collect();
    let believed = firsts
        .iter()
        .find(|it| it.founding.is_by(me, &own))
        .or_else(|| {
            firsts
                .iter()
                .find(|it| own_yes.iter().any(|yes| it.is_of(yes)))
        });
    let is_listed = |member: MemberId, keys: &PublicKeys| {
        members
            .iter()
            .any(|row| row.id == member && row.has_or_had(household, keys))
    };
    let is_known = |first: &First<'_>| {
        let mut pinned = first.fields.members.iter();
        pinned.all(|pinned| is_listed(pinned.member, &pinned.keys))
    };
    let is_gone = |member: MemberId| members.iter().all(|row| row.id != member);
    let chosen = match (believed, firsts.as_slice()) {
        (Some(first), _) => first,
        (None, [only]) if is_known(only) => only,
        (None, [only]) if only.fields.members.iter().any(|it| is_gone(it.member)) => {
            return Belief::Void;
        }
        (None, _) => return Belief::None,
    };
    let is_mine = chosen
        .fields
        .members
        .iter()
        .any(|it| it.member == me && own.contains(&&it.keys));
    if !is_mine {
        return Belief::None;
    }
    space.name.clone_from(&chosen.fields.name);
    space.people = chosen
        .fields
        .members
        .iter()
        .map(|it| Person::pinned(it.member, it.keys.clone()))
        .collect();
    space.maker = Some(chosen.maker);
    space.first = Some(AcceptFields {
        first: chosen.founding.row,
        digest: hex(&chosen.founding.digest),
    });
    space.closing.clear();
    let all_hold = follow(space, founding, household, members);
    space.accepted.insert(chosen.maker);
    let yes: Vec<MemberId> = founding
        .iter()
        .filter(|it| it.as_yes().is_some_and(|yes| chosen.is_of(&yes)) && it.is_signed(space))
        .flat_map(|it| it.record.signers())
        .collect();
    space.accepted.extend(yes);
    // Somebody's key in the list is no longer the one this space rests on. A proposal to somebody who has
    // gone from the household just never opens.
    let is_open = space.is_open();
    let mut people = space
        .people
        .iter()
        .filter(|one| one.left.is_none() && (is_open || !is_gone(one.member)));
    let are_listed = people.all(|one| {
        one.last_keys()
            .is_some_and(|keys| is_listed(one.member, keys))
    });
    space.is_damaged |= !all_hold || !are_listed;
    Belief::Mine
}

fn first(founding: &Founding) -> Option<First<'_>> {
    if founding.record.kind != Kind::Space {
        return None;
    }
    let fields: SpaceFields = founding.record.read().ok()?;
    let [maker] = founding.record.signers().try_into().ok()?;
    let pinned = fields
        .members
        .iter()
        .find(|pinned| pinned.member == maker)?;
    founding.is_by(maker, &[&pinned.keys]).then_some(First {
        founding,
        maker,
        fields: fields.clone(),
    })
}
