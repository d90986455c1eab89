//! Who is in a shared space: its first record, which pins people and keys, and the yes of each, bound to
//! that very record. Everything else in the space rests on this.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

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

    /// Has everybody who must have signed it, as a space pins their keys?
    pub(super) fn is_signed(&self, space: &OpenSpace) -> bool {
        self.record.is_signed(&self.bytes, &self.signed, |member| {
            space.public_keys(member)
        })
    }

    /// Its author, when it is one person's and they signed it with `keys`.
    fn is_by(&self, member: MemberId, keys: &PublicKeys) -> bool {
        self.record.signers() == [member]
            && self
                .record
                .is_signed(&self.bytes, &self.signed, |_| Some(keys))
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

/// Takes a space's people, their public keys and everybody's yes from its founding records, as `me`, with
/// `keys`, may believe them: the first record is the one I made or said yes to. While I have done
/// neither it is a proposal, and only believed when there is one alone, and when its keys are those of
/// the people in the household's list. `false` leaves a space that is none for me.
pub(super) fn pin(
    space: &mut OpenSpace,
    founding: &[Founding],
    me: MemberId,
    keys: &PublicKeys,
    members: &[MemberRow],
) -> bool {
    let firsts: Vec<First<'_>> = founding.iter().filter_map(first).collect();
    let own_yes: Vec<AcceptFields> = founding
        .iter()
        .filter(|it| it.is_by(me, keys))
        .filter_map(Founding::as_yes)
        .collect();
    let believed = firsts
        .iter()
        .find(|it| it.founding.is_by(me, keys))
        .or_else(|| {
            firsts
                .iter()
                .find(|it| own_yes.iter().any(|yes| it.is_of(yes)))
        });
    let is_known = |first: &First<'_>| {
        first.fields.members.iter().all(|pinned| {
            members
                .iter()
                .any(|row| row.id == pinned.member && row.keys == pinned.keys)
        })
    };
    let chosen = match (believed, firsts.as_slice()) {
        (Some(first), _) => first,
        (None, [only]) if is_known(only) => only,
        (None, _) => return false,
    };
    let is_mine = chosen
        .fields
        .members
        .iter()
        .any(|it| it.member == me && it.keys == *keys);
    if !is_mine {
        return false;
    }
    space.name.clone_from(&chosen.fields.name);
    space.pinned.clone_from(&chosen.fields.members);
    space.maker = Some(chosen.maker);
    space.first = Some(AcceptFields {
        first: chosen.founding.row,
        digest: hex(&chosen.founding.digest),
    });
    space.accepted.insert(chosen.maker);
    let yes: Vec<MemberId> = founding
        .iter()
        .filter(|it| it.as_yes().is_some_and(|yes| chosen.is_of(&yes)) && it.is_signed(space))
        .flat_map(|it| it.record.signers())
        .collect();
    space.accepted.extend(yes);
    // Somebody's key in the list is no longer the one this space rests on.
    space.is_damaged = !is_known(chosen);
    true
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
    founding.is_by(maker, &pinned.keys).then_some(First {
        founding,
        maker,
        fields: fields.clone(),
    })
}
